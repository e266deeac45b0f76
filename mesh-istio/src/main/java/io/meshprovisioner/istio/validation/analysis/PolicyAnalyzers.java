package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Policies with the workloads that they are for. */
final class PolicyAnalyzers {
    private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";
    private static final int SHOWN = 5;

    private PolicyAnalyzers() {}

    /** IST0127 for policies that no workload is under, IST0101 for namespaces that do not exist. */
    static void authorization(World world, Reporter reporter) {
        List<Resource> pods = world.core("Pod").stream()
                .filter(pod -> Workloads.isPodInMesh(world, pod) || Workloads.isAmbientPod(pod))
                .toList();
        for (Resource policy : world.security("AuthorizationPolicy")) {
            checkWorkloads(world, policy, pods, reporter);
            for (Node rule : policy.spec().items("rules")) {
                for (Node from : rule.items("from")) {
                    Stream.of("namespaces", "notNamespaces")
                            .flatMap(field -> from.get("source").items(field).stream())
                            .filter(item -> world.core("Namespace").stream()
                                    .noneMatch(namespace -> isNamed(namespace.name(), item.text())))
                            .forEach(item -> reporter.report(
                                    policy,
                                    item,
                                    "IST0101",
                                    "no namespace is named \"" + item.text() + "\"",
                                    "Correct the name, or create the namespace"));
                }
            }
        }
    }

    private static void checkWorkloads(World world, Resource policy, List<Resource> pods, Reporter reporter) {
        boolean meshWide = policy.namespace().equals(world.rootNamespace());
        boolean selects = policy.spec().has("selector");
        if (meshWide && !selects) {
            return;
        }
        Map<String, String> selector = policy.spec().get("selector").textMap("matchLabels");
        boolean found = pods.stream()
                .filter(pod -> meshWide || pod.namespace().equals(policy.namespace()))
                .anyMatch(pod -> LabelMatch.matches(selector, pod.labels()));
        if (!found) {
            reporter.report(
                    policy,
                    policy.spec().get("selector"),
                    "IST0127",
                    "no workload of the mesh " + (meshWide ? "" : "in the namespace " + policy.namespace() + " ")
                            + (selects ? "has the labels " + LabelMatch.text(selector) : "is there"),
                    "Correct the selector, or make sure that the pods have a sidecar or are in ambient mode");
        }
    }

    private static boolean isNamed(String namespace, String pattern) {
        String name = namespace.toLowerCase(Locale.ROOT);
        if (pattern.startsWith("*")) {
            return namespace.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*")
                ? namespace.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern.toLowerCase(Locale.ROOT));
    }

    /** IST0166: a selector on pods of a gateway of the Gateway API, where only target references work. */
    static void gatewaySelectors(World world, Reporter reporter) {
        List<Resource> pods = world.core("Pod").stream()
                .filter(pod -> pod.labels().containsKey(GATEWAY_NAME))
                .toList();
        List<Resource> policies = new ArrayList<>(world.security("AuthorizationPolicy"));
        policies.addAll(world.security("RequestAuthentication"));
        policies.addAll(world.telemetries());
        policies.addAll(world.of("extensions.istio.io", "WasmPlugin"));
        for (Resource policy : policies) {
            Node spec = policy.spec();
            if (spec.has("targetRef") || !spec.has("selector")) {
                continue;
            }
            Map<String, String> selector = spec.get("selector").textMap("matchLabels");
            for (Resource pod : pods) {
                if (pod.namespace().equals(policy.namespace()) && LabelMatch.matches(selector, pod.labels())) {
                    reporter.report(
                            policy,
                            spec.get("selector"),
                            "IST0166",
                            "the selector finds pods of the gateway "
                                    + pod.labels().get(GATEWAY_NAME)
                                    + " of the Gateway API, where selectors have no effect",
                            "Use targetRefs with the Gateway's name");
                }
            }
        }
    }

    /** IST0175: istiod would fetch keys from any address, also from inside of the network. */
    static void blockedAddresses(World world, Reporter reporter) {
        List<String> names = world.security("RequestAuthentication").stream()
                .map(Resource::fullName)
                .toList();
        if (names.isEmpty()) {
            return;
        }
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        for (Resource deployment : world.deployments()) {
            boolean blocks = deployment.spec().get("template", "spec").items("containers").stream()
                    .flatMap(container -> container.items("env").stream())
                    .anyMatch(variable -> variable.text("name").equals("BLOCKED_CIDRS_IN_JWKS_URIS")
                            && !variable.text("value").isEmpty());
            if ("istiod".equals(deployment.labels().get("app")) && !blocks) {
                reporter.report(
                        deployment,
                        deployment.spec(),
                        "IST0175",
                        "istiod fetches the keys for " + names.size() + " RequestAuthentications (" + shown
                                + (names.size() > SHOWN ? " and more" : "") + ") from any address, also from inside",
                        "Set BLOCKED_CIDRS_IN_JWKS_URIS on istiod to the ranges that it must not call");
            }
        }
    }
}
