package io.meshprovisioner;

import io.meshprovisioner.spi.LoadBalancerAddress;
import io.meshprovisioner.spi.MeshReport;
import io.meshprovisioner.spi.TargetHealth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A mesh as it stands.
 *
 * @param cluster name, version and endpoint of the cluster; empty when none answers
 * @param mesh components, pods and gateways; empty without a cluster
 * @param targets what the gateways' load balancers say of the machines or pods that they send to; nothing of those that
 *     the cloud does not know or whose health the caller may not see
 * @param drift where what stands differs from the spec; empty without a spec
 */
public record MeshStatus(
        String name,
        String region,
        Optional<Cluster> cluster,
        Optional<MeshReport> mesh,
        List<TargetHealth> targets,
        List<PlannedStep> drift) {
    public MeshStatus {
        targets = List.copyOf(targets);
        drift = List.copyOf(drift);
    }

    /**
     * The cluster answers, every component is ready, no load balancer of a gateway is known to have no healthy target,
     * nothing differs from the spec.
     */
    public boolean healthy() {
        return cluster.isPresent()
                && mesh.map(MeshReport::ready).orElse(true)
                && targets.stream().allMatch(TargetHealth::anyHealthy)
                && drift.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Mesh \"" + name + "\" in " + region + ": "
                + (healthy() ? "healthy" : "not healthy") + System.lineSeparator());
        cluster.ifPresentOrElse(
                found -> text.append("  Cluster ")
                        .append(found.name())
                        .append(", Kubernetes ")
                        .append(found.kubernetesVersion())
                        .append(System.lineSeparator()),
                () -> text.append("  No cluster answers").append(System.lineSeparator()));
        mesh.ifPresent(report -> {
            if (!report.version().isEmpty()) {
                text.append("  Istio ").append(report.version()).append(System.lineSeparator());
            }
            for (MeshReport.Component component : report.components()) {
                text.append(String.format(
                        Locale.ROOT,
                        "    %-34s %d/%d ready%s%n",
                        component.namespace() + "/" + component.name(),
                        component.readyPods(),
                        component.wantedPods(),
                        component.problem().isEmpty() ? "" : "  " + component.problem()));
                if (!component.problem().isEmpty()) {
                    explain(text, component);
                }
            }
            for (MeshReport.Former former : report.former()) {
                text.append(String.format(
                        Locale.ROOT,
                        "    %-34s %s%n",
                        former.name() + (former.now().isEmpty() ? "" : " (now " + former.now() + ")"),
                        former.explanation()));
            }
            for (LoadBalancerAddress gateway : report.gateways()) {
                text.append("    ")
                        .append(gateway.gateway())
                        .append(" at ")
                        .append(gateway.hostname())
                        .append(System.lineSeparator());
                targets.stream()
                        .filter(health -> health.hostname().equals(gateway.hostname()))
                        .flatMap(health -> TargetText.lines(health).stream())
                        .forEach(line -> text.append("      ").append(line).append(System.lineSeparator()));
            }
        });
        for (PlannedStep step : drift) {
            text.append("  Differs: ")
                    .append(step.title())
                    .append(' ')
                    .append(step.differences().isEmpty() ? step.action() : step.differences())
                    .append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }

    private static void explain(StringBuilder text, MeshReport.Component component) {
        for (MeshReport.Pod pod : component.pods()) {
            if (!pod.ready()) {
                text.append("      ")
                        .append(pod.name())
                        .append(pod.node().isEmpty() ? "" : " on " + pod.node())
                        .append(": ")
                        .append(pod.phase())
                        .append(pod.restarts() == 0 ? "" : ", restarted " + pod.restarts() + " times")
                        .append(System.lineSeparator());
                pod.notes().forEach(note -> text.append("        ").append(note).append(System.lineSeparator()));
            }
        }
        component.warnings().forEach(warning -> text.append("      warning: ")
                .append(warning)
                .append(System.lineSeparator()));
    }

    /** The cluster, as it answers. */
    public record Cluster(String name, String kubernetesVersion, String endpoint) {}
}
