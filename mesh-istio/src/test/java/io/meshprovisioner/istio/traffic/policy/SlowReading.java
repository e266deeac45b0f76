package io.meshprovisioner.istio.traffic.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rules read straight from Istio's reference, each value as one regular expression over the whole text: slow and plain. */
final class SlowReading {
    private static final Map<String, String> KEYS = Map.of(
            "principals", "source.principal",
            "namespaces", "source.namespace",
            "serviceAccounts", "source.serviceAccount",
            "trustDomains", "source.trustDomain",
            "ipBlocks", "source.ip",
            "ports", "destination.port",
            "requestPrincipals", "request.auth.principal");

    private SlowReading() {}

    static boolean takes(JsonNode rules, Call call) {
        return any(rules, rule -> rule(rule, call));
    }

    private static boolean rule(JsonNode rule, Call call) {
        return side(rule.path("from"), "source", call)
                && side(rule.path("to"), "operation", call)
                && StreamSupport.stream(rule.path("when").spliterator(), false)
                        .allMatch(when -> list(when.path("key").asText(), when.path("values"), call, true)
                                && list(when.path("key").asText(), when.path("notValues"), call, false));
    }

    private static boolean side(JsonNode alternatives, String field, Call call) {
        return alternatives.isMissingNode()
                || any(alternatives, one -> one.path(field).properties().stream()
                        .allMatch(member -> {
                            boolean positive = !member.getKey().startsWith("not");
                            String name = positive
                                    ? member.getKey()
                                    : Character.toLowerCase(member.getKey().charAt(3))
                                            + member.getKey().substring(4);
                            return list(KEYS.getOrDefault(name, name), member.getValue(), call, positive);
                        }));
    }

    private static boolean list(String key, JsonNode values, Call call, boolean positive) {
        return values.isMissingNode() || any(values, value -> value(key, value.asText(), call)) == positive;
    }

    private static boolean any(JsonNode list, Predicate<JsonNode> test) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(test);
    }

    private static boolean value(String key, String said, Call call) {
        return switch (key) {
            case "source.principal" -> is(said.equals("*") ? ".+" : "spiffe://" + glob(said), call.principal());
            case "source.namespace" -> is(".*/ns/" + stars(said, ".*") + "/.*", call.principal());
            case "source.serviceAccount" ->
                is(
                        "spiffe://.+/ns/" + quote(said.contains("/") ? said.replaceFirst("/.*", "") : "shop")
                                + "/(.+/|)sa/" + quote(said.replaceFirst(".*/", "")) + "(/.+)?",
                        call.principal());
            case "source.trustDomain" -> is("spiffe://" + stars(said, "[^/]*") + "/.*", call.principal());
            case "source.ip" -> AddressBlock.parse(said).orElseThrow().contains(call.sourceAddress());
            case "destination.port" -> said.equals(Integer.toString(call.destinationPort()));
            case "connection.sni" -> is(said.equals("*") ? ".+" : glob(said), call.serverName());
            case "methods" -> is(glob(said), call.method());
            case "hosts" -> is("(?i)" + glob(said), call.authority());
            case "paths" -> is(path(said), call.path().replaceFirst("\\?.*", ""));
            case "request.auth.principal" -> principal(said, call);
            case "request.headers[x-a]" -> is(glob(said), call.header("x-a"));
            default -> claim(said, call.claims().get("groups"));
        };
    }

    private static boolean principal(String said, Call call) {
        String issuer = (String) call.claims().get("iss");
        String subject = (String) call.claims().get("sub");
        return issuer != null && subject != null && is(said.equals("*") ? ".+/.+" : glob(said), issuer + "/" + subject);
    }

    private static boolean claim(String said, @Nullable Object claim) {
        String expression = said.equals("*") ? ".+" : glob(said);
        return claim instanceof List<?> list
                ? list.stream().anyMatch(one -> is(expression, (String) one))
                : is(expression, (String) claim);
    }

    private static String path(String said) {
        String segment = "[a-zA-Z0-9\\-._~%!$&'()+,;:@]";
        if (!said.contains("{")) {
            return said.equals("*") ? ".+" : glob(said);
        }
        return quote(said).replace(quote("{**}"), "(" + segment + "|/)*").replace(quote("{*}"), segment + "+");
    }

    /** One star at an end stands for any text. */
    private static String glob(String said) {
        if (said.equals("*")) {
            return ".*";
        }
        if (said.startsWith("*")) {
            return ".*" + quote(said.substring(1));
        }
        return said.endsWith("*") ? quote(said.substring(0, said.length() - 1)) + ".*" : quote(said);
    }

    private static String stars(String said, String any) {
        return String.join(
                any,
                List.of(said.split("\\*", -1)).stream().map(SlowReading::quote).toList());
    }

    private static String quote(String literal) {
        return literal.replaceAll("([\\\\.+*?()|\\[\\]{}^$])", "\\\\$1");
    }

    private static boolean is(String expression, @Nullable String text) {
        return text != null && Pattern.matches(expression, text);
    }
}
