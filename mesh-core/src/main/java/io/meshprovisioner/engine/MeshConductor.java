package io.meshprovisioner.engine;

import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.SmokeSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.CloudSession.StandingCluster;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.LoadBalancerAddress;
import io.meshprovisioner.spi.MeshCertificate;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.spi.MeshProxy;
import io.meshprovisioner.spi.MeshReport;
import io.meshprovisioner.spi.MeshTopology;
import io.meshprovisioner.spi.RevisionInstaller;
import io.meshprovisioner.spi.RevisionReport;
import io.meshprovisioner.spi.SmokeReport;
import io.meshprovisioner.spi.TargetHealth;
import io.meshprovisioner.spi.WorkloadInstaller;
import io.meshprovisioner.spi.WorkloadReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says in which order the parts of a run come that works in the cluster of a mesh, which is known by region and name. Each
 * operation opens a workplace of its own and closes it at its end. Not for users: {@link io.meshprovisioner.Mesh} is.
 */
public final class MeshConductor {
    private final Frame frame;
    private final MeshInstaller installer;

    public MeshConductor(RunSettings settings) {
        this.frame = new Frame(settings);
        this.installer = settings.installer();
    }

    // ---- workloads

    /** Brings a workload into the cluster of a mesh and waits until it is ready. */
    public Conducted<WorkloadReport> deploy(String region, String mesh, WorkloadSpec workload) {
        WorkloadInstaller workloads = installer.workloads();
        return held(region, mesh, "deploy", (place, journal, access) -> inside(
                        place,
                        journal,
                        "deploy",
                        mesh,
                        access,
                        (graph, api) -> workloads.addTo(graph, workload, api, place))
                .thenCompose(done -> place.run()
                        .look(Frame.id("workload", workload.name()), "report", Set.of(), step -> workloads
                                .report(place.on(access), workload.namespace(), workload.name(), step)
                                .orElseThrow())));
    }

    /** Sends requests to a workload and tells what came of them; what sent them is gone before and after. */
    public Conducted<SmokeReport> smokeTest(String region, String mesh, WorkloadSpec workload, SmokeSpec smoke) {
        WorkloadInstaller workloads = installer.workloads();
        return held(
                region, mesh, "smoke test", (place, journal, access) -> withoutSenders(place, journal, access, workload)
                        .thenCompose(gone -> inside(
                                place,
                                journal,
                                "smoke test",
                                mesh,
                                access,
                                (graph, api) -> workloads.addSmokeTest(graph, workload, smoke, api, place)))
                        .thenCompose(done -> place.run()
                                .look(
                                        Frame.id("workload", workload.name()),
                                        "answers",
                                        Set.of(),
                                        step -> workloads.smokeReport(place.on(access), workload, smoke, step)))
                        .thenCompose(report ->
                                withoutSenders(place, journal, access, workload).thenApply(gone -> report)));
    }

    private CompletableFuture<Void> withoutSenders(
            Workplace place, Journal journal, ApiAccess access, WorkloadSpec workload) {
        return place.run()
                .look(Frame.id("workload", workload.name()), "senders", Set.of(), step -> installer
                        .workloads()
                        .smokeInventory(place.on(access), workload, step))
                .thenCompose(found -> Frame.takeDown(place, journal, found, new ArrayList<>()));
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
                .thenCompose(survey -> Frame.bringUp(place, journal, what, mesh, survey, Replacements.NONE));
    }

    /** Takes a workload away; answers what was removed. */
    public Conducted<List<String>> withdraw(String region, String mesh, String namespace, String name) {
        return takeAway(region, mesh, "withdraw", (session, step) -> installer
                .workloads()
                .inventory(session, namespace, name, step));
    }

    /** Takes away what is found in the cluster of a mesh; answers what was removed. */
    private Conducted<List<String>> takeAway(
            String region, String mesh, String what, BiFunction<KubernetesSession, Step, List<Removal>> inventory) {
        return held(region, mesh, what, (place, journal, access) -> takeAway(place, journal, mesh, access, inventory));
    }

    private static CompletableFuture<List<String>> takeAway(
            Workplace place,
            Journal journal,
            String mesh,
            ApiAccess access,
            BiFunction<KubernetesSession, Step, List<Removal>> inventory) {
        List<String> removed = new ArrayList<>();
        return place.run()
                .look(Frame.id("inventory", mesh), "found", Set.of(), step -> inventory.apply(place.on(access), step))
                .thenCompose(found -> Frame.takeDown(place, journal, found, removed))
                .thenApply(done -> List.copyOf(removed));
    }

    // ---- control planes beside each other

    public Conducted<RevisionReport> revisions(String region, String mesh) {
        return looked(region, mesh, "revisions", installer.revisions()::report);
    }

    public Conducted<Void> tagRevision(String region, String mesh, String tag, String revision) {
        return change(
                region,
                mesh,
                "tag",
                place -> (graph, api) -> installer.revisions().addTag(graph, tag, revision, api, place));
    }

    public Conducted<List<String>> untagRevision(String region, String mesh, String tag) {
        return takeAway(
                region, mesh, "untag", (session, step) -> installer.revisions().tagInventory(session, tag, step));
    }

