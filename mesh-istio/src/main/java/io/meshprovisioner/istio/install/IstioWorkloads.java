package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.MemberResource.Member;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.istio.install.WorkloadResource.Deployed;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.SmokeSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import io.meshprovisioner.spi.SmokeReport;
import io.meshprovisioner.spi.WorkloadInstaller;
import io.meshprovisioner.spi.WorkloadReport;
import java.util.List;
import java.util.Optional;

/** Workloads in an Istio mesh, and requests to them. */
final class IstioWorkloads implements WorkloadInstaller {

    @Override
    public void addTo(Graph.Builder graph, WorkloadSpec workload, Ref<ApiAccess> api, Sessions sessions) {
        member(graph, workload, new Cluster(api, sessions));
    }

    private static Ref<Member> member(Graph.Builder graph, WorkloadSpec workload, Cluster cluster) {
        Ref<Namespace> namespace = graph.add(new MemberNamespaceResource(
                cluster, workload.namespace(), workload.inMesh() ? new Membership.Sidecars() : new Membership.None()));
        Ref<Deployed> deployed = graph.add(new WorkloadResource(cluster, namespace, workload));
        return graph.add(new MemberResource(cluster, deployed, workload));
    }

    @Override
    public Optional<WorkloadReport> report(KubernetesSession session, String namespace, String name, Step step) {
        return new WorkloadReporter(new Look(session)).report(namespace, name);
    }

    @Override
    public List<Removal> inventory(KubernetesSession session, String namespace, String name, Step step) {
        return new MeshInventory(session).ofWorkload(namespace, name);
    }

    @Override
    public void addSmokeTest(
            Graph.Builder graph, WorkloadSpec workload, SmokeSpec smoke, Ref<ApiAccess> api, Sessions sessions) {
        Cluster cluster = new Cluster(api, sessions);
        Ref<Member> member = member(graph, workload, cluster);
        for (SmokeWay way : SmokeWay.of(smoke)) {
            graph.add(new SenderResource(cluster, member, workload, way));
        }
    }

    @Override
    public SmokeReport smokeReport(KubernetesSession session, WorkloadSpec workload, SmokeSpec smoke, Step step) {
        return new SmokeReporter(session, workload).report(smoke);
    }

    @Override
    public List<Removal> smokeInventory(KubernetesSession session, WorkloadSpec workload, Step step) {
        return new MeshInventory(session).ofSmokeTest(workload);
    }
}
