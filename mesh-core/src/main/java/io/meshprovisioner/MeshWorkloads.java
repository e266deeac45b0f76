package io.meshprovisioner;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.SmokeSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.SmokeReport;
import io.meshprovisioner.spi.WorkloadReport;
import java.util.List;
import java.util.function.UnaryOperator;

/** Workloads in a mesh, to try it with: brought in, seen down to their containers, taken away. */
public final class MeshWorkloads {
    private final MeshProvisioner provisioner;

    MeshWorkloads(MeshProvisioner provisioner) {
        this.provisioner = provisioner;
    }

    /**
     * Runs the guide's workload, changed: its namespace with injection on, its Deployment and Service. Returns when every
     * pod is ready with all its containers and its sidecar; what stands as asked for is left alone.
     *
     * @throws InvalidSpecException when it cannot be
     * @throws io.meshprovisioner.error.ResourceFailedException when it does not come up, with the reason
     */
    public WorkloadReport deploy(UnaryOperator<WorkloadSpec> change) {
        return deploy(change.apply(WorkloadSpec.kuard()));
    }

    /** As {@link #deploy(UnaryOperator)}, with a spec of its own. */
    public WorkloadReport deploy(WorkloadSpec workload) {
        check(workload);
        return provisioner.inMesh().deploy(region(), name(), workload).join();
    }

    /**
     * Tries the mesh with the guide's workload: brings it in, sends it requests from a pod in the mesh and, where there is
     * one, through the ingress gateway, and takes away again what only sent them. The workload stays.
     *
     * @return what came of the requests, also where they failed
     * @throws io.meshprovisioner.error.ResourceFailedException when workload or senders do not come up, with the reason
     */
    public SmokeReport smokeTest() {
        return smokeTest(WorkloadSpec.kuard());
    }

    /** As {@link #smokeTest()}, with another workload. */
    public SmokeReport smokeTest(WorkloadSpec workload) {
        return smokeTest(workload, smoke -> smoke);
    }

    /** As {@link #smokeTest()}, with another workload and more requests, such as those to a host of the user's. */
    public SmokeReport smokeTest(WorkloadSpec workload, UnaryOperator<SmokeSpec> change) {
        check(workload);
        SmokeSpec smoke = change.apply(SmokeSpec.standard());
        check(smoke.problems());
        return provisioner.inMesh().smokeTest(region(), name(), workload, smoke).join();
    }

    private static void check(WorkloadSpec workload) {
        check(workload.problems());
    }

    private static void check(List<SpecProblem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    /**
     * Takes away what {@link #deploy} made, and the namespace where that is ours and nothing else of ours is in it.
     *
     * @return what was removed; empty when there was nothing
     */
    public List<String> remove(String namespace, String name) {
        return provisioner.inMesh().withdraw(region(), name(), namespace, name).join();
    }

    private String region() {
        return provisioner.spec().region();
    }

    private String name() {
        return provisioner.spec().name();
    }
}
