package io.meshprovisioner.engine;

import io.meshprovisioner.cost.PriceTable;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.event.MeshEvent.ResourceKept;
import io.meshprovisioner.event.MeshEvent.RunStarted;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.CloudSession.CloudRefs;
import io.meshprovisioner.spi.CloudSession.StandingCluster;
import io.meshprovisioner.spi.Departure;
import io.meshprovisioner.spi.IssuedKey;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshImage;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.spi.PermissionReport;
import io.meshprovisioner.spi.UserGrant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Says in which order a run's parts come. Each operation opens a workplace of its own and closes it at its end. Not for
 * users: {@link io.meshprovisioner.MeshProvisioner} is.
 */
public final class Conductor {
    /** How late a request of a deposed owner may still be taken: AWS's signature window. */
    private static final Duration SIGNATURE_WINDOW = Duration.ofMinutes(15);

    private static final int MOST_SCANS = 6;

    /** Rendering calls no API: this one is never asked. */
    private static final ApiAccess NOWHERE = new ApiAccess(
            "none", URI.create("https://127.0.0.1:1"), "", "", () -> new ApiAccess.Token("", Instant.MAX));

    private final Frame frame;
    private final RunSettings settings;
    private final UnaryOperator<Graph> shape;

    public Conductor(RunSettings settings) {
        this(settings, UnaryOperator.identity());
    }

    /** @param shape changes the graph before it is run; for tests that drop an edge */
    public Conductor(RunSettings settings, UnaryOperator<Graph> shape) {
        this.frame = new Frame(settings);
        this.settings = settings;
        this.shape = shape;
    }

    // ---- install and preview

    /** @param replaced what may be deleted and made anew where it cannot be changed in place */
    public Conducted<Results.Installed> install(MeshSpec spec, Set<ResourceId> replaced) {
        Replacements replacements = new Replacements(replaced);
        return frame.conduct(spec.region(), "install", (place, journal) -> resolve(place, spec)
                .thenCompose(resolved -> frame.holding(place, resolved.name(), lease -> {
                    Graph graph = graph(place, resolved);
                    return survey(place, resolved, graph)
                            .thenCompose(survey -> {
                                // What is refused does not put the end off, either.
                                replacements.check(survey);
                                return markExpiry(place, resolved)
                                        .thenCompose(marked -> Frame.bringUp(
                                                place, journal, "install", resolved.name(), survey, replacements));
                            })
                            .thenCompose(done -> takeAway(place, journal, obsolete(place, resolved)))
                            .thenCompose(done -> takeAway(place, journal, superfluous(place, resolved)))
                            .thenApply(done -> new Results.Installed(
                                    resolved, journal.timeline(place.calls()), recountDue(place, lease)));
                })));
    }

    public Conducted<Results.Surveyed> survey(MeshSpec spec) {
        return frame.conduct(spec.region(), "plan", (place, journal) -> resolve(place, spec)
                .thenCompose(resolved -> survey(place, resolved, graph(place, resolved))
                        .thenCompose(survey -> obsolete(place, resolved)
                                .thenCompose(obsolete -> iamPolicy(place, resolved, survey.graph())
                                        .thenApply(policy ->
                                                new Results.Surveyed(resolved, found(survey), obsolete, policy))))));
    }

    private static CompletableFuture<Boolean> markExpiry(Workplace place, MeshSpec spec) {
        return place.run().change(Frame.id("expiry", spec.name()), "mark", Set.of(), Run.ALL, step -> {
            place.cloud().markExpiry(spec, step);
            return true;
        });
    }

    private static CompletableFuture<IamPolicy> iamPolicy(Workplace place, MeshSpec spec, Graph graph) {
        return place.run().look(Frame.id("policy", spec.name()), "write", Set.of(), step -> place.cloud()
                .iamPolicy(spec, graph.resources(), step));
    }

