package io.meshprovisioner;

import io.meshprovisioner.spi.TargetHealth;
import io.meshprovisioner.spi.TargetHealth.Target;
import io.meshprovisioner.spi.TargetHealth.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The health of a load balancer's targets in words, with what is most likely behind it. */
final class TargetText {
    private TargetText() {}

    /** A line for the ports of which the same can be said, then the likely causes. */
    static List<String> lines(TargetHealth health) {
        if (health.targets().isEmpty()) {
            return List.of("no target is registered; most likely no node is ready, or, where pods are the targets,"
                    + " no pod of the gateway");
        }
        Map<String, List<String>> portsOf = new LinkedHashMap<>();
        byPort(health).forEach((port, targets) -> portsOf.computeIfAbsent(summary(targets), first -> new ArrayList<>())
                .add(String.valueOf(port)));
        Stream<String> lines = portsOf.entrySet().stream()
                .map(same -> (portsOf.size() == 1 ? "" : "port " + String.join(", ", same.getValue()) + ": ")
                        + same.getKey());
        return Stream.concat(lines, causes(health).stream().map(cause -> "  most likely " + cause))
                .toList();
    }

    private static Map<Integer, List<Target>> byPort(TargetHealth health) {
        return health.targets().stream()
                .collect(Collectors.groupingBy(Target::port, TreeMap::new, Collectors.toList()));
    }

    private static String summary(List<Target> targets) {
        List<String> others = targets.stream()
                .filter(target -> target.verdict() != Verdict.HEALTHY)
                .map(target -> target.id() + " " + (target.reason().isEmpty() ? target.state() : target.reason())
                        + (target.description().isEmpty() ? "" : " (" + target.description() + ")"))
                .sorted()
                .toList();
        return (targets.size() - others.size()) + " of " + targets.size() + " targets healthy"
                + (others.isEmpty() ? "" : ": " + String.join(", ", others));
    }

    private static List<String> causes(TargetHealth health) {
        List<String> causes = new ArrayList<>();
        if (has(health.targets(), Verdict.OUT)) {
            causes.add("a machine was stopped or replaced, or a pod was: it is taken out, and its successor comes in"
                    + " once it is ready");
        }
        if (has(health.targets(), Verdict.CHECKING)) {
            causes.add("the health checks have only begun: look again in a minute or two");
        }
        if (has(health.targets(), Verdict.FAILING)) {
            causes.add(failing(health));
        }
        return causes;
    }

    private static String failing(TargetHealth health) {
        if (!health.anyHealthy()) {
            return "no pod of the gateway is ready, or a security group of the nodes closes the port of the health check:"
                    + " look at the gateway's pods first, then at the groups' rules";
        }
        boolean wholePort = byPort(health).values().stream()
                .anyMatch(targets -> has(targets, Verdict.FAILING) && !has(targets, Verdict.HEALTHY));
        // A gateway's proxy listens only where a Gateway says so (istio/istio#48492).
        return wholePort
                ? "no Gateway opens that port yet, so that nobody listens there: normal until one does"
                : "these nodes have no pod of the gateway and its Service has externalTrafficPolicy Local, which is normal;"
                        + " else a security group closes the port of the health check, or the node is ill";
    }

    private static boolean has(List<Target> targets, Verdict verdict) {
        return targets.stream().anyMatch(target -> target.verdict() == verdict);
    }
}
