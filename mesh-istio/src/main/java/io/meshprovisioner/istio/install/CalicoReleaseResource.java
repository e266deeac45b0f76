package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.CalicoChartResource.CalicoChart;
import io.meshprovisioner.istio.install.CalicoCrdsResource.Served;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calico's operator and what it is asked for (its Installation), as Helm's release {@code calico}. */
final class CalicoReleaseResource implements Resource<CalicoReleaseResource.Released> {
    private static final String NAME = "calico";
    private static final String DEPLOYED = "deployed";

    private final Cluster cluster;
    private final Ref<CalicoChart> chart;
    private final Ref<Served> crds;
    private final Ref<Namespace> namespace;
    private final Map<String, Object> values;

    /** The operator's release, and what the operator runs. */
    record Released(List<ObjectKey> workloads) implements Workloads {}

    CalicoReleaseResource(
            Cluster cluster,
            Ref<CalicoChart> chart,
            Ref<Served> crds,
            Ref<Namespace> namespace,
            Map<String, Object> values) {
        this.cluster = cluster;
        this.chart = chart;
        this.crds = crds;
        this.namespace = namespace;
        this.values = values;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CALICO, namespace.id().name() + "/" + NAME);
    }

    @Override
    public String title() {
        return "chart " + CalicoChartResource.CHART + " as " + NAME;
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), chart, crds, namespace);
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G5.1");
    }

    @Override
    public Observation<Released> observe(Step step) {
        String in = step.get(namespace).name();
        return cluster.session(step)
                .charts()
                .find(in, NAME)
                .map(found -> Observation.ready(released(in), differences(step, in, found)))
                .orElseGet(Observation::absent);
    }

    private List<Difference> differences(Step step, String in, Release found) {
        Chart wanted = step.get(chart).chart();
        String standing = found.chart() + " " + found.status() + " " + found.fingerprint();
        String asked = wanted.asFile(
                file -> wanted + " " + DEPLOYED + " " + release(in, file).fingerprint());
        return standing.equals(asked) ? List.of() : List.of(new Difference("release", standing, asked, Remedy.UPDATE));
    }

    @Override
    public Observation<Released> create(Step step) {
        String in = step.get(namespace).name();
        step.get(chart).chart().asFile(file -> cluster.session(step).charts().apply(release(in, file), step.permit()));
        return Observation.ready(released(in));
    }

    @Override
    public Observation<Released> update(Step step, Observation.Ready<Released> found) {
        return create(step);
    }

    private ChartRelease release(String in, Path file) {
        return new ChartRelease(in, NAME, file, values, false);
    }

    private static Released released(String in) {
        return new Released(List.of(
                ObjectKey.of("apps/v1", "Deployment", in, CalicoChartResource.CHART),
                ObjectKey.of("apps/v1", "DaemonSet", CalicoGraph.SYSTEM, "calico-node"),
                ObjectKey.of("apps/v1", "Deployment", CalicoGraph.SYSTEM, "calico-kube-controllers")));
    }
}
