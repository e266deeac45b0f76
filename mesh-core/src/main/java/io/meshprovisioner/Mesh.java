package io.meshprovisioner;

import io.meshprovisioner.engine.Results;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestValidator;
import io.meshprovisioner.spi.MeshReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A mesh that stands: installed by us just now, or found by name. Closing it closes connections; the mesh stays until
 * {@link #uninstall}.
 */
public final class Mesh implements AutoCloseable {
    private final MeshProvisioner provisioner;
    private final Optional<Results.Installed> installed;

    Mesh(MeshProvisioner provisioner, Optional<Results.Installed> installed) {
        this.provisioner = provisioner;
        this.installed = installed;
    }

    public String name() {
        return provisioner.spec().name();
    }

    public String region() {
        return provisioner.spec().region();
    }

    /** The install that gave this mesh: steps, durations, critical path, calls; empty for a mesh that was found. */
    public Optional<Timeline> timeline() {
        return installed.map(Results.Installed::timeline);
    }

    /**
     * When this install took over from one that was killed: from when on no request of the killed one can land any
     * more. Run {@code install()} once after it, and it counts by tag for the last time.
     */
    public Optional<Instant> recountDue() {
        return installed.flatMap(Results.Installed::recountDue);
    }

    /** The mesh as it stands now, with drift where the spec is known. */
    public MeshStatus status() {
        Results.Sighting sighting =
                provisioner.conductor().look(region(), name()).join();
        List<PlannedStep> drift = installed.isEmpty()
                ? List.of()
                : Plans.drift(provisioner.conductor().survey(provisioner.spec()).join());
        return new MeshStatus(name(), region(), sighting.cluster().map(Mesh::cluster), sighting.report(), drift);
    }

    private static MeshStatus.Cluster cluster(ApiAccess access) {
        return new MeshStatus.Cluster(
                access.cluster(), access.kubernetesVersion(), access.endpoint().toString());
    }

    /** What runs in it: workloads to try it with. */
    public MeshWorkloads workloads() {
        return new MeshWorkloads(provisioner);
    }

    /** How the cluster's API is reached, for clients of the user's own. */
    public ApiAccess apiAccess() {
        return provisioner
                .conductor()
                .look(region(), name())
                .join()
                .cluster()
                .orElseThrow(() -> new ServiceFailureException(
                        Failure.of("The cluster of mesh \"" + name() + "\" does not answer.", "Look at status().")));
    }

    /**
     * Applies manifests server-side, as field manager {@code mesh-provisioner}, after the validators on the classpath
     * have judged them for the release that this mesh runs.
     *
     * @throws InvalidSpecException when a validator refuses one; then none was sent
     * @throws io.meshprovisioner.error.MeshException when the API refuses one; those before it are applied
     */
    public void apply(Manifest... manifests) {
        apply(List.of(manifests));
    }

    public void apply(List<? extends Manifest> manifests) {
        validate(manifests);
        provisioner
                .conductor()
                .inCluster(region(), name(), "apply", (session, step) -> {
                    List<Manifest> applied = new ArrayList<>();
                    for (Manifest manifest : manifests) {
                        applied.add(session.apply(manifest, KubernetesSession.ApplyOptions.OURS, step.permit()));
                    }
                    return applied;
                })
                .join();
    }

    private void validate(List<? extends Manifest> manifests) {
        String release = provisioner
                .spec()
                .istio()
                .map(IstioSpec::version)
                .or(() -> provisioner
                        .conductor()
                        .look(region(), name())
                        .join()
                        .report()
                        .map(MeshReport::version))
                .orElse("");
        if (release.isEmpty()) {
            return;
        }
        List<SpecProblem> problems = new ArrayList<>();
        for (ManifestValidator validator : ServiceLoader.load(ManifestValidator.class, Mesh.class.getClassLoader())) {
            validator.validate(manifests, release).stream()
                    .filter(ManifestValidator.Finding::error)
                    .forEach(finding ->
                            problems.add(new SpecProblem(finding.path(), finding.message(), finding.advice())));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    /** Removes the mesh and everything that was made for it. */
    public UninstallReport uninstall() {
        return provisioner.uninstall();
    }

    /** Closes connections; every operation opens its own, so nothing is left open between them. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "Mesh \"" + name() + "\" in " + region();
    }
}
