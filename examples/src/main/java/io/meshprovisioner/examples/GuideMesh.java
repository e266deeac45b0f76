package io.meshprovisioner.examples;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.event.ProgressListener;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.world.Era;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * The main job on the embedded sandbox: the guide's mesh (Istio 1.9.3 on EKS as it was in 2021), then the same with
 * Istio 1.30.3 on today's EKS. No account, no network.
 */
public final class GuideMesh {
    private final PrintStream out;

    GuideMesh(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        Instant start = Instant.now();
        GuideMesh guide = new GuideMesh(System.out);
        boolean clean = guide.run(Era.GUIDE, "1.9.3") & guide.run(Era.TODAY, "1.30.3");
        System.out.printf(
                "Both in %.1f s of real time.%n",
                Duration.between(start, Instant.now()).toMillis() / 1000.0);
        if (!clean) {
            throw new IllegalStateException("Something was left behind; see above.");
        }
    }

    /** True when nothing was left behind. */
    boolean run(Era era, String istio) {
        out.println();
        out.println("=== Istio " + istio + " on EKS of the era " + era + " (embedded sandbox, virtual time) ===");
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(era));
                Mesh mesh = sandbox.provisioner()
                        .withVpc("10.0.0.0/16")
                        .withIstio(istio)
                        .withListener(ProgressListener.to(out))
                        .install()) {
            report(mesh.timeline().orElseThrow());
            out.println();
            out.println(mesh.status());
            out.println();
            UninstallReport gone = mesh.uninstall();
            report(gone.timeline());
            out.println(gone);
            sandbox.leftovers().forEach(left -> out.println("  left in the account: " + left));
            return gone.nothingLeft() && sandbox.leftovers().isEmpty();
        }
    }

    private void report(Timeline timeline) {
        out.println();
        out.println("Timeline (start, duration in virtual time; * on the critical path)");
        out.println(timeline);
    }
}
