package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Destination rules by themselves and with pods. */
final class DestinationRuleAnalyzers {
    private static final List<String> TOPOLOGY =
            List.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone");

    private DestinationRuleAnalyzers() {}

    /** IST0128 and IST0129: TLS that verifies no server. */
    static void serverVerification(World world, Reporter reporter) {
        for (Resource rule : world.networking("DestinationRule")) {
            Node policy = rule.spec().get("trafficPolicy");
            boolean selects = rule.spec().has("workloadSelector");
            checkTls(rule, policy.get("tls"), selects, "IST0128", "", reporter);
            for (Node port : policy.items("portLevelSettings")) {
                String where = " on port " + port.get("port").integer("number");
                checkTls(rule, port.get("tls"), selects, "IST0129", where, reporter);
            }
        }
    }

    private static void checkTls(
            Resource rule, Node tls, boolean selects, String code, String where, Reporter reporter) {
        boolean originates = List.of("SIMPLE", "MUTUAL").contains(tls.text("mode"));
        // a credential counts only where the rule is bound to workloads that can read it
        boolean verified = tls.hasAny("caCertificates") || (tls.hasAny("credentialName") && selects);
        if (originates && !verified) {
            reporter.report(
                    rule,
                    tls,
                    code,
                    "TLS to " + rule.spec().text("host") + where + " with the mode " + tls.text("mode")
                            + " does not verify the server",
                    "Set caCertificates, for instance to \"system\" for the CAs of the proxy's image");
        }
    }

    /** IST0174 for a host that does not exist, IST0173 for a subset that no pod belongs to. */
    static void subsets(World world, Reporter reporter) {
        ServiceHosts hosts = new ServiceHosts(world);
        Map<String, Map<String, String>> nodes = new HashMap<>();
        world.core("Node").forEach(node -> nodes.put(node.name(), node.labels()));
        List<Map<String, String>> pods =
                world.core("Pod").stream().map(pod -> podLabels(pod, nodes)).toList();
        for (Resource rule : world.networking("DestinationRule")) {
            String name = rule.spec().text("host");
            Optional<ServiceHosts.Host> host =
                    hosts.find(rule.namespace(), rule.spec().texts("exportTo"), name);
            if (host.isEmpty()) {
                reporter.report(
                        rule,
                        rule.spec().get("host"),
                        "IST0174",
                        "the host " + name + " is no known service, so the rule applies to nothing",
                        "Correct the name (a short one is looked up in " + rule.namespace()
                                + "), or add a Service or ServiceEntry for it");
                continue;
            }
            for (Node subset : rule.spec().items("subsets")) {
                Map<String, String> selector = new HashMap<>(host.get().selector());
                selector.putAll(subset.textMap("labels"));
                if (pods.stream().noneMatch(labels -> LabelMatch.matches(selector, labels))) {
                    reporter.report(
                            rule,
                            subset,
                            "IST0173",
                            "no pod has the labels of the subset " + subset.text("name") + ": "
                                    + LabelMatch.text(selector),
                            "Correct the labels, or deploy the version before routing to it");
                }
            }
        }
    }

    private static Map<String, String> podLabels(Resource pod, Map<String, Map<String, String>> nodes) {
        Map<String, String> labels = new HashMap<>(pod.labels());
        String nodeName = pod.spec().text("nodeName");
        Map<String, String> node = nodes.getOrDefault(nodeName, Map.of());
        for (String label : TOPOLOGY) {
            String value = node.getOrDefault(label, "");
            if (value.isEmpty()) {
                break; // a zone without region says nothing
            }
            labels.put(label, value);
        }
        if (!nodeName.isEmpty()) {
            labels.put("kubernetes.io/hostname", nodeName);
        }
        return labels;
    }
}