    private static CompletableFuture<Survey> survey(Workplace place, MeshSpec spec, Graph graph) {
        return place.run()
                .look(Frame.id("inventory", spec.name()), "survey", Set.of(), step -> {
                    place.cloud().survey(spec, step);
                    return true;
                })
                .thenCompose(read -> Survey.take(place.run(), graph));
    }

    private static List<Results.Found> found(Survey survey) {
        List<Results.Found> all = new ArrayList<>();
        for (Resource<?> resource : survey.graph().resources()) {
            all.add(new Results.Found(resource, survey.observation(resource)));
        }
        return all;
    }

    private CompletableFuture<MeshSpec> resolve(Workplace place, MeshSpec spec) {
        return place.run()
                .look(Frame.id("preflight", spec.name()), "resolve", Set.of(), step -> place.cloud()
                        .resolve(
                                spec,
                                spec.istio()
                                        .flatMap(istio -> settings.installer().kubernetesSupport(istio.version())),
                                step))
                .thenApply(resolution -> {
                    if (!resolution.problems().isEmpty()) {
                        throw new InvalidSpecException(resolution.problems());
                    }
                    return resolution.spec();
                });
    }

    private Graph graph(Workplace place, MeshSpec spec) {
        Graph.Builder graph = Graph.builder();
        CloudRefs cloud = place.cloud().addTo(graph, spec, place);
        settings.installer()
                .addTo(
                        graph,
                        spec,
                        new MeshInstaller.Surroundings(
                                cloud.api(), cloud.nodes(), place, settings.downloads(), cloud.balancers()));
        return shape.apply(graph.build());
    }

    private static CompletableFuture<List<Removal>> obsolete(Workplace place, MeshSpec spec) {
        return place.run().look(Frame.id("inventory", spec.name()), "obsolete", Set.of(), step -> place.cloud()
                .obsolete(spec, step));
    }

    private static CompletableFuture<List<Removal>> superfluous(Workplace place, MeshSpec spec) {
        return place.run().look(Frame.id("inventory", spec.name()), "superfluous", Set.of(), step -> place.cloud()
                .superfluous(spec, step));
    }

    private static CompletableFuture<Void> takeAway(
            Workplace place, Journal journal, CompletableFuture<List<Removal>> unneeded) {
        return unneeded.thenCompose(found -> found.isEmpty()
                ? CompletableFuture.<Void>completedFuture(null)
                : new RemovalRun(place.run(), journal).takeDown(found).thenAccept(gone -> {}));
    }

    private static Optional<Instant> recountDue(Workplace place, Lease lease) {
        return lease.tookOver() ? Optional.of(place.time().now().plus(SIGNATURE_WINDOW)) : Optional.empty();
    }

    // ---- uninstall

    /** What an uninstall would find. */
    public Conducted<Results.Farewell> uninstallPlan(String region, String mesh, boolean crds) {
        return frame.conduct(region, "uninstall plan", (place, journal) -> inventory(place, mesh)
                .thenCompose(cloud -> userData(place, mesh).thenCompose(data -> Frame.sight(place, mesh)
                        .thenCompose(cluster -> cluster.isEmpty()
                                ? CompletableFuture.completedFuture(
                                        new Results.Farewell(cloud, data, List.of(), List.of(), List.of()))
                                : farewell(place, mesh, cloud, data, cluster.get(), crds)))));
    }

    private CompletableFuture<Results.Farewell> farewell(
            Workplace place,
            String mesh,
            List<Removal> cloud,
            List<String> data,
            StandingCluster cluster,
            boolean crds) {
        LockedOut door = new LockedOut(place, mesh, cluster.stays());
        return inside(place, mesh, cluster, crds)
                .thenCompose(
                        within -> place.run().look(Frame.id("inventory", mesh), "configuration", Set.of(), step -> {
                            KubernetesSession session = place.on(cluster.api());
                            boolean goes = crds || !cluster.stays();
                            return new Results.Farewell(
                                    Stream.concat(within.stream(), cloud.stream())
                                            .toList(),
                                    data,
                                    goes ? settings.installer().configuration(session, step) : List.of(),
                                    proxies(session, step),
                                    List.of());
                        }))
                .exceptionally(failure -> new Results.Farewell(
                        Stream.concat(door.insteadOf(failure).stream(), cloud.stream())
                                .toList(),
                        data,
                        List.of(),
                        List.of(),
                        door.notes()));
    }

