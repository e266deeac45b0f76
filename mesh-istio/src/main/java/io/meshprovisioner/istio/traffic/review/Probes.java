package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests that the AuthorizationPolicies of a mesh speak of: one for each method and path, with the headers they ask for. */
final class Probes {
    private static final int MOST = 200;

    private record Probe(String method, String path, Map<String, List<String>> headers) {}

    private final Set<Probe> probes = new LinkedHashSet<>();

    Probes(Snapshot snapshot) {
        for (ConfigObject policy : snapshot.objects(ConfigKind.AUTHORIZATION_POLICY)) {
            for (Node rule : policy.spec().items("rules")) {
                Map<String, List<String>> headers = headers(rule);
                List<Node> operations = new ArrayList<>();
                rule.items("to").forEach(to -> operations.add(to.get("operation")));
                if (operations.isEmpty()) {
                    add("GET", "/", headers);
                }
                for (Node operation : operations) {
                    for (String method : orElse(operation.texts("methods"), "GET")) {
                        for (String path : orElse(operation.texts("paths"), "/")) {
                            add(method.equals("*") ? "GET" : method, example(path), headers);
                        }
                    }
                }
            }
        }
    }

    private void add(String method, String path, Map<String, List<String>> headers) {
        if (probes.size() < MOST) {
            probes.add(new Probe(method, path, headers));
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
    List<HttpRequest> at(HttpRequest plain) {
        List<HttpRequest> all = new ArrayList<>();
        all.add(plain);
        for (Probe probe : probes) {
            all.add(new HttpRequest(
                    probe.method(), plain.scheme(), plain.authority(), probe.path(), probe.headers(), plain.http2()));
        }
        return all;
    }
}
