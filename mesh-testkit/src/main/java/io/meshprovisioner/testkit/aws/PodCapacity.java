package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many pods a node takes: what its NodeConfig says, else what its CNI has addresses for. */
final class PodCapacity {
    private static final Pattern MAX_PODS = Pattern.compile("[\"']?maxPods[\"']?\\s*:\\s*(\\d+)");
    private static final int MOST = 110;
    private static final int MOST_ON_LARGE = 250;

    private PodCapacity() {}

    static int of(Site site, Nodegroup group, InstanceTypes.Type type) {
        return asked(site, group).orElseGet(() -> prefixes(site, group) ? mostPods(type) : type.pods());
    }

    private static int mostPods(InstanceTypes.Type type) {
        return type.vcpus() < 30 ? MOST : MOST_ON_LARGE;
    }

    private static Optional<Integer> asked(Site site, Nodegroup group) {
        return NodeLife.template(site, group).get("UserData").flatMap(encoded -> {
            try {
                String text = new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
                Matcher matcher = MAX_PODS.matcher(text);
                return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private static boolean prefixes(Site site, Nodegroup group) {
        Optional<JsonNode> env = site.kubernetes(group.cluster())
                .flatMap(k8s -> k8s.get("apps/v1", "DaemonSet", "kube-system", "aws-node"))
                .map(object -> object.at("/spec/template/spec/containers/0/env"));
        if (env.isPresent()) {
            for (JsonNode variable : env.get()) {
                if (variable.path("name").asText().equals("ENABLE_PREFIX_DELEGATION")) {
                    return variable.path("value").asText().equals("true");
                }
            }
        }
        return false;
    }
}