    private List<String> proxies(KubernetesSession session, Step step) {
        return settings.installer().revisions().report(session, step).proxies().stream()
                .filter(proxy -> !proxy.workload().isEmpty())
                .map(proxy -> proxy.workload() + " in " + proxy.namespace())
                .distinct()
                .toList();
    }

    /**
     * @param crds Istio's kinds go too
     * @param volumes what holds the user's data goes too, at the end
     */
    public Conducted<Results.TakenDown> uninstall(String region, String mesh, boolean crds, boolean volumes) {
        return frame.conduct(
                region,
                "uninstall",
                (place, journal) ->
                        frame.holding(place, mesh, lease -> leave(place, journal, lease, mesh, crds, volumes)));
    }

    /**
     * Uninstalls the mesh if it has expired, which is looked up once nobody else can install it any more: an install may
     * have been quicker than the sweep. Empty where it has not.
     */
    public Conducted<Optional<Results.TakenDown>> sweep(String region, String mesh) {
        return frame.conduct(
                region,
                "sweep",
                (place, journal) -> frame.holding(place, mesh, lease -> expired(place, mesh)
                        .thenCompose(due -> due
                                ? leave(place, journal, lease, mesh, false, false)
                                        .thenApply(Optional::of)
                                : inventory(place, mesh)
                                        .thenCompose(left -> left.isEmpty()
                                                ? lease.deleteAll()
                                                : CompletableFuture.<Void>completedFuture(null))
                                        .thenApply(done -> Optional.empty()))));
    }

    private static CompletableFuture<Boolean> expired(Workplace place, String mesh) {
        return place.run().look(Frame.id("expiry", mesh), "read", Set.of(), step -> place.cloud()
                .expiry(mesh, step)
                .filter(expires -> !expires.isAfter(step.now()))
                .isPresent());
    }

    private CompletableFuture<Results.TakenDown> leave(
            Workplace place, Journal journal, Lease lease, String mesh, boolean crds, boolean volumes) {
        place.run().emit(new RunStarted(place.time().now(), "uninstall", mesh, 0));
        List<String> removed = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        return announce(place, mesh, volumes)
                .thenCompose(announced -> Frame.sight(place, mesh))
                .thenCompose(cluster -> (cluster.isEmpty()
                                ? CompletableFuture.completedFuture(List.<Removal>of())
                                : emptyCluster(place, journal, mesh, cluster.get(), crds, notes, removed))
                        // What is left in a cluster that stays still needs what is ours around it.
                        .thenCompose(inside -> inside.isEmpty()
                                ? outside(place, journal, mesh, volumes, removed)
                                : inventory(place, mesh).thenApply(left -> Stream.concat(inside.stream(), left.stream())
                                        .toList())))
                .thenCompose(remaining -> userData(place, mesh).thenCompose(kept -> (remaining.isEmpty()
                                ? lease.deleteAll()
                                : CompletableFuture.<Void>completedFuture(null))
                        .thenApply(done -> new Results.TakenDown(
                                removed,
                                remaining.stream().map(Conductor::named).toList(),
                                kept,
                                notes,
                                journal.timeline(place.calls())))));
    }

    /** Says what will stay and why, before anything is deleted. */
    private static CompletableFuture<Void> announce(Workplace place, String mesh, boolean volumes) {
        return inventory(place, mesh).thenCompose(found -> userData(place, mesh).thenAccept(kept -> {
            Instant now = place.time().now();
            found.stream().filter(removal -> !removal.heldBy().isEmpty()).forEach(held -> place.run()
                    .emit(new ResourceKept(now, held.title(), holders(held))));
            if (!volumes) {
                kept.forEach(data -> place.run().emit(new ResourceKept(now, data, "it holds the user's data")));
            }
        }));
    }

