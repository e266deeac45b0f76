package io.meshprovisioner.testkit;

import io.meshprovisioner.testkit.world.Era;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox as a program of its own: prints the environment that points any AWS or Kubernetes client at it, and runs until its
 * standard input ends or it is killed. Arguments: {@code --era=today|guide|every_version}, {@code --speed=N} (default
 * 60: a minute passes in a second).
 */
public final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        SandboxOptions options = SandboxOptions.defaults().realTime(60);
        boolean attached = true;
        for (String arg : args) {
            if (arg.startsWith("--era=")) {
                options = options.era(Era.valueOf(arg.substring(6).toUpperCase(Locale.ROOT)));
            } else if (arg.startsWith("--speed=")) {
                options = options.realTime(Double.parseDouble(arg.substring(8)));
            } else if (arg.equals("--detached")) {
                attached = false;
            } else {
                System.err.println(
                        "Unknown argument " + arg + "; known: --era=today|guide|every_version --speed=N --detached");
                return;
            }
        }
        Path kubeconfig = Files.createTempFile("mesh-sandbox-", ".kubeconfig");
        try (Sandbox sandbox = Sandbox.start(options)) {
            sandbox.addStandaloneCluster(kubeconfig);
            print(sandbox, kubeconfig, System.out);
            if (attached) {
                while (System.in.read() >= 0) {
                    // until its end
                }
            } else {
                new CountDownLatch(1).await();
            }
        } finally {
            Files.deleteIfExists(kubeconfig);
        }
    }

    private static void print(Sandbox sandbox, Path kubeconfig, PrintStream out) {
        out.println("export AWS_ENDPOINT_URL=" + sandbox.awsEndpoint());
        out.println("export AWS_ACCESS_KEY_ID=" + sandbox.accessKey().id());
        out.println("export AWS_SECRET_ACCESS_KEY=" + sandbox.accessKey().secret());
        out.println("export AWS_REGION=us-west-2");
        out.println("export AWS_DEFAULT_REGION=us-west-2");
        out.println("export KUBECONFIG=" + kubeconfig);
        out.println("export MESH_SANDBOX_CHARTS=" + sandbox.chartsEndpoint());
        out.flush();
    }
}
