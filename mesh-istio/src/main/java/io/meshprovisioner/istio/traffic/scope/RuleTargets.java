package io.meshprovisioner.istio.traffic.scope;

import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.HttpRule;
import io.meshprovisioner.istio.traffic.rule.MirrorRule;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.StreamRule;
import io.meshprovisioner.istio.traffic.rule.Target;
import io.meshprovisioner.istio.traffic.rule.WeightedTarget;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The hosts that rules lead to, with the ports that they name; 0 stands for none named, which means all. */
final class RuleTargets {
    private RuleTargets() {}

    static Map<String, Set<Integer>> of(Rules rules, String namespace) {
        Map<String, Set<Integer>> targets = new LinkedHashMap<>();
        for (HttpRule rule : rules.http()) {
            if (isFor(rule, namespace)) {
                rule.route().forEach(route -> add(targets, route.target()));
                List<MirrorRule> mirrors = rule.mirrors();
                if (mirrors != null) {
                    mirrors.forEach(mirror -> add(targets, mirror.target()));
                }
            }
        }
        for (List<StreamRule> streams : List.of(rules.tcp(), rules.tls())) {
            streams.forEach(rule -> rule.route().forEach(route -> add(targets, route.target())));
        }
        return targets;
    }

    /** Whether all hosts that rules lead to fulfil something, for whomever the rules are. */
    static boolean allOf(Rules rules, Predicate<Target> test) {
        for (HttpRule rule : rules.http()) {
            List<MirrorRule> mirrors = rule.mirrors();
            if (!allOf(rule.route(), test)) {
                return false;
            }
            if (mirrors != null) {
                for (MirrorRule mirror : mirrors) {
                    if (!test.test(mirror.target())) {
                        return false;
                    }
                }
            }
        }
        return allOfStreams(rules.tcp(), test) && allOfStreams(rules.tls(), test);
    }

    private static boolean allOfStreams(List<StreamRule> rules, Predicate<Target> test) {
        for (StreamRule rule : rules) {
            if (!allOf(rule.route(), test)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allOf(List<WeightedTarget> route, Predicate<Target> test) {
        for (WeightedTarget one : route) {
            if (!test.test(one.target())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFor(HttpRule rule, String namespace) {
        boolean matched = true;
        for (HttpCondition condition : rule.conditions()) {
            if (!condition.sourceNamespace().isEmpty()) {
                if (condition.sourceNamespace().equals(namespace)) {
                    return true;
                }
                matched = false;
            }
        }
        return matched;
    }

    private static void add(Map<String, Set<Integer>> targets, Target target) {
        targets.computeIfAbsent(target.host(), key -> new TreeSet<>()).add(target.port());
    }

    /** The service with those of its ports; empty where it has none of them. */
    static Optional<MeshService> onPorts(MeshService service, Set<Integer> ports) {
        if (ports.contains(0)) {
            return Optional.of(service);
        }
        List<ServicePort> named = service.ports().stream()
                .filter(port -> ports.contains(port.number()))
                .toList();
        if (named.size() == service.ports().size()) {
            return Optional.of(service);
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(service.ports(named));
    }
}