    private static CompletableFuture<List<Removal>> data(Workplace place, String mesh) {
        return place.run().look(Frame.id("inventory", mesh), "data", Set.of(), step -> place.cloud()
                .dataInventory(mesh, step));
    }

    /** What is still in use stays, and is named: nobody loses data of a cluster that goes on. */
    private static CompletableFuture<Void> takeData(
            Workplace place, Journal journal, String mesh, List<String> removed) {
        return data(place, mesh).thenCompose(found -> {
            found.stream().filter(data -> !data.heldBy().isEmpty()).forEach(held -> place.run()
                    .emit(new ResourceKept(place.time().now(), held.title(), holders(held))));
            return Frame.takeDown(place, journal, free(found), removed);
        });
    }

    private static CompletableFuture<List<String>> userData(Workplace place, String mesh) {
        return data(place, mesh)
                .thenApply(found -> found.stream().map(Removal::title).toList());
    }

    private static CompletableFuture<List<Removal>> inventory(Workplace place, String mesh) {
        return place.run().look(Frame.id("inventory", mesh), "scan", Set.of(), step -> place.cloud()
                .inventory(mesh, step));
    }

    private static String holders(Removal held) {
        return "held by " + String.join(", ", held.heldBy());
    }

    private static String named(Removal left) {
        return left.heldBy().isEmpty() ? left.title() : left.title() + ", " + holders(left);
    }

    private CompletableFuture<List<Removal>> outside(
            Workplace place, Journal journal, String mesh, boolean volumes, List<String> removed) {
        return scan(place, journal, mesh, removed, 0).thenCompose(left -> (volumes
                        ? takeData(place, journal, mesh, removed)
                        : CompletableFuture.<Void>completedFuture(null))
                .thenApply(done -> left));
    }

    /** Answers what a last look finds inside a cluster that stays. */
    private CompletableFuture<List<Removal>> emptyCluster(
            Workplace place,
            Journal journal,
            String mesh,
            StandingCluster cluster,
            boolean crds,
            List<String> notes,
            List<String> removed) {
        LockedOut door = new LockedOut(place, mesh, cluster.stays());
        return inside(place, mesh, cluster, crds)
                .exceptionally(door::insteadOf)
                .thenCompose(found -> Frame.takeDown(
                        place, journal, free(found).stream().map(door::guarded).toList(), removed))
                .thenRun(() -> notes.addAll(door.notes()))
                .thenCompose(done -> cluster.stays()
                        ? inside(place, mesh, cluster, crds)
                        : CompletableFuture.completedFuture(List.of()));
    }

    private static List<Removal> free(List<Removal> found) {
        return found.stream().filter(removal -> removal.heldBy().isEmpty()).toList();
    }

    private CompletableFuture<List<Removal>> inside(
            Workplace place, String mesh, StandingCluster cluster, boolean crds) {
        return place.run().look(Frame.id("inventory", mesh), "mesh", Set.of(), step -> settings.installer()
                .inventory(place.on(cluster.api()), new Departure(mesh, cluster.stays(), crds), step));
    }

    /** Scans, removes, and scans again until a scan finds nothing but what others hold. */
    private CompletableFuture<List<Removal>> scan(
            Workplace place, Journal journal, String mesh, List<String> removed, int scans) {
        return inventory(place, mesh).thenCompose(found -> {
            List<Removal> free = free(found);
            return free.isEmpty() || scans >= MOST_SCANS
                    ? CompletableFuture.completedFuture(found)
                    : Frame.takeDown(place, journal, free, removed)
                            .thenCompose(done -> scan(place, journal, mesh, removed, scans + 1));
        });
    }

    // ---- the mesh's own user

