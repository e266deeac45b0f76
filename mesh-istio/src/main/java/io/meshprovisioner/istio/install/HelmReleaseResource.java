package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.Charts.ChartRelease;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** A chart of Istio's applied by Helm, without waiting for what it makes to become ready. */
final class HelmReleaseResource implements Resource<HelmReleaseResource.Released> {
    private static final String DEPLOYED = "deployed";

    private final Cluster cluster;
    private final Ref<ChartSet> charts;
    private final Ref<Namespace> namespace;
    private final Plan plan;
    private final boolean beside;

    /** A release that stands. */
    record Released(String namespace, String name, List<ObjectKey> workloads) implements Workloads {}

    /**
     * What is released.
     *
     * @param kind of the resource
     * @param values of the chart, in the cluster as it is
     * @param objects of the release that are looked for again, in its namespace: Helm does not know when they go
     * @param foundation what it is built on, of the same release: before those, an upgrade does not touch it
     * @param after what must be ready first
     */
    record Plan(
            String kind,
            String name,
            String title,
            Function<ChartSet, Chart> chart,
            BiFunction<Chart, Supplier<Look>, Map<String, Object>> values,
            List<ObjectKey> objects,
            Set<Ref<?>> foundation,
            Set<Ref<?>> after,
            Optional<String> guideRow) {}

    /** @param beside it may be beside others: the control plane has a name of its own */
    HelmReleaseResource(Cluster cluster, Ref<ChartSet> charts, Ref<Namespace> namespace, Plan plan, boolean beside) {
        this.cluster = cluster;
        this.charts = charts;
        this.namespace = namespace;
        this.plan = plan;
        this.beside = beside;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(plan.kind(), namespace.id().name() + "/" + plan.name());
    }

    @Override
    public String title() {
        return plan.title();
    }

    @Override
    public Set<Ref<?>> needs() {
        Set<Ref<?>> needs = new LinkedHashSet<>();
        needs.add(cluster.api());
        needs.add(charts);
        needs.add(namespace);
        needs.addAll(plan.foundation());
        return needs;
    }

    @Override
    public Set<Ref<?>> after() {
        return plan.after();
    }

    @Override
    public Optional<String> guideRow() {
        return plan.guideRow();
    }

    @Override
    public Observation<Released> observe(Step step) {
        String in = step.get(namespace).name();
        Optional<Release> found = cluster.session(step).charts().find(in, plan.name());
        if (found.isEmpty()) {
            checkNeighbours(step);
            return operated(step)
                    ? Observation.ready(
                            released(in), List.of(new Difference("method", "operator", "Helm charts", Remedy.REPLACE)))
                    : Observation.absent();
        }
        boolean ours = !found.get().fingerprint().isEmpty();
        if (!ours && found.get().status().startsWith("pending-")) {
            throw atWork(found.get());
        }
        List<Difference> differences = new ArrayList<>(differences(step, found.get()));
        if (differences.isEmpty()) {
            differences.addAll(missing(cluster.look(step)));
        }
        return new Observation.Ready<>(released(in), differences, !ours);
    }

    /** Whether an operator of ours keeps istiod: two would undo each other's work. */
    private boolean operated(Step step) {
        return plan.kind().equals(Kinds.ISTIOD)
                && cluster.look(step)
                        .get(IstioOperatorResource.KEY)
                        .map(OwnMark::found)
                        .filter(mark -> !mark.isEmpty())
                        .isPresent();
    }

    @Override
    public Observation<Released> create(Step step) {
        plan.foundation().forEach(step::get);
        String in = step.get(namespace).name();
        Chart chart = chart(step);
        if (plan.kind().equals(Kinds.BASE) && step.get(charts).crds().isEmpty()) {
            KindHandover.to(cluster.session(step), step.get(charts).crdNames(), in, plan.name(), step);
        }
        chart.asFile(file -> cluster.session(step).charts().apply(release(in, chart, file, step), step.permit()));
        return Observation.ready(released(in));
    }

    @Override
    public Observation<Released> update(Step step, Observation.Ready<Released> found) {
        return create(step);
    }

    private Released released(String in) {
        return new Released(
                in,
                plan.name(),
                plan.objects().stream()
                        .filter(key -> key.apiVersion().equals("apps/v1"))
                        .toList());
    }

    private Chart chart(Step step) {
        return plan.chart().apply(step.get(charts));
    }

