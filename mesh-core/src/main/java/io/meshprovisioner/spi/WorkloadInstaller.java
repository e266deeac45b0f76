package io.meshprovisioner.spi;

import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.SmokeSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import java.util.List;
import java.util.Optional;

/** Brings workloads into a mesh, and tries it with them. Part of a {@link MeshInstaller}. */
public interface WorkloadInstaller {

    /**
     * Adds a workload to a graph: its namespace, with injection on, its Deployment and Service, and that its pods run with
     * all their containers, the sidecar among them.
     */
    void addTo(Graph.Builder graph, WorkloadSpec workload, Ref<ApiAccess> api, Sessions sessions);

    /** A workload as it stands; empty where there is no such Deployment. */
    Optional<WorkloadReport> report(KubernetesSession session, String namespace, String name, Step step);

    /** What {@link #addTo} made of one, whatever spec it was: its objects, and its namespace where that is ours. */
    List<Removal> inventory(KubernetesSession session, String namespace, String name, Step step);

    /**
     * Adds a workload as {@link #addTo} does, and requests to it: from a pod in the mesh, and through the ingress gateway
     * where there is one, and what {@code smoke} asks for. They have been sent when the graph is ready.
     */
    void addSmokeTest(
            Graph.Builder graph, WorkloadSpec workload, SmokeSpec smoke, Ref<ApiAccess> api, Sessions sessions);

    /** What came of the requests, read while the pods that sent them are still there. */
    SmokeReport smokeReport(KubernetesSession session, WorkloadSpec workload, SmokeSpec smoke, Step step);

    /** What {@link #addSmokeTest} made beside the workload. */
    List<Removal> smokeInventory(KubernetesSession session, WorkloadSpec workload, Step step);
}
