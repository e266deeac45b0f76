package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A statement of an identity policy, and whether it speaks of a demand. */
record PolicyStatement(JsonNode node) {

    boolean allows() {
        return node.path("Effect").asText().equals("Allow");
    }

    boolean denies() {
        return node.path("Effect").asText().equals("Deny");
    }

    boolean speaksOf(Demand demand) {
        return names("Action", demand.action().toLowerCase(Locale.ROOT))
                && demand.resource()
                        .map(arn -> names("Resource", arn) && conditionsHold(demand.context()))
                        .orElse(true);
    }

    /** The condition keys that would decide whether it speaks of a demand, and that the demand lacks. */
    Set<String> lacks(Demand demand) {
        Set<String> keys = new TreeSet<>();
        if (speaksOf(Demand.onNothing(demand.action()))
                && demand.resource().filter(arn -> names("Resource", arn)).isPresent()) {
            node.path("Condition").forEach(operator -> operator.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(key -> value(demand.context(), key).isEmpty())
                    .forEach(keys::add));
        }
        return keys;
    }

    /** {@code Action} or {@code NotAction}, {@code Resource} or {@code NotResource}. */
    private boolean names(String element, String text) {
        return node.has("Not" + element)
                ? !matches(node.path("Not" + element), text, element)
                : matches(node.path(element), text, element);
    }

    private static boolean matches(JsonNode patterns, String text, String element) {
        return texts(patterns).stream()
                .map(pattern -> element.equals("Action") ? pattern.toLowerCase(Locale.ROOT) : pattern)
                .anyMatch(pattern -> like(pattern, text));
    }

    private static List<String> texts(JsonNode node) {
        return node.isArray() ? EksIn.texts(node) : List.of(node.asText());
    }

    private static boolean like(String pattern, String text) {
        return Pattern.compile(
                        ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL)
                .matcher(text)
                .matches();
    }

    private boolean conditionsHold(Map<String, String> context) {
        for (var operator : node.path("Condition").properties()) {
            for (var key : operator.getValue().properties()) {
                if (!holds(operator.getKey(), value(context, key.getKey()), texts(key.getValue()))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Keys are not case-sensitive; EC2 knows tags by a key of its own, too. */
    private static String value(Map<String, String> context, String key) {
        String wanted = key.replaceFirst("^(ec2|iam|elasticloadbalancing):ResourceTag/", "aws:ResourceTag/");
        return context.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(wanted))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** A key that the request does not carry meets no condition, unless the operator says "if it exists". */
    private static boolean holds(String operator, String value, List<String> wanted) {
        if (operator.endsWith("IfExists")) {
            return value.isEmpty() || holds(operator.replace("IfExists", ""), value, wanted);
        }
        return switch (operator) {
            case "StringEquals" -> !value.isEmpty() && wanted.contains(value);
            case "StringNotEquals" -> !wanted.contains(value);
            case "StringLike", "ArnLike", "ArnEquals" ->
                !value.isEmpty() && wanted.stream().anyMatch(pattern -> like(pattern, value));
            default ->
                throw AwsError.of(
                        500, "InternalFailure", "The sandbox does not judge the condition operator %s.", operator);
        };
    }
}
