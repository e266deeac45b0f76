package io.meshprovisioner.spec;

import io.meshprovisioner.error.SpecProblem;
import java.util.List;

/**
 * A small HTTP service to run in the mesh: a Deployment, its pods labelled {@code app=<name>}, and a Service of the same
 * name. Values: each method returns a changed copy.
 *
 * @param namespace made where it is missing, then with Istio's injection on
 * @param name of Deployment and Service
 * @param port that its container listens on, and the Service's
 * @param inMesh whether its pods get Istio's sidecar
 */
public record WorkloadSpec(String namespace, String name, String image, int port, int replicas, boolean inMesh) {

    /** The guide's: {@code kuard} as {@code demo} in {@code test-ns}, on port 8080. */
    public static WorkloadSpec kuard() {
        return new WorkloadSpec("test-ns", "demo", "gcr.io/kuar-demo/kuard-amd64:blue", 8080, 1, true);
    }

    public WorkloadSpec namespace(String newNamespace) {
        return new WorkloadSpec(newNamespace, name, image, port, replicas, inMesh);
    }

    public WorkloadSpec name(String newName) {
        return new WorkloadSpec(namespace, newName, image, port, replicas, inMesh);
    }

    public WorkloadSpec image(String newImage) {
        return new WorkloadSpec(namespace, name, newImage, port, replicas, inMesh);
    }

    public WorkloadSpec port(int newPort) {
        return new WorkloadSpec(namespace, name, image, newPort, replicas, inMesh);
    }

    public WorkloadSpec replicas(int newReplicas) {
        return new WorkloadSpec(namespace, name, image, port, newReplicas, inMesh);
    }

    /** Without a sidecar: beside the mesh, not in it. */
    public WorkloadSpec outsideTheMesh() {
        return new WorkloadSpec(namespace, name, image, port, replicas, false);
    }

    /** What is wrong with it, all at once; empty when nothing is. */
    public List<SpecProblem> problems() {
        Problems problems = new Problems();
        problems.namespace("workload.namespace", namespace);
        if (!KubernetesNames.isServiceName(name)) {
            problems.add(
                    "workload.name",
                    "\"" + Problems.shown(name) + "\" cannot name a Service.",
                    "Use 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last.");
        }
        if (image.isBlank() || image.chars().anyMatch(Character::isWhitespace)) {
            problems.add("workload.image", "There is no such image.", "Write one such as nginx:1.27.");
        }
        if (port < 1 || port > 65_535) {
            problems.add("workload.port", port + " is no port.", "Use 1 to 65535.");
        }
        if (replicas < 1) {
            problems.add("workload.replicas", "It has no pods.", "Ask for one at least.");
        }
        return problems.errors();
    }
}
