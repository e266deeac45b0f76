package io.meshprovisioner.istio.traffic.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads Envoy's RBAC filters, as Istio generated them, word for word: slow, and nothing of our own in it. */
final class RecordedRbac {
    private RecordedRbac() {}

    /** Whether a chain of filters lets a call through. */
    static boolean allows(JsonNode filters, Attributes call) {
        return stream(filters).allMatch(filter -> {
            JsonNode rules = filter.get("rules");
            if (rules == null || rules.path("action").asText().equals("LOG")) {
                return true;
            }
            boolean taken = stream(rules.path("policies")).anyMatch(policy -> takes(policy, call));
            return rules.path("action").asText("ALLOW").equals("DENY") != taken;
        });
    }

    private static boolean takes(JsonNode policy, Attributes call) {
        return stream(policy.path("permissions")).anyMatch(one -> holds(one, call))
                && stream(policy.path("principals")).anyMatch(one -> holds(one, call));
    }

    private static boolean holds(JsonNode node, Attributes call) {
        var member = node.properties().iterator().next();
        JsonNode value = member.getValue();
        return switch (member.getKey()) {
            case "any" -> true;
            case "andRules" -> stream(value.path("rules")).allMatch(one -> holds(one, call));
            case "andIds" -> stream(value.path("ids")).allMatch(one -> holds(one, call));
            case "orRules" -> stream(value.path("rules")).anyMatch(one -> holds(one, call));
            case "orIds" -> stream(value.path("ids")).anyMatch(one -> holds(one, call));
            case "notRule", "notId" -> !holds(value, call);
            case "destinationPort" -> value.asInt() == call.destinationPort();
            case "directRemoteIp" -> contains(value, call.sourceAddress());
            case "remoteIp" -> contains(value, call.remoteAddress());
            case "destinationIp" -> contains(value, call.destinationAddress());
            case "urlPath" -> text(value.path("path"), call.path().replaceFirst("[?#].*", ""));
            case "authenticated" -> text(value.path("principalName"), call.principal());
            case "requestedServerName" -> text(value, call.serverName());
            case "header" -> header(value, call);
            default -> throw new AssertionError("unknown: " + node);
        };
    }

    private static boolean header(JsonNode matcher, Attributes call) {
        String actual =
                switch (matcher.path("name").asText()) {
                    case ":method" -> call.method();
                    case ":authority" -> call.authority();
                    default -> call.header(matcher.path("name").asText());
                };
        return matcher.has("presentMatch") ? actual != null : text(matcher.path("stringMatch"), actual);
    }

    private static boolean text(JsonNode matcher, @Nullable String actual) {
        if (actual == null) {
            return false;
        }
        boolean fold = matcher.path("ignoreCase").asBoolean();
        String value = fold ? actual.toLowerCase(Locale.ROOT) : actual;
        var member = matcher.properties().stream()
                .filter(one -> !one.getKey().equals("ignoreCase"))
                .findFirst()
                .orElseThrow();
        String said = fold
                ? member.getValue().asText().toLowerCase(Locale.ROOT)
                : member.getValue().asText();
        return switch (member.getKey()) {
            case "exact" -> value.equals(said);
            case "prefix" -> value.startsWith(said);
            case "suffix" -> value.endsWith(said);
            case "safeRegex" -> Pattern.matches(member.getValue().path("regex").asText(), value);
            default -> throw new AssertionError("unknown: " + matcher);
        };
    }

    private static boolean contains(JsonNode cidr, String address) {
        return AddressBlock.parse(cidr.path("addressPrefix").asText() + "/"
                        + cidr.path("prefixLen").asInt())
                .orElseThrow()
                .contains(address);
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false);
    }
}
