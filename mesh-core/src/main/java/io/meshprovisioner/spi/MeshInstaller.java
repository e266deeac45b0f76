package io.meshprovisioner.spi;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import java.util.List;
import java.util.Optional;

/** Installs the mesh into a cluster. Found by {@link java.util.ServiceLoader} or handed in. */
public interface MeshInstaller {

    /** Everything that is wrong with the request, offline: unknown release, profile, gateway, value. */
    List<SpecProblem> check(IstioSpec istio);

    /** The images that a spec needs, from its charts as they render and its add-ons' files; fetches both. */
    List<MeshImage> images(MeshSpec spec, Downloads downloads, ChartRenderer renderer);

    /** Which Kubernetes versions a release takes; empty for an unknown release. */
    Optional<KubernetesSupport> kubernetesSupport(String istioVersion);

    /** The releases that were tested with a Kubernetes minor version, newest first. */
    List<String> releasesFor(int kubernetesMinor);

    /** Adds the mesh's resources to the graph, and those of the network inside the cluster that are no cloud's. */
    MeshRefs addTo(Graph.Builder graph, MeshSpec spec, Surroundings surroundings);

    /** The mesh's state as it stands, with the reasons where something is not well. */
    MeshReport report(KubernetesSession session, Step step);

    /**
     * What must go before the cluster can: Services of type LoadBalancer (anybody's, in a cluster that is ours), and,
     * in a cluster that stays, everything that we installed.
     */
    List<Removal> inventory(KubernetesSession session, Departure how, Step step);

    /** Objects of Istio's kinds that are not ours: they go with the kinds. */
    List<String> configuration(KubernetesSession session, Step step);

    /** What the mesh consists of, and who is in it, whoever installed it. */
    MeshTopology topology(KubernetesSession session, Step step);

    /** The certificates that the mesh hangs on: its authority's and its gateways'. */
    List<MeshCertificate> certificates(KubernetesSession session, Step step);

    /**
     * Every proxy, and whether the control planes say that it is connected and has what it was sent; asks each istiod's debug
     * interface.
     */
    List<MeshProxy> proxies(KubernetesSession session, Step step);

    /** The certificate that each proxy bears now, as the proxy itself says; asks every one of them. */
    List<MeshCertificate> proxyCertificates(KubernetesSession session, Step step);

    /**
     * Where an add-on's dashboard is.
     *
     * @throws io.meshprovisioner.error.MeshException when it is not there or has no pod that is ready
     */
    PodPort dashboard(KubernetesSession session, IstioAddon addon, Step step);

    /** A pod that is ready behind a Service's port, failing in the same way. */
    PodPort behind(KubernetesSession session, String namespace, String service, int port, Step step);

    /** Brings workloads into the mesh. */
    WorkloadInstaller workloads();

    /** Moves workloads between control planes. */
    RevisionInstaller revisions();

    /**
     * What the installer builds on.
     *
     * @param sessions opens a session on the cluster; one per access, closed by the run
     * @param downloads fetches charts
     * @param balancers the rights of the load balancer controller's pods; empty where there is to be none
     */
    record Surroundings(
            Ref<ApiAccess> api,
            Ref<NodeCapacity> nodes,
            Sessions sessions,
            Downloads downloads,
            Optional<Ref<BalancerRights>> balancers) {
        /** Without a load balancer controller. */
        public Surroundings(Ref<ApiAccess> api, Ref<NodeCapacity> nodes, Sessions sessions, Downloads downloads) {
            this(api, nodes, sessions, downloads, Optional.empty());
        }
    }

    /** Kubernetes sessions of a run. */
    @FunctionalInterface
    interface Sessions {
        KubernetesSession on(ApiAccess access);
    }

    /** What others use of the mesh's resources. */
    record MeshRefs(List<Ref<LoadBalancerAddress>> gateways) {
        public MeshRefs {
            gateways = List.copyOf(gateways);
        }
    }
}
