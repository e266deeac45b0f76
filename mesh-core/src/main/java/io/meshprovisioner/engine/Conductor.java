package io.meshprovisioner.engine;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.event.MeshEvent.ResourceKept;
import io.meshprovisioner.event.MeshEvent.RunFinished;
import io.meshprovisioner.event.MeshEvent.RunStarted;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.CloudSession.CloudRefs;
import io.meshprovisioner.spi.Departure;
import io.meshprovisioner.spi.IssuedKey;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshCertificate;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.spi.MeshTopology;
import io.meshprovisioner.spi.RevisionInstaller;
import io.meshprovisioner.spi.RevisionReport;
import io.meshprovisioner.spi.SmokeReport;
import io.meshprovisioner.spi.UserGrant;
import io.meshprovisioner.spi.WorkloadInstaller;
import io.meshprovisioner.spi.WorkloadReport;
import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
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

    private final RunSettings settings;
    private final UnaryOperator<Graph> shape;

    public Conductor(RunSettings settings) {
        this(settings, UnaryOperator.identity());
    }

    /** @param shape changes the graph before it is run; for tests that drop an edge */
    public Conductor(RunSettings settings, UnaryOperator<Graph> shape) {
        this.settings = settings;
        this.shape = shape;
    }

    // ---- install and preview

    public Conducted<Results.Installed> install(MeshSpec spec) {
        return conduct(spec.region(), "install", (place, journal) -> resolve(place, spec)
                .thenCompose(resolved -> holding(place, resolved.name(), lease -> {
                    Graph graph = graph(place, resolved);
                    return survey(place, resolved, graph)
                            .thenCompose(survey -> bringUp(place, journal, "install", resolved.name(), survey))
                            .thenCompose(done -> removeSuperfluous(place, journal, resolved.name()))
                            .thenCompose(done -> forgetPredecessors(place, lease, resolved.name()))
                            .thenApply(done -> new Results.Installed(
                                    resolved, journal.timeline(place.calls()), recountDue(place, lease)));
                })));
    }

    public Conducted<Results.Surveyed> survey(MeshSpec spec) {
        return conduct(spec.region(), "plan", (place, journal) -> resolve(place, spec)
                .thenCompose(resolved -> survey(place, resolved, graph(place, resolved))
                        .thenCompose(survey -> iamPolicy(place, resolved, survey.graph())
                                .thenApply(policy -> new Results.Surveyed(resolved, found(survey), policy)))));
    }

    private static CompletableFuture<IamPolicy> iamPolicy(Workplace place, MeshSpec spec, Graph graph) {
        return place.run().look(id("policy", spec.name()), "write", Set.of(), step -> place.cloud()
                .iamPolicy(spec, graph.resources(), step));
    }

    private static CompletableFuture<Survey> survey(Workplace place, MeshSpec spec, Graph graph) {
        return place.run()
                .look(id("inventory", spec.name()), "survey", Set.of(), step -> {
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
                .look(id("preflight", spec.name()), "resolve", Set.of(), step -> place.cloud()
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
                        new MeshInstaller.Surroundings(cloud.api(), cloud.nodes(), place, settings.downloads()));
        return shape.apply(graph.build());
    }

    private static CompletableFuture<Void> bringUp(
            Workplace place, Journal journal, String what, String mesh, Survey survey) {
        GraphRun.refuseReplacements(survey);
        Graph graph = survey.graph();
        for (Resource<?> resource : graph.resources()) {
            journal.expect(resource.id(), resource.pace().expected(), graph.prerequisites(resource.id()));
        }
        place.run()
                .emit(new RunStarted(
                        place.time().now(), what, mesh, graph.resources().size()));
        return new GraphRun(place.run(), survey, journal).bringUp();
    }

    private CompletableFuture<Void> removeSuperfluous(Workplace place, Journal journal, String mesh) {
        return place.run()
                .look(id("inventory", mesh), "superfluous", Set.of(), step -> place.cloud()
                        .superfluous(mesh, step))
                .thenCompose(superfluous -> superfluous.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : new RemovalRun(place.run(), journal).takeDown(superfluous));
    }

    private CompletableFuture<Boolean> forgetPredecessors(Workplace place, Lease lease, String mesh) {
        return place.run().change(id("lease", mesh), "forget", Set.of(), Run.ALL, step -> {
            lease.forgetPredecessors(step);
            return true;
        });
    }

    private static Optional<Instant> recountDue(Workplace place, Lease lease) {
        return lease.tookOver() ? Optional.of(place.time().now().plus(SIGNATURE_WINDOW)) : Optional.empty();
    }

    // ---- uninstall

    /** What an uninstall would find. */
    public Conducted<Results.Farewell> uninstallPlan(String region, String mesh, boolean crds) {
        return conduct(region, "uninstall plan", (place, journal) -> inventory(place, mesh)
                .thenCompose(cloud -> userData(place, mesh).thenCompose(data -> sight(place, mesh)
                        .thenCompose(access -> access.isEmpty()
                                ? CompletableFuture.completedFuture(
                                        new Results.Farewell(cloud, data, List.of(), List.of()))
                                : inside(place, mesh, access.get(), crds).thenCompose(within -> place.run()
                                        .look(id("inventory", mesh), "configuration", Set.of(), step -> {
                                            KubernetesSession session = place.on(access.get());
                                            boolean goes =
                                                    crds || !place.cloud().clusterStays();
                                            return new Results.Farewell(
                                                    Stream.concat(within.stream(), cloud.stream())
                                                            .toList(),
                                                    data,
                                                    goes
                                                            ? settings.installer()
                                                                    .configuration(session, step)
                                                            : List.of(),
                                                    proxies(session, step));
                                        }))))));
    }

    private List<String> proxies(KubernetesSession session, Step step) {
        return settings.installer().revisions().report(session, step).proxies().stream()
                .filter(proxy -> !proxy.workload().isEmpty())
                .map(proxy -> proxy.workload() + " in " + proxy.namespace())
                .distinct()
                .toList();
    }

    /** @param crds Istio's kinds go too */
    public Conducted<Results.TakenDown> uninstall(String region, String mesh, boolean crds) {
        return conduct(
                region,
                "uninstall",
                (place, journal) -> holding(place, mesh, lease -> {
                    place.run().emit(new RunStarted(place.time().now(), "uninstall", mesh, 0));
                    List<String> removed = new ArrayList<>();
                    return announce(place, mesh)
                            .thenCompose(announced -> sight(place, mesh))
                            .thenCompose(access -> (access.isEmpty()
                                            ? CompletableFuture.<Void>completedFuture(null)
                                            : emptyCluster(place, journal, mesh, access.get(), crds, removed))
                                    .thenCompose(done -> scan(place, journal, mesh, removed, 0))
                                    .thenCompose(left -> stillInside(place, mesh, access, crds)
                                            .thenApply(inside -> Stream.concat(left.stream(), inside.stream())
                                                    .toList())))
                            .thenCompose(remaining -> userData(place, mesh).thenCompose(kept -> (remaining.isEmpty()
                                            ? lease.deleteAll()
                                            : CompletableFuture.<Void>completedFuture(null))
                                    .thenApply(done -> new Results.TakenDown(
                                            removed,
                                            remaining.stream()
                                                    .map(Conductor::named)
                                                    .toList(),
                                            kept,
                                            journal.timeline(place.calls())))));
                }));
    }

    /** Says what will stay and why, before anything is deleted. */
    private static CompletableFuture<Void> announce(Workplace place, String mesh) {
        return inventory(place, mesh).thenCompose(found -> userData(place, mesh).thenAccept(kept -> {
            Instant now = place.time().now();
            found.stream().filter(removal -> !removal.heldBy().isEmpty()).forEach(held -> place.run()
                    .emit(new ResourceKept(now, held.title(), holders(held))));
            kept.forEach(data -> place.run().emit(new ResourceKept(now, data, "it holds the user's data")));
        }));
    }

    private static CompletableFuture<List<String>> userData(Workplace place, String mesh) {
        return place.run().look(id("inventory", mesh), "data", Set.of(), step -> place.cloud()
                .userData(mesh, step));
    }

    private static CompletableFuture<List<Removal>> inventory(Workplace place, String mesh) {
        return place.run().look(id("inventory", mesh), "scan", Set.of(), step -> place.cloud()
                .inventory(mesh, step));
    }

    private static String holders(Removal held) {
        return "held by " + String.join(", ", held.heldBy());
    }

    private static String named(Removal left) {
        return left.heldBy().isEmpty() ? left.title() : left.title() + ", " + holders(left);
    }

    private CompletableFuture<Optional<ApiAccess>> sight(Workplace place, String mesh) {
        return place.run().look(id("inventory", mesh), "cluster", Set.of(), step -> place.cloud()
                .cluster(mesh, step));
    }

    /** Where the API does not answer, the cloud's own tags find what its controllers made. */
    private CompletableFuture<Void> emptyCluster(
            Workplace place, Journal journal, String mesh, ApiAccess access, boolean crds, List<String> removed) {
        return inside(place, mesh, access, crds)
                .exceptionally(failure -> {
                    if (Run.unwrap(failure) instanceof ServiceFailureException
                            && !place.cloud().clusterStays()) {
                        return List.of();
                    }
                    throw GraphRun.asMeshException(Run.unwrap(failure));
                })
                .thenCompose(found -> takeDown(place, journal, free(found), removed));
    }

    private static List<Removal> free(List<Removal> found) {
        return found.stream().filter(removal -> removal.heldBy().isEmpty()).toList();
    }

    private CompletableFuture<List<Removal>> inside(Workplace place, String mesh, ApiAccess access, boolean crds) {
        return place.run().look(id("inventory", mesh), "mesh", Set.of(), step -> settings.installer()
                .inventory(place.on(access), new Departure(place.cloud().clusterStays(), crds), step));
    }

    /** What a last look finds inside a cluster that stays. */
    private CompletableFuture<List<Removal>> stillInside(
            Workplace place, String mesh, Optional<ApiAccess> access, boolean crds) {
        return access.isPresent() && place.cloud().clusterStays()
                ? inside(place, mesh, access.get(), crds)
                : CompletableFuture.completedFuture(List.of());
    }

    private static CompletableFuture<Void> takeDown(
            Workplace place, Journal journal, List<Removal> found, List<String> removed) {
        return new RemovalRun(place.run(), journal)
                .takeDown(found)
                .thenRun(() -> found.forEach(removal -> removed.add(removal.title())));
    }

    /** Scans, removes, and scans again until a scan finds nothing but what others hold. */
    private CompletableFuture<List<Removal>> scan(
            Workplace place, Journal journal, String mesh, List<String> removed, int scans) {
        return inventory(place, mesh).thenCompose(found -> {
            List<Removal> free = free(found);
            return free.isEmpty() || scans >= MOST_SCANS
                    ? CompletableFuture.completedFuture(found)
                    : takeDown(place, journal, free, removed)
                            .thenCompose(done -> scan(place, journal, mesh, removed, scans + 1));
        });
    }

    // ---- the mesh's own user

    /** Makes a user that may do what the spec takes, and hands its key over. */
    public Conducted<Void> issueKey(MeshSpec spec, UserGrant grant, Consumer<IssuedKey> receiver) {
        return conduct(
                spec.region(),
                "issue a key",
                (place, journal) -> holding(place, spec.name(), lease -> resolve(place, spec)
                        .thenCompose(resolved -> grant(place, resolved, grant).thenCompose(policy -> {
                            Graph.Builder graph = Graph.builder();
                            place.cloud().addUser(graph, resolved, policy, receiver);
                            return Survey.take(place.run(), graph.build())
                                    .thenCompose(survey -> bringUp(place, journal, "issue a key", spec.name(), survey));
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
        return conduct(
                region,
                "revoke",
                (place, journal) -> holding(place, mesh, lease -> place.run()
                        .look(id("inventory", mesh), "user", Set.of(), step -> place.cloud()
                                .userInventory(mesh, step))
                        .thenCompose(found -> takeDown(place, journal, found, removed))
                        .thenCompose(done -> inventory(place, mesh))
                        .thenCompose(left ->
                                left.isEmpty() ? lease.deleteAll() : CompletableFuture.<Void>completedFuture(null))
                        .thenApply(done -> List.copyOf(removed))));
    }

    // ---- workloads

    /** Brings a workload into the cluster of a mesh and waits until it is ready. */
    public Conducted<WorkloadReport> deploy(String region, String mesh, WorkloadSpec workload) {
        WorkloadInstaller workloads = settings.installer().workloads();
        return conduct(
                region,
                "deploy",
                (place, journal) ->
                        holding(place, mesh, lease -> reached(place, mesh).thenCompose(access -> inside(
                                        place,
                                        journal,
                                        "deploy",
                                        mesh,
                                        access,
                                        (graph, api) -> workloads.addTo(graph, workload, api, place))
                                .thenCompose(done -> place.run()
                                        .look(id("workload", workload.name()), "report", Set.of(), step -> workloads
                                                .report(place.on(access), workload.namespace(), workload.name(), step)
                                                .orElseThrow())))));
    }

    /** Sends requests to a workload and tells what came of them; what sent them is gone before and after. */
    public Conducted<SmokeReport> smokeTest(String region, String mesh, WorkloadSpec workload) {
        WorkloadInstaller workloads = settings.installer().workloads();
        return conduct(
                region,
                "smoke test",
                (place, journal) -> holding(place, mesh, lease -> reached(place, mesh)
                        .thenCompose(access -> withoutSenders(place, journal, access, workload)
                                .thenCompose(gone -> inside(
                                        place,
                                        journal,
                                        "smoke test",
                                        mesh,
                                        access,
                                        (graph, api) -> workloads.addSmokeTest(graph, workload, api, place)))
                                .thenCompose(done -> place.run()
                                        .look(
                                                id("workload", workload.name()),
                                                "answers",
                                                Set.of(),
                                                step -> workloads.smokeReport(place.on(access), workload, step)))
                                .thenCompose(report -> withoutSenders(place, journal, access, workload)
                                        .thenApply(gone -> report)))));
    }

    private CompletableFuture<Void> withoutSenders(
            Workplace place, Journal journal, ApiAccess access, WorkloadSpec workload) {
        return place.run()
                .look(id("workload", workload.name()), "senders", Set.of(), step -> settings.installer()
                        .workloads()
                        .smokeInventory(place.on(access), workload, step))
                .thenCompose(found -> takeDown(place, journal, found, new ArrayList<>()));
    }

    /** Brings up a graph whose root is the API of a cluster that stands. */
    private static CompletableFuture<Void> inside(
            Workplace place,
            Journal journal,
            String what,
            String mesh,
            ApiAccess access,
            BiConsumer<Graph.Builder, Ref<ApiAccess>> content) {
        Graph.Builder graph = Graph.builder();
        content.accept(graph, graph.add(new KnownApi(access)));
        return Survey.take(place.run(), graph.build())
                .thenCompose(survey -> bringUp(place, journal, what, mesh, survey));
    }

    /** Takes a workload away; answers what was removed. */
    public Conducted<List<String>> withdraw(String region, String mesh, String namespace, String name) {
        return takeAway(region, mesh, "withdraw", (session, step) -> settings.installer()
                .workloads()
                .inventory(session, namespace, name, step));
    }

    /** Takes away what is found in the cluster of a mesh; answers what was removed. */
    private Conducted<List<String>> takeAway(
            String region, String mesh, String what, BiFunction<KubernetesSession, Step, List<Removal>> inventory) {
        return conduct(
                region,
                what,
                (place, journal) -> holding(place, mesh, lease -> reached(place, mesh)
                        .thenCompose(access -> takeAway(place, journal, mesh, access, inventory))));
    }

    private static CompletableFuture<List<String>> takeAway(
            Workplace place,
            Journal journal,
            String mesh,
            ApiAccess access,
            BiFunction<KubernetesSession, Step, List<Removal>> inventory) {
        List<String> removed = new ArrayList<>();
        return place.run()
                .look(id("inventory", mesh), "found", Set.of(), step -> inventory.apply(place.on(access), step))
                .thenCompose(found -> takeDown(place, journal, found, removed))
                .thenApply(done -> List.copyOf(removed));
    }

    // ---- control planes beside each other

    public Conducted<RevisionReport> revisions(String region, String mesh) {
        return conduct(
                region, "revisions", (place, journal) -> reached(place, mesh).thenCompose(access -> place.run()
                        .look(id("mesh", mesh), "revisions", Set.of(), step -> settings.installer()
                                .revisions()
                                .report(place.on(access), step))));
    }

    public Conducted<Void> tagRevision(String region, String mesh, String tag, String revision) {
        return change(
                region,
                mesh,
                "tag",
                place -> (graph, api) -> settings.installer().revisions().addTag(graph, tag, revision, api, place));
    }

    public Conducted<List<String>> untagRevision(String region, String mesh, String tag) {
        return takeAway(region, mesh, "untag", (session, step) -> settings.installer()
                .revisions()
                .tagInventory(session, tag, step));
    }

    public Conducted<Void> moveToRevision(String region, String mesh, String namespace, String to) {
        return change(
                region,
                mesh,
                "move",
                place -> (graph, api) -> settings.installer().revisions().addMove(graph, namespace, to, api, place));
    }

    /** Sees that nothing hangs on it any more, and only then takes it away, under one lease. */
    public Conducted<List<String>> removeRevision(String region, String mesh, String revision) {
        RevisionInstaller revisions = settings.installer().revisions();
        return conduct(
                region,
                "remove",
                (place, journal) ->
                        holding(place, mesh, lease -> reached(place, mesh).thenCompose(access -> inside(
                                        place,
                                        journal,
                                        "remove",
                                        mesh,
                                        access,
                                        (graph, api) -> revisions.addFarewell(graph, revision, api, place))
                                .thenCompose(done -> takeAway(
                                        place,
                                        journal,
                                        mesh,
                                        access,
                                        (session, step) -> revisions.inventory(session, revision, step))))));
    }

    /** Brings up a graph inside the cluster of a mesh. */
    private Conducted<Void> change(
            String region,
            String mesh,
            String what,
            Function<Workplace, BiConsumer<Graph.Builder, Ref<ApiAccess>>> content) {
        return conduct(
                region,
                what,
                (place, journal) -> holding(place, mesh, lease -> reached(place, mesh)
                        .thenCompose(access -> inside(place, journal, what, mesh, access, content.apply(place)))));
    }

    private CompletableFuture<ApiAccess> reached(Workplace place, String mesh) {
        return sight(place, mesh).thenApply(access -> access.orElseThrow(() -> unreachable(mesh)));
    }

    private static ServiceFailureException unreachable(String mesh) {
        return new ServiceFailureException(Failure.of(
                "The cluster of mesh \"" + mesh + "\" does not answer.", "Look at status(), or install() it first."));
    }

    // ---- looking

    public Conducted<Results.Sighting> look(String region, String mesh) {
        return conduct(region, "status", (place, journal) -> sight(place, mesh)
                .thenCompose(access -> access.isEmpty()
                        ? CompletableFuture.completedFuture(new Results.Sighting(access, Optional.empty()))
                        : place.run()
                                .look(id("mesh", mesh), "report", Set.of(), step -> settings.installer()
                                        .report(place.on(access.get()), step))
                                .thenApply(report -> new Results.Sighting(access, Optional.of(report)))));
    }

    /** What the mesh consists of. */
    public Conducted<MeshTopology> topology(String region, String mesh) {
        return conduct(
                region, "topology", (place, journal) -> reached(place, mesh).thenCompose(access -> place.run()
                        .look(id("mesh", mesh), "topology", Set.of(), step -> settings.installer()
                                .topology(place.on(access), step))));
    }

    /** The certificates that the mesh hangs on. */
    public Conducted<List<MeshCertificate>> certificates(String region, String mesh) {
        return conduct(
                region, "certificates", (place, journal) -> reached(place, mesh).thenCompose(access -> place.run()
                        .look(id("mesh", mesh), "certificates", Set.of(), step -> settings.installer()
                                .certificates(place.on(access), step))));
    }

    /** The Kubernetes versions on offer. */
    public Conducted<List<String>> kubernetesVersions(String region) {
        return conduct(region, "versions", (place, journal) -> place.run()
                .look(id("inventory", region), "versions", Set.of(), step -> place.cloud()
                        .kubernetesVersions(step)));
    }

    public Conducted<List<CloudSession.MeshSummary>> meshes(String region) {
        return conduct(region, "meshes", (place, journal) -> place.run()
                .look(id("inventory", region), "meshes", Set.of(), step -> place.cloud()
                        .meshes(step)));
    }

    /** Works in the mesh's cluster: one step with the session on it. */
    public <T> Conducted<T> inCluster(
            String region, String mesh, String what, BiFunction<KubernetesSession, Step, T> work) {
        return conduct(region, what, (place, journal) -> step(place, mesh, what, work));
    }

    /** Steps in the mesh's cluster that may change it, side by side as far as the run's concurrency allows. */
    public interface ClusterSteps {
        <T> CompletableFuture<T> step(String what, BiFunction<KubernetesSession, Step, T> work);
    }

    /** The same for work in several steps. */
    public <T> Conducted<T> inStepsInCluster(
            String region, String mesh, String what, Function<ClusterSteps, CompletableFuture<T>> work) {
        return conduct(region, what, (place, journal) -> reached(place, mesh)
                .thenCompose(access -> work.apply(new ClusterSteps() {
                    @Override
                    public <S> CompletableFuture<S> step(String part, BiFunction<KubernetesSession, Step, S> partOf) {
                        return place.run()
                                .change(
                                        id("mesh", mesh),
                                        what + " " + part,
                                        Set.of(),
                                        Run.ALL,
                                        step -> partOf.apply(place.on(access), step));
                    }
                })));
    }

    /** The same for work that goes on after the step: the session stays open until what this gives is closed. */
    public Conducted<AutoCloseable> openInCluster(
            String region, String mesh, String what, BiFunction<KubernetesSession, Step, AutoCloseable> work) {
        return conduct(
                region,
                what,
                (place, journal) -> step(place, mesh, what, work).<AutoCloseable>thenApply(opened -> () -> {
                    try {
                        opened.close();
                    } finally {
                        place.close();
                    }
                }),
                true);
    }

    private <T> CompletableFuture<T> step(
            Workplace place, String mesh, String what, BiFunction<KubernetesSession, Step, T> work) {
        return reached(place, mesh).thenCompose(access -> place.run()
                .change(id("mesh", mesh), what, Set.of(), Run.ALL, step -> work.apply(place.on(access), step)));
    }

    // ---- the frame

    /** Runs {@code work} as the one writer, and gives the lease back whatever comes. */
    private <T> CompletableFuture<T> holding(Workplace place, String mesh, Function<Lease, CompletableFuture<T>> work) {
        Lease lease = new Lease(place.run(), place.cloud().leases(mesh), mesh, settings.runId());
        return lease.acquire()
                .thenCompose(work)
                .handle((value, failure) -> lease.release().thenApply(done -> {
                    if (failure != null) {
                        throw GraphRun.asMeshException(Run.unwrap(failure));
                    }
                    return value;
                }))
                .thenCompose(Function.identity());
    }

    private <T> Conducted<T> conduct(
            String region, String what, BiFunction<Workplace, Journal, CompletableFuture<T>> work) {
        return conduct(region, what, work, false);
    }

    /** @param open whether the workplace stays open after a success, for the result to close */
    private <T> Conducted<T> conduct(
            String region, String what, BiFunction<Workplace, Journal, CompletableFuture<T>> work, boolean open) {
        Workplace place = new Workplace(settings, region, what);
        Run run = place.run();
        Time time = place.time();
        Journal journal = new Journal(time);
        Time.Scheduled deadline =
                time.after(settings.timeout(), run.name() + "/deadline", () -> run.deadline(settings.timeout()));
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<T> body;
        try {
            body = work.apply(place, journal);
        } catch (RuntimeException | Error failure) {
            body = CompletableFuture.failedFuture(failure);
        }
        body.whenComplete((value, failure) -> {
            deadline.cancel();
            try {
                run.emit(new RunFinished(time.now(), what, failure == null, timeline(place, journal)));
            } finally {
                // Closing joins no thread, so it may run on any of them.
                if (failure != null || !open) {
                    place.close();
                }
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(known(Run.unwrap(failure)));
                }
            }
        });
        return new Conducted<>(run, time, journal, result);
    }

    private static Timeline timeline(Workplace place, Journal journal) {
        return journal.timeline(place.calls());
    }

    private static MeshException known(Throwable failure) {
        if (failure instanceof CallFailure call) {
            return new ServiceFailureException(Failure.of("A call failed.", "Run again.")
                    .answered(call.error())
                    .causedBy(call));
        }
        return GraphRun.asMeshException(failure);
    }

    private static ResourceId id(String kind, String name) {
        return new ResourceId(kind, name);
    }
}
