package io.meshprovisioner.testkit.realcluster;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spec.ChartSource;
import java.nio.file.Path;

/** A whole program that applies a file to a mesh, for its memory beside kubectl's. */
final class ApplyProgram {
    static final String RELEASE = "1.30.3";

    private ApplyProgram() {}

    static MeshProvisioner provisioner(Path kubeconfig, ChartSource charts) {
        return MeshProvisioner.forCluster(ExistingCluster.kubeconfig(kubeconfig))
                .withIstio(RELEASE, istio -> istio.charts(charts));
    }

    /** @param args a kubeconfig, a folder with charts, a file with objects */
    public static void main(String[] args) throws Exception {
        try (Mesh mesh = provisioner(Path.of(args[0]), ChartSource.folder(Path.of(args[1])))
                .find()
                .orElseThrow()) {
            mesh.apply(Manifests.read(Path.of(args[2])));
        }
    }
}
