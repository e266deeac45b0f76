package io.meshprovisioner.testkit.standalone;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.testkit.charts.SandboxDownloads;
import java.net.URI;

/**
 * A user's program: installs or uninstalls a mesh where its environment points. Arguments: {@code install} or
 * {@code uninstall}, and the mesh's name.
 */
final class OneRun {
    private OneRun() {}

    public static void main(String[] args) {
        MeshProvisioner provisioner = FastTime.fromEnvironment()
                .map(time ->
                        MeshProvisioner.forRegion(System.getenv("AWS_REGION")).withTime(time))
                .orElseGet(() -> MeshProvisioner.forRegion(System.getenv("AWS_REGION")))
                .withName(args[1])
                .withDownloads(new SandboxDownloads(URI.create(System.getenv("MESH_SANDBOX_CHARTS"))));
        if (args[0].equals("uninstall")) {
            System.out.println(provisioner.uninstall());
            return;
        }
        try (Mesh mesh = provisioner.withIstio("1.30.3").install()) {
            System.out.println(mesh.status());
            System.out.println("healthy: " + mesh.status().healthy());
        }
    }
}
