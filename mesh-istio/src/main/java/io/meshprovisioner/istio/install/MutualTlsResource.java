package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.ControlPlaneResource.ControlPlane;
import io.meshprovisioner.istio.model.MutualTlsMode;
import io.meshprovisioner.istio.model.PeerAuthentication;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MutualTls;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The mesh's own PeerAuthentication: {@code default} in Istio's root namespace, which holds for every workload. It is
 * sent once istiod validates, as any configuration is.
 */
final class MutualTlsResource implements Resource<MutualTlsResource.Required> {
    private static final String PART = "mutual-tls";

    private final Cluster cluster;
    private final Ref<ControlPlane> controlPlane;
    private final MutualTls mode;
    private final String release;

    /** What every workload of the mesh accepts. */
    record Required(MutualTls mode) {}

    MutualTlsResource(Cluster cluster, Ref<ControlPlane> controlPlane, MutualTls mode, String release) {
        this.cluster = cluster;
        this.controlPlane = controlPlane;
        this.mode = mode;
        this.release = release;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.MUTUAL_TLS, Values.NAMESPACE + "/default");
    }

    @Override
    public String title() {
        return "mutual TLS " + mode.name().toLowerCase(Locale.ROOT) + " for the mesh";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), controlPlane);
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G4.1");
    }

    @Override
    public Observation<Required> observe(Step step) {
        Manifest wanted = manifest(step);
        Optional<Tree> found = cluster.look(step).get(ObjectKey.of(wanted));
        if (found.isEmpty()) {
            return Observation.absent();
        }
        String stands = found.get().text("spec", "mtls", "mode");
        boolean ours = !OwnMark.found(found.get()).isEmpty();
        if (stands.equals(mode.name())) {
            return new Observation.Ready<>(new Required(mode), List.of(), !ours);
        }
        return Observation.ready(
                new Required(mode),
                List.of(new Difference(
                        "spec.mtls.mode",
                        stands.isEmpty() ? "UNSET" : stands,
                        mode.name(),
                        ours ? Remedy.UPDATE : Remedy.REPLACE)));
    }

    @Override
    public Observation<Required> create(Step step) {
        cluster.session(step).apply(OwnMark.on(manifest(step), PART), ApplyOptions.OURS, step.permit());
        return Observation.ready(new Required(mode));
    }

    @Override
    public Observation<Required> update(Step step, Observation.Ready<Required> found) {
        return create(step);
    }

    private Manifest manifest(Step step) {
        return PeerAuthentication.named("default")
                .namespace(step.get(controlPlane).namespace())
                .mtls(MutualTlsMode.valueOf(mode.name()))
                .forRelease(release);
    }
}