    /** Makes a user that may do what the spec takes, and hands its key over. */
    public Conducted<Void> issueKey(MeshSpec spec, UserGrant grant, Consumer<IssuedKey> receiver) {
        return frame.conduct(
                spec.region(),
                "issue a key",
                (place, journal) -> frame.holding(place, spec.name(), lease -> resolve(place, spec)
                        .thenCompose(resolved -> grant(place, resolved, grant).thenCompose(policy -> {
                            Graph.Builder graph = Graph.builder();
                            place.cloud().addUser(graph, resolved, policy, receiver);
                            return Survey.take(place.run(), graph.build())
                                    .thenCompose(survey -> Frame.bringUp(
                                            place, journal, "issue a key", spec.name(), survey, Replacements.NONE));
                        }))));
    }

    private CompletableFuture<Optional<IamPolicy>> grant(Workplace place, MeshSpec spec, UserGrant grant) {
        return grant == UserGrant.ADMINISTRATOR
                ? CompletableFuture.completedFuture(Optional.empty())
                : iamPolicy(place, spec, graph(place, spec)).thenApply(Optional::of);
    }

    /** Takes the user away, and its keys; answers what was removed. */
    public Conducted<List<String>> revokeKey(String region, String mesh) {
        List<String> removed = new ArrayList<>();
        return frame.conduct(
                region,
                "revoke",
                (place, journal) -> frame.holding(place, mesh, lease -> place.run()
                        .look(Frame.id("inventory", mesh), "user", Set.of(), step -> place.cloud()
                                .userInventory(mesh, step))
                        .thenCompose(found -> Frame.takeDown(place, journal, found, removed))
                        .thenCompose(done -> inventory(place, mesh))
                        .thenCompose(left ->
                                left.isEmpty() ? lease.deleteAll() : CompletableFuture.<Void>completedFuture(null))
                        .thenApply(done -> List.copyOf(removed))));
    }

    // ---- looking around

    /** Whether the caller may do what a spec takes; changes nothing. */
    public Conducted<PermissionReport> permissions(MeshSpec spec) {
        return frame.conduct(spec.region(), "permissions", (place, journal) -> resolve(place, spec)
                .thenCompose(resolved -> iamPolicy(place, resolved, graph(place, resolved))
                        .thenCompose(policy -> place.run()
                                .look(Frame.id("permissions", resolved.name()), "check", Set.of(), step -> place.cloud()
                                        .permissions(resolved, policy, step)))));
    }

    /** What the cloud asks for what a spec takes; empty where it cannot say. */
    public Conducted<Optional<PriceTable>> prices(MeshSpec spec) {
        return frame.conduct(spec.region(), "prices", (place, journal) -> resolve(place, spec)
                .thenCompose(resolved -> place.run()
                        .look(Frame.id("prices", resolved.name()), "list", Set.of(), step -> place.cloud()
                                .prices(resolved, step))));
    }

    /** The images that a spec needs; asks neither cloud nor cluster. */
    public Conducted<List<MeshImage>> images(MeshSpec spec) {
        return frame.conduct(spec.region(), "images", (place, journal) -> place.run()
                .look(Frame.id("images", spec.name()), "render", Set.of(), step -> settings.installer()
                        .images(spec, settings.downloads(), place.on(NOWHERE).charts()::template)));
    }

    /** The Kubernetes versions on offer. */
    public Conducted<List<String>> kubernetesVersions(String region) {
        return frame.conduct(region, "versions", (place, journal) -> place.run()
                .look(Frame.id("inventory", region), "versions", Set.of(), step -> place.cloud()
                        .kubernetesVersions(step)));
    }

    /** The meshes of the region that have expired. */
    public Conducted<List<CloudSession.MeshSummary>> expired(String region) {
        return frame.conduct(region, "expired", (place, journal) -> place.run()
                .look(Frame.id("inventory", region), "expired", Set.of(), step -> place.cloud().meshes(step).stream()
                        .filter(mesh -> mesh.expires()
                                .filter(expires -> !expires.isAfter(step.now()))
                                .isPresent())
                        .toList()));
    }

    public Conducted<List<CloudSession.MeshSummary>> meshes(String region) {
        return frame.conduct(region, "meshes", (place, journal) -> place.run()
                .look(Frame.id("inventory", region), "meshes", Set.of(), step -> place.cloud()
                        .meshes(step)));
    }
}
