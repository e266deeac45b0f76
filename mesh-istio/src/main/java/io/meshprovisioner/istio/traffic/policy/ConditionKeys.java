package io.meshprovisioner.istio.traffic.policy;

import java.util.List;
import java.util.Optional;

/** The keys of conditions. Source: "Authorization Policy Conditions" of Istio's reference. */
final class ConditionKeys {
    private static final String HEADERS = "request.headers";
    private static final String CLAIMS = "request.auth.claims";
    private static final String METADATA = "experimental.envoy.filters.";

    private ConditionKeys() {}

    /** What a key asks about in a policy of a namespace; empty for a key that does not exist. */
    static Optional<Attribute> attribute(String key, String policyNamespace) {
        return switch (key) {
            case "source.ip" -> Optional.of(Attribute.address(key, Attributes::sourceAddress));
            case "remote.ip" -> Optional.of(Attribute.address(key, Attributes::remoteAddress));
            case "source.namespace" -> Optional.of(Attribute.identity(key, Identities::namespace));
            case "source.principal" -> Optional.of(Attribute.identity(key, Identities::principal));
            case "source.trustDomain" -> Optional.of(Attribute.identity(key, Identities::trustDomain));
            case "source.serviceAccount" ->
                Optional.of(Attribute.identity(key, said -> Identities.serviceAccount(policyNamespace, said)));
            case "request.auth.principal" -> Optional.of(Attribute.requestPrincipals(key));
            case "request.auth.audiences" -> Optional.of(Attribute.claim(key, List.of("aud")));
            case "request.auth.presenter" -> Optional.of(Attribute.claim(key, List.of("azp")));
            case "destination.ip" -> Optional.of(Attribute.address(key, Attributes::destinationAddress));
            case "destination.port" -> Optional.of(Attribute.ports(key));
            case "connection.sni" -> Optional.of(Attribute.serverName(key));
            default -> inBrackets(key);
        };
    }

    /** Whether a key asks about the caller, as {@code from} does; the others ask about what is called, as {@code to}. */
    static boolean isAboutCaller(String key) {
        return !key.startsWith("destination.") && !key.equals("connection.sni") && !key.startsWith(METADATA);
    }

    private static Optional<Attribute> inBrackets(String key) {
        if (key.startsWith(HEADERS)) {
            String rest = key.substring(HEADERS.length());
            return Optional.of(isBracketed(rest) ? Attribute.header(key, inside(rest)) : neverSaid(key));
        }
        if (key.startsWith(CLAIMS)) {
            String rest = key.substring(CLAIMS.length());
            return Optional.of(isBracketed(rest) ? Attribute.claim(key, path(rest)) : neverSaid(key));
        }
        return key.startsWith(METADATA) ? Optional.of(Attribute.unknown(key)) : Optional.empty();
    }

    private static boolean isBracketed(String text) {
        return text.startsWith("[") && text.endsWith("]") && text.length() > 1;
    }

    private static String inside(String bracketed) {
        return bracketed.substring(1, bracketed.length() - 1);
    }

    /** {@code [a][b]} as a path of two; what is bracketed otherwise is one name. */
    private static List<String> path(String bracketed) {
        List<String> path = List.of(inside(bracketed).split("]\\[", -1));
        return path.stream().anyMatch(name -> name.contains("[") || name.contains("]"))
                ? List.of(inside(bracketed))
                : path;
    }

    private static Attribute neverSaid(String key) {
        return new Attribute(key, true, call -> null, value -> Optional.empty());
    }
}