    private ChartRelease release(String in, Chart chart, java.nio.file.Path file, Step step) {
        return new ChartRelease(in, plan.name(), file, plan.values().apply(chart, () -> cluster.look(step)), false);
    }

    private List<Difference> differences(Step step, Release found) {
        Chart chart = chart(step);
        if (serves(found, chart)) {
            return List.of();
        }
        if (!found.chart().equals(chart.toString())) {
            return List.of(new Difference("chart", found.chart(), chart.toString(), remedy(found, chart)));
        }
        if (!found.status().equals(DEPLOYED)) {
            return List.of(new Difference("status", found.status(), DEPLOYED, Remedy.UPDATE));
        }
        if (found.fingerprint().isEmpty()) {
            return List.of();
        }
        String wanted = chart.asFile(
                file -> release(found.namespace(), chart, file, step).fingerprint());
        return wanted.equals(found.fingerprint())
                ? List.of()
                : List.of(new Difference("values", brief(found.fingerprint()), brief(wanted), Remedy.UPDATE));
    }

    /** Who left it so may still be at it: Helm's record says nothing of that, and two would undo each other's work. */
    private ResourceConflictException atWork(Release found) {
        String name = found.namespace() + "/" + found.name();
        return new ResourceConflictException(Failure.of(
                        "Helm's release " + name + " is " + found.status() + ", and it is not of this SDK.",
                        "If somebody's Helm is at work, wait for it. If it was killed: helm uninstall " + found.name()
                                + " -n " + found.namespace() + " (or helm rollback, where there is an older revision);"
                                + " then run again.")
                .because("Helm notes this down when it begins with revision " + found.revision() + " (" + found.chart()
                        + ") and takes it back when it has ended.")
                .at(id()));
    }

    /** What is not ours is not touched; what is ours moves as far as Istio allows. */
    private Remedy remedy(Release found, Chart wanted) {
        Optional<IstioVersion> from = version(found.chart());
        Optional<IstioVersion> to = IstioVersion.parse(wanted.version());
        if (found.fingerprint().isEmpty() || from.isEmpty() || to.isEmpty()) {
            return Remedy.REPLACE;
        }
        // Gateways and node agents follow the control plane that they are asked for with, back to an older one too.
        boolean inPlace = plan.kind().equals(Kinds.ISTIOD) && !beside;
        boolean allowed =
                inPlace ? Skew.allowedInPlace(from.get(), to.get()) : Skew.allowedBeside(from.get(), to.get());
        if (!allowed) {
            throw Skew.refusal(id(), from.get(), to.get());
        }
        return Remedy.UPDATE;
    }

    /** The kinds of a newer release serve an older control plane too. */
    private boolean serves(Release found, Chart wanted) {
        Optional<IstioVersion> there = version(found.chart());
        Optional<IstioVersion> to = IstioVersion.parse(wanted.version());
        return plan.kind().equals(Kinds.BASE)
                && found.status().equals(DEPLOYED)
                && there.isPresent()
                && to.isPresent()
                && there.get().compareTo(to.get()) > 0;
    }

    /** A new control plane must bear those that run already. */
    private void checkNeighbours(Step step) {
        if (!plan.kind().equals(Kinds.ISTIOD)) {
            return;
        }
        IstioVersion to = IstioVersion.parse(chart(step).version()).orElseThrow();
        for (Tree istiod : new ControlPlanes(cluster.look(step)).deployments()) {
            String name = istiod.text("metadata", "name");
            Optional<IstioVersion> runs = IstioVersion.parse(MeshReporter.version(istiod));
            if (!name.equals(plan.name()) && !beside) {
                throw Skew.unnamed(id(), name, ControlPlanes.revision(istiod));
            }
            if (beside && runs.isPresent() && !Skew.allowedBeside(runs.get(), to)) {
                throw Skew.tooFar(id(), runs.get(), to);
            }
        }
    }

    private static Optional<IstioVersion> version(String chart) {
        return IstioVersion.parse(chart.substring(chart.lastIndexOf('-') + 1));
    }

    private List<Difference> missing(Look look) {
        return plan.objects().stream()
                .filter(key -> look.get(key).isEmpty())
                .map(key -> new Difference(key.toString(), "absent", "present", Remedy.UPDATE))
                .toList();
    }

    private static String brief(String fingerprint) {
        return fingerprint.substring(0, Math.min(12, fingerprint.length()));
    }
}
