package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A Fargate profile. */
record FargateProfile(
        String cluster,
        String name,
        String arn,
        String roleArn,
        List<String> subnets,
        List<Selector> selectors,
        Map<String, String> tags,
        Instant created,
        Status status) {

    FargateProfile {
        subnets = List.copyOf(subnets);
        selectors = List.copyOf(selectors);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    enum Status {
        CREATING,
        ACTIVE,
        DELETING,
        CREATE_FAILED
    }

    /** Pods of a namespace with all of these labels; star and question mark stand for characters. */
    record Selector(String namespace, Map<String, String> labels) {
        Selector {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }

        boolean takes(String podNamespace, Map<String, String> podLabels) {
            return like(namespace, podNamespace)
                    && labels.entrySet().stream().allMatch(wanted -> podLabels.entrySet().stream()
                            .anyMatch(label -> like(wanted.getKey(), label.getKey())
                                    && like(wanted.getValue(), label.getValue())));
        }

        private static boolean like(String pattern, String text) {
            StringBuilder expression = new StringBuilder();
            pattern.chars()
                    .forEach(c -> expression.append(
                            c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c))));
            return text.matches(expression.toString());
        }
    }

    String key() {
        return cluster + "/" + name;
    }

    boolean takes(String namespace, Map<String, String> labels) {
        return selectors.stream().anyMatch(selector -> selector.takes(namespace, labels));
    }

    FargateProfile withStatus(Status other) {
        return new FargateProfile(cluster, name, arn, roleArn, subnets, selectors, tags, created, other);
    }

    FargateProfile withTags(Map<String, String> other) {
        return new FargateProfile(cluster, name, arn, roleArn, subnets, selectors, other, created, status);
    }
}
