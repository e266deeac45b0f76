package io.meshprovisioner.testkit.engine;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ChartRenderer;
import io.meshprovisioner.spi.Departure;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSupport;
import io.meshprovisioner.spi.MeshCertificate;
import io.meshprovisioner.spi.MeshImage;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.spi.MeshProxy;
import io.meshprovisioner.spi.MeshReport;
import io.meshprovisioner.spi.MeshTopology;
import io.meshprovisioner.spi.PodPort;
import io.meshprovisioner.spi.RevisionInstaller;
import io.meshprovisioner.spi.WorkloadInstaller;
import java.util.List;
import java.util.Optional;

/** Installs nothing. */
public class NoInstaller implements MeshInstaller {
    @Override
    public List<SpecProblem> check(IstioSpec istio) {
        return List.of();
    }

    @Override
    public Optional<KubernetesSupport> kubernetesSupport(String istioVersion) {
        return Optional.empty();
    }

    @Override
    public List<String> releasesFor(int kubernetesMinor) {
        return List.of();
    }

    @Override
    public List<MeshProxy> proxies(KubernetesSession session, Step step) {
        return List.of();
    }

    @Override
    public List<MeshCertificate> proxyCertificates(KubernetesSession session, Step step) {
        return List.of();
    }

    @Override
    public PodPort dashboard(KubernetesSession session, IstioAddon addon, Step step) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PodPort behind(KubernetesSession session, String namespace, String service, int port, Step step) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<MeshImage> images(MeshSpec spec, Downloads downloads, ChartRenderer renderer) {
        return List.of();
    }

    @Override
    public MeshRefs addTo(Graph.Builder graph, MeshSpec spec, Surroundings surroundings) {
        return new MeshRefs(List.of());
    }

    @Override
    public MeshReport report(KubernetesSession session, Step step) {
        return new MeshReport("", List.of(), List.of());
    }

    @Override
    public MeshTopology topology(KubernetesSession session, Step step) {
        return new MeshTopology("", List.of(), List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public List<MeshCertificate> certificates(KubernetesSession session, Step step) {
        return List.of();
    }

    @Override
    public WorkloadInstaller workloads() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RevisionInstaller revisions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Removal> inventory(KubernetesSession session, Departure how, Step step) {
        return List.of();
    }

    @Override
    public List<String> configuration(KubernetesSession session, Step step) {
        return List.of();
    }
}
