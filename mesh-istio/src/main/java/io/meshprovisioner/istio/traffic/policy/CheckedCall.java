package io.meshprovisioner.istio.traffic.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A call after its token was looked at: with claims, with the headers made of them, without the token. */
record CheckedCall(
        Attributes call,
        List<TokenRule> rules,
        @Nullable TokenRule rule,
        @Nullable Token token) implements Attributes {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public @Nullable String header(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (token != null && rule != null) {
            String made = rule.payloadHeader().equals(lower) ? payload(token) : rule.header(lower, token);
            if (made != null) {
                return made;
            }
            boolean carries = token.place() instanceof Token.Place.Header header
                    && header.name().equalsIgnoreCase(name);
            if (carries && !rule.forwards()) {
                return null;
            }
        }
        boolean reserved = rules.stream()
                .anyMatch(one ->
                        one.payloadHeader().equals(lower) || one.headers().containsKey(lower));
        return reserved ? null : call.header(name); // a caller cannot forge what is made of claims
    }

    /** The claims as they stand in a token; their order is unknown here. */
    private static String payload(Token token) {
        byte[] json = JSON.valueToTree(new TreeMap<>(token.claims())).toString().getBytes(UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /** Whether the token does not go on to the workload. */
    boolean removesToken() {
        return rule != null && !rule.forwards();
    }

    /** The request as it goes on. */
    HttpRequest onward(HttpRequest request) {
        if (rule == null || token == null) {
            return request;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.keySet().removeIf(name -> header(name) == null);
        Stream.concat(rule.headers().keySet().stream(), Stream.of(rule.payloadHeader()))
                .forEach(name -> {
                    String made = header(name);
                    if (made != null) {
                        headers.put(name, List.of(made));
                    }
                });
        return new HttpRequest(
                request.method(), request.scheme(), request.authority(), request.path(), headers, request.http2());
    }

    @Override
    public Map<String, Object> claims() {
        return token == null || rule == null ? Map.of() : rule.claims(token);
    }

    @Override
    public String sourceAddress() {
        return call.sourceAddress();
    }

    @Override
    public String remoteAddress() {
        return call.remoteAddress();
    }

    @Override
    public String destinationAddress() {
        return call.destinationAddress();
    }

    @Override
    public int destinationPort() {
        return call.destinationPort();
    }

    @Override
    public String serverName() {
        return call.serverName();
    }

    @Override
    public @Nullable String principal() {
        return call.principal();
    }

    @Override
    public String method() {
        return call.method();
    }

    @Override
    public String path() {
        return call.path();
    }

    @Override
    public @Nullable String authority() {
        return call.authority();
    }
}
