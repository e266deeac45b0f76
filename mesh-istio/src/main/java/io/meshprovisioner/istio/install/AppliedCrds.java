package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The CRD file applied directly: Helm makes what lies in a chart's {@code crds} folder once and never updates it. */
final class AppliedCrds extends CrdsResource {
    static final String RELEASE = "mesh-provisioner/istio-release";

    private final Cluster cluster;
    private final Ref<ChartSet> charts;

    AppliedCrds(Cluster cluster, Ref<ChartSet> charts, String release) {
        super(release);
        this.cluster = cluster;
        this.charts = charts;
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), charts);
    }

    @Override
    public Observation<Crds> observe(Step step) {
        List<String> names = step.get(charts).crdNames();
        CrdLook look = CrdLook.at(cluster.look(step), names);
        if (!look.missing().isEmpty()) {
            return Observation.absent();
        }
        if (!look.complete()) {
            return Observation.pending(look.phase());
        }
        return Observation.ready(new Crds(names.size()), differences(look));
    }

    @Override
    public Observation<Crds> create(Step step) {
        KubernetesSession session = cluster.session(step);
        for (Manifest crd : step.get(charts).crds()) {
            session.apply(marked(crd), ApplyOptions.OURS, step.permit());
        }
        return observe(step);
    }

    @Override
    public Observation<Crds> update(Step step, Observation.Ready<Crds> found) {
        return create(step);
    }

    private List<Difference> differences(CrdLook look) {
        Set<String> releases = new TreeSet<>();
        look.found().values().forEach(crd -> {
            String of = crd.texts("metadata", "annotations").get(RELEASE);
            releases.add(of == null ? "somebody else's" : of);
        });
        return releases.equals(Set.of(release())) || releases.stream().allMatch(this::isNewer)
                ? List.of()
                : List.of(new Difference("release", String.join(", ", releases), release(), Remedy.UPDATE));
    }

    /** The kinds of a newer release serve an older control plane too. */
    private boolean isNewer(String other) {
        IstioVersion own = IstioVersion.parse(release()).orElseThrow();
        return IstioVersion.parse(other)
                .filter(there -> there.compareTo(own) > 0)
                .isPresent();
    }

    private Manifest marked(Manifest crd) {
        Map<String, Object> document = new LinkedHashMap<>(crd.toMap());
        Tree tree = new Tree(document);
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (document.get("metadata") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        Map<String, String> annotations = new LinkedHashMap<>(tree.texts("metadata", "annotations"));
        annotations.put(RELEASE, release());
        metadata.put("annotations", annotations);
        document.put("metadata", metadata);
        document.remove("status");
        return Manifest.of(document);
    }
}
