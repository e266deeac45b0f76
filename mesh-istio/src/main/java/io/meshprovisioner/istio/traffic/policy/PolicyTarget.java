package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Labels;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The workload that policies are for. Sidecars go by selector; a gateway of the Gateway API goes by {@code targetRefs},
 * and by selector where a policy has none.
 */
record PolicyTarget(String namespace, Map<String, String> labels) {
    private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";
    private static final String GATEWAY_GROUP = "gateway.networking.k8s.io";

    /** Why a policy of its namespace or of the root namespace is not for it; empty if it is. */
    Optional<String> miss(ConfigObject policy) {
        Node spec = policy.spec();
        List<Node> targets = targets(spec);
        Map<String, String> selector = spec.get("selector").textMap("matchLabels");
        if (targets.isEmpty()) {
            return Labels.match(selector, labels)
                    ? Optional.empty()
                    : Optional.of("its selector " + selector + " does not fit the labels " + labels);
        }
        String gateway = labels.get(GATEWAY_NAME);
        if (gateway == null) {
            return Optional.of("it has targetRefs, and this is no gateway of the Gateway API");
        }
        boolean hit = policy.namespace().equals(namespace)
                && targets.stream()
                        .anyMatch(target -> target.text("group").equals(GATEWAY_GROUP)
                                && target.text("kind").equals("Gateway")
                                && target.text("name").equals(gateway)
                                && (target.text("namespace").isEmpty()
                                        || target.text("namespace").equals(namespace)));
        return hit ? Optional.empty() : Optional.of("no targetRef names the gateway " + namespace + "/" + gateway);
    }

    private static List<Node> targets(Node spec) {
        List<Node> targets = new ArrayList<>(spec.items("targetRefs"));
        if (targets.isEmpty() && spec.has("targetRef")) {
            targets.add(spec.get("targetRef"));
        }
        return targets;
    }
}