    public Conducted<Void> moveToRevision(String region, String mesh, String namespace, String to) {
        return change(
                region,
                mesh,
                "move",
                place -> (graph, api) -> installer.revisions().addMove(graph, namespace, to, api, place));
    }

    /** Sees that nothing hangs on it any more, and only then takes it away, under one lease. */
    public Conducted<List<String>> removeRevision(String region, String mesh, String revision) {
        RevisionInstaller revisions = installer.revisions();
        return held(region, mesh, "remove", (place, journal, access) -> inside(
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
                        (session, step) -> revisions.inventory(session, revision, step))));
    }

    /** Brings up a graph inside the cluster of a mesh. */
    private Conducted<Void> change(
            String region,
            String mesh,
            String what,
            Function<Workplace, BiConsumer<Graph.Builder, Ref<ApiAccess>>> content) {
        return held(
                region,
                mesh,
                what,
                (place, journal, access) -> inside(place, journal, what, mesh, access, content.apply(place)));
    }

    /** Changes a mesh that can be reached, under its lease. */
    private <T> Conducted<T> held(String region, String mesh, String what, Change<T> work) {
        return frame.conduct(
                region,
                what,
                (place, journal) -> frame.holding(place, mesh, lease -> Frame.reached(place, mesh)
                        .thenCompose(access -> work.begin(place, journal, access))));
    }

    private interface Change<T> {
        CompletableFuture<T> begin(Workplace place, Journal journal, ApiAccess access);
    }

    // ---- looking

    public Conducted<Results.Sighting> look(String region, String mesh) {
        return frame.conduct(region, "status", (place, journal) -> Frame.sight(place, mesh)
                .thenApply(cluster -> cluster.map(StandingCluster::api))
                .thenCompose(access -> access.isEmpty()
                        ? CompletableFuture.completedFuture(new Results.Sighting(access, Optional.empty(), List.of()))
                        : place.run()
                                .look(
                                        Frame.id("mesh", mesh),
                                        "report",
                                        Set.of(),
                                        step -> installer.report(place.on(access.get()), step))
                                .thenCompose(report -> targets(place, mesh, report)
                                        .thenApply(targets ->
                                                new Results.Sighting(access, Optional.of(report), targets)))));
    }

    private static CompletableFuture<List<TargetHealth>> targets(Workplace place, String mesh, MeshReport report) {
        Set<String> hostnames = report.gateways().stream()
                .map(LoadBalancerAddress::hostname)
                .filter(hostname -> !hostname.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return hostnames.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : place.run().look(Frame.id("mesh", mesh), "targets", Set.of(), step -> place.cloud()
                        .targetHealth(hostnames, step));
    }

    /** What the mesh consists of. */
    public Conducted<MeshTopology> topology(String region, String mesh) {
        return looked(region, mesh, "topology", installer::topology);
    }

    /** The certificates that the mesh hangs on. */
    public Conducted<List<MeshCertificate>> certificates(String region, String mesh) {
        return looked(region, mesh, "certificates", installer::certificates);
    }

    /** The proxies of the mesh, as their control planes see them. */
    public Conducted<List<MeshProxy>> proxies(String region, String mesh) {
        return looked(region, mesh, "proxies", installer::proxies);
    }

    /** The certificates of the proxies. */
    public Conducted<List<MeshCertificate>> proxyCertificates(String region, String mesh) {
        return looked(region, mesh, "proxy certificates", installer::proxyCertificates);
    }

    /** One look inside a mesh that can be reached. */
    private <T> Conducted<T> looked(
            String region, String mesh, String what, BiFunction<KubernetesSession, Step, T> look) {
        return frame.conduct(
                region, what, (place, journal) -> Frame.reached(place, mesh).thenCompose(access -> place.run()
                        .look(Frame.id("mesh", mesh), what, Set.of(), step -> look.apply(place.on(access), step))));
    }

    /** Works in the mesh's cluster: one step with the session on it. */
    public <T> Conducted<T> inCluster(
            String region, String mesh, String what, BiFunction<KubernetesSession, Step, T> work) {
        return frame.conduct(region, what, (place, journal) -> step(place, mesh, what, work));
    }

    /** Steps in the mesh's cluster that may change it, side by side as far as the run's concurrency allows. */
    public interface ClusterSteps {
        <T> CompletableFuture<T> step(String what, BiFunction<KubernetesSession, Step, T> work);
    }

    /** The same for work in several steps. */
    public <T> Conducted<T> inStepsInCluster(
            String region, String mesh, String what, Function<ClusterSteps, CompletableFuture<T>> work) {
        return frame.conduct(region, what, (place, journal) -> Frame.reached(place, mesh)
                .thenCompose(access -> work.apply(new ClusterSteps() {
                    @Override
                    public <S> CompletableFuture<S> step(String part, BiFunction<KubernetesSession, Step, S> partOf) {
                        return place.run()
                                .change(
                                        Frame.id("mesh", mesh),
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
        return frame.conduct(
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
        return Frame.reached(place, mesh).thenCompose(access -> place.run()
                .change(Frame.id("mesh", mesh), what, Set.of(), Run.ALL, step -> work.apply(place.on(access), step)));
    }
}
