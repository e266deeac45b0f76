package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.GatewayApiBundle.Bundle;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The kinds of the Gateway API, each Established. They belong to the cluster rather than to a mesh: those that somebody else
 * keeps are used as they are, and newer ones than asked for are not taken back.
 */
final class GatewayApiCrds implements Resource<GatewayApiCrds.Served> {
    static final String PART = "gateway-api";

    private static final String BUNDLE = "gateway.networking.k8s.io/bundle-version";

    private final Cluster cluster;
    private final Ref<Bundle> bundle;
    private final String version;

    /** The API serves them. */
    record Served(int count) {}

    GatewayApiCrds(Cluster cluster, Ref<Bundle> bundle, String version) {
        this.cluster = cluster;
        this.bundle = bundle;
        this.version = version;
    }

    /** Whether a CRD is one that we made. */
    static boolean ours(Tree crd) {
        return PART.equals(crd.texts("metadata", "labels").get(Kinds.PART_LABEL));
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CRDS, PART);
    }

    @Override
    public String title() {
        return "CRDs of the Gateway API " + version;
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), bundle);
    }

    @Override
    public Pace pace() {
        return Pace.of(Duration.ofSeconds(1));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G2.D");
    }

    @Override
    public Observation<Served> observe(Step step) {
        Bundle wanted = step.get(bundle);
        CrdLook look = CrdLook.at(cluster.look(step), wanted.names());
        if (look.found().isEmpty()) {
            return Observation.absent();
        }
        Served served = new Served(look.found().size());
        if (look.found().values().stream().anyMatch(crd -> !ours(crd))) {
            return new Observation.Ready<>(served, List.of(), true);
        }
        if (!look.unestablished().isEmpty()) {
            return Observation.pending(look.phase());
        }
        Set<String> old = new TreeSet<>();
        look.found().values().stream()
                .map(GatewayApiCrds::version)
                .filter(this::isOlder)
                .forEach(old::add);
        return Observation.ready(
                served,
                old.isEmpty() && look.missing().isEmpty()
                        ? List.of()
                        : List.of(new Difference(
                                "version",
                                old.isEmpty() ? "some missing" : String.join(", ", old),
                                version,
                                Remedy.UPDATE)));
    }

    private boolean isOlder(String other) {
        Optional<IstioVersion> there = IstioVersion.parse(other);
        return there.isEmpty()
                || there.get().compareTo(IstioVersion.parse(version).orElseThrow()) < 0;
    }

    private static String version(Tree crd) {
        return crd.texts("metadata", "annotations").getOrDefault(BUNDLE, "").replaceFirst("^v", "");
    }

    @Override
    public Observation<Served> create(Step step) {
        for (Manifest crd : step.get(bundle).crds()) {
            cluster.session(step).apply(OwnMark.on(crd, PART), ApplyOptions.OURS, step.permit());
        }
        return observe(step);
    }

    @Override
    public Observation<Served> update(Step step, Observation.Ready<Served> found) {
        return create(step);
    }
}
