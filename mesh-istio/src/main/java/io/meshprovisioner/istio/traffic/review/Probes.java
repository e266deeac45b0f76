package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.space.Sample;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests that the AuthorizationPolicies of a mesh speak of: one for each method and path, with the headers and the
 * token they ask for.
 */
final class Probes {
    private static final int MOST = 200;

    private record Probe(
            String method,
            String path,
            Map<String, List<String>> headers,
            @Nullable Token token) {}

    private final Set<Probe> probes = new LinkedHashSet<>();

    Probes(Snapshot snapshot) {
        this(snapshot, any -> true);
    }

    /** @param asked which policies are looked at */
    Probes(Snapshot snapshot, Predicate<ConfigObject> asked) {
        ProbeTokens tokens = new ProbeTokens(snapshot);
        for (ConfigObject policy : snapshot.objects(ConfigKind.AUTHORIZATION_POLICY)) {
            if (!asked.test(policy)) {
                continue;
            }
            for (Node rule : policy.spec().items("rules")) {
                Map<String, List<String>> headers = headers(rule);
                Token token = tokens.of(rule);
                List<Node> operations = new ArrayList<>();
                rule.items("to").forEach(to -> operations.add(to.get("operation")));
                if (operations.isEmpty()) {
                    add("GET", "/", headers, token);
                }
                for (Node operation : operations) {
                    for (String method : orElse(operation.texts("methods"), "GET")) {
                        for (String path : orElse(operation.texts("paths"), "/")) {
                            add(method.equals("*") ? "GET" : method, example(path), headers, token);
                        }
                    }
                }
            }
        }
    }

    private void add(String method, String path, Map<String, List<String>> headers, @Nullable Token token) {
        if (probes.size() < MOST) {
            probes.add(new Probe(method, path, headers, token));
        }
    }

    private static List<String> orElse(List<String> values, String other) {
        return values.isEmpty() ? List.of(other) : values;
    }

    /** A path that fits a pattern. */
    private static String example(String pattern) {
        String path = pattern.replaceAll("\\{\\*{1,2}}", "x").replace("*", pattern.startsWith("*") ? "/x" : "x");
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Map<String, List<String>> headers(Node rule) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Node when : rule.items("when")) {
            String key = when.text("key");
            List<String> values = when.texts("values");
            if (key.startsWith("request.headers[") && key.endsWith("]") && !values.isEmpty()) {
                headers.put(
                        key.substring("request.headers[".length(), key.length() - 1),
                        List.of(values.get(0).replace("*", "x")));
            }
        }
        return headers;
    }

    /** All of them, and first a plain one. */
    List<Sample> at(HttpRequest plain) {
        List<Sample> all = new ArrayList<>();
        all.add(new Sample(plain, null));
        for (Probe probe : probes) {
            all.add(new Sample(
                    new HttpRequest(
                            probe.method(),
                            plain.scheme(),
                            plain.authority(),
                            probe.path(),
                            probe.headers(),
                            plain.http2()),
                    probe.token()));
        }
        return all;
    }
}
