package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.PodNetwork;
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

/** Installs Istio 1.9 to 1.30 by its own Helm charts. Found by {@link java.util.ServiceLoader}. */
public final class IstioInstaller implements MeshInstaller {

    @Override
    public List<SpecProblem> check(IstioSpec istio) {
        return new SpecCheck(istio).problems();
    }

    @Override
    public List<MeshImage> images(MeshSpec spec, Downloads downloads, ChartRenderer renderer) {
        return new ImageList(spec, downloads, renderer).all();
    }

    @Override
    public Optional<KubernetesSupport> kubernetesSupport(String istioVersion) {
        return Releases.kubernetesSupport(istioVersion);
    }

    /** The newest patch known of every minor release that was tested with the Kubernetes version, newest first. */
    @Override
    public List<String> releasesFor(int kubernetesMinor) {
        return Releases.testedWith(kubernetesMinor);
    }

    /**
     * Adds Calico where the network is to have it, the load balancer controller where that is needed, and nothing more where the spec has no Istio.
     *
     * @throws InvalidSpecException when {@link #check} has something to say
     */
    @Override
    public MeshRefs addTo(Graph.Builder graph, MeshSpec spec, Surroundings surroundings) {
        PodNetwork network = spec.networking().pods();
        network.calicoRelease().ifPresent(release -> CalicoGraph.add(graph, network, release, surroundings));
        boolean overlay = spec.networking().overlay();
        surroundings.balancers().ifPresent(rights -> spec.loadBalancerController()
                .ifPresent(version -> ControllerGraph.add(graph, version, rights, surroundings, overlay)));
        if (spec.istio().isEmpty()) {
            return new MeshRefs(List.of());
        }
        IstioSpec istio = spec.istio().get();
        List<SpecProblem> problems = check(istio);
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
        IstioVersion version = IstioVersion.parse(istio.version()).orElseThrow();
        return new MeshGraph(graph, spec, istio, version, surroundings).add();
    }

    @Override
    public MeshReport report(KubernetesSession session, Step step) {
        return new MeshReporter(session).report();
    }

    @Override
    public MeshTopology topology(KubernetesSession session, Step step) {
        return new TopologyReader(session).read();
    }

    @Override
    public List<MeshCertificate> certificates(KubernetesSession session, Step step) {
        return new CertificateReader(new Look(session)).all();
    }

    @Override
    public List<MeshProxy> proxies(KubernetesSession session, Step step) {
        return new ProxyReader(session).read();
    }

    @Override
    public List<MeshCertificate> proxyCertificates(KubernetesSession session, Step step) {
        return new ProxyCertificates(session).read();
    }

    @Override
    public PodPort dashboard(KubernetesSession session, IstioAddon addon, Step step) {
        return new ServicePorts(new Look(session)).of(addon);
    }

    @Override
    public PodPort behind(KubernetesSession session, String namespace, String service, int port, Step step) {
        return new ServicePorts(new Look(session)).of(namespace, service, port);
    }

    @Override
    public WorkloadInstaller workloads() {
        return new IstioWorkloads();
    }

    @Override
    public RevisionInstaller revisions() {
        return new IstioRevisions();
    }

    @Override
    public List<Removal> inventory(KubernetesSession session, Departure how, Step step) {
        MeshInventory inventory = new MeshInventory(session);
        return how.clusterStays()
                ? inventory.ofClusterThatStays(how.mesh(), how.crds())
                : inventory.ofClusterThatGoes();
    }

    @Override
    public List<String> configuration(KubernetesSession session, Step step) {
        return new IstioKinds(new Look(session)).configuration();
    }
}
