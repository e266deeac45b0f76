package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Rules out of few words, so that they often get in each other's way, and requests near those words. */
public final class RandomRules {
    private static final List<String> PATHS = List.of(
            "exact: /a",
            "exact: /a/b",
            "exact: /",
            "prefix: /a",
            "prefix: /a/",
            "prefix: /b",
            "prefix: /a/b",
            "prefix: /",
            "prefix: ''",
            "exact: /A",
            "prefix: no",
            "exact: /a%20b",
            "prefix: /a%4",
            "regex: /a.*",
            "regex: '/(a|b)'",
            "regex: '/[a-c]+'",
            "regex: '.*'",
            "regex: '.*b'",
            "regex: '/v[0-9]{2}'",
            "exact: '/a?b=1'");
    private static final List<String> TEXTS = List.of(
            "exact: x",
            "exact: xy",
            "exact: ''",
            "exact: z",
            "prefix: x",
            "prefix: xy",
            "prefix: ''",
            "prefix: z",
            "regex: 'x.*'",
            "regex: '.*'",
            "regex: '.+'",
            "regex: '(x|z)'",
            "regex: '[xz]?'",
            "regex: 'x[0-9]+'",
            "regex: '.*y'",
            "regex: '(?i)X'");
    private static final List<String> METHODS = List.of("exact: GET", "exact: POST", "prefix: P", "regex: 'GET|PUT'");
    private static final List<String> AUTHORITIES = List.of(
            "exact: a",
            "exact: a.shop",
            "prefix: a",
            "prefix: a.shop",
            "prefix: 'a:'",
            "regex: 'a.*'",
            "regex: '.*:80'");
    private static final List<String> NAMES = List.of("h1", "h2", "H1");
    private static final List<String> WORDS =
            List.of("x", "xy", "", "z", "X", "xz", "zy", "x1", "y", "xyy", "other", "x x");
    private static final List<String> PLACES = List.of(
            "/", "/a", "/a/b", "/a/", "/b", "/A", "/a/c", "/ab", "/B/", "/v12", "/c", "/a%20b", "/aB", "/a%41", "/a/b/",
            "/c/../a", "/%61");

    private final Random random;
    private int answers;

    public RandomRules(long seed) {
        random = new Random(seed);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** The {@code http} of a VirtualService, rule by rule, each with a destination of its own. */
    public String http(int most, boolean authorities) {
        StringBuilder yaml = new StringBuilder();
        int rules = 1 + random.nextInt(most);
        for (int i = 0; i < rules; i++) {
            yaml.append("  - name: r").append(i).append('\n');
            int matches = random.nextInt(3);
            if (matches > 0) {
                yaml.append("    match:\n");
            }
            for (int m = 0; m < matches; m++) {
                yaml.append("    - {name: m")
                        .append(m)
                        .append(", ")
                        .append(match(authorities))
                        .append('\n');
            }
            yaml.append("    directResponse: {status: ").append(200 + answers++).append("}\n");
        }
        return yaml.toString();
    }

    private String match(boolean authorities) {
        List<String> parts = new ArrayList<>();
        if (chance(60)) {
            parts.add("uri: {" + one(PATHS) + "}");
            if (chance(15)) {
                parts.add("ignoreUriCase: true");
            }
        }
        if (chance(25)) {
            parts.add("method: {" + one(METHODS) + "}");
        }
        if (authorities && chance(10)) {
            parts.add(one(
                    List.of("sourceLabels: {team: red}", "sourceNamespace: other", "port: 8080", "gateways: [mesh]")));
        }
        if (authorities && chance(15)) {
            parts.add("authority: {" + one(AUTHORITIES) + "}");
        }
        if (chance(50)) {
            parts.add("headers: {" + texts() + "}");
        }
        if (chance(20)) {
            parts.add("withoutHeaders: {" + texts() + "}");
        }
        if (chance(20)) {
            parts.add("queryParams: {" + one(List.of("q", "p")) + ": {" + one(TEXTS) + "}}");
        }
        return String.join(", ", parts) + "}";
    }

    /** The same mesh with other rules in one of its objects, or without it. */
    public String changed(String mesh) {
        int start = mesh.lastIndexOf("---\napiVersion: networking.istio.io/v1\nkind: VirtualService");
        if (chance(20)) {
            return mesh.substring(0, start);
        }
        int rules = mesh.indexOf("  http:\n", start) + "  http:\n".length();
        return mesh.substring(0, rules) + (chance(30) ? http(2, true) : "") + mesh.substring(rules);
    }

    /** A mesh with services, up to three VirtualServices for few hosts, a Gateway and clients in two namespaces. */
    public String mesh() {
        StringBuilder yaml = new StringBuilder("""
                apiVersion: v1
                kind: Service
                metadata: {name: a, namespace: shop}
                spec: {clusterIP: 10.0.0.1, selector: {app: a}, ports: [{name: http, port: 80}, {name: http-2, port: 8080}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: b, namespace: other}
                spec: {clusterIP: 10.0.0.2, selector: {app: b}, ports: [{name: http, port: 80}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: shop}
                spec:
                  selector: {istio: ingressgateway}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com", a.shop.svc.cluster.local]}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: client, namespace: shop}
                spec:
                  selector: {matchLabels: {app: client}}
                  template: {metadata: {labels: {app: client, team: red}}, spec: {containers: [{name: app}]}}
                """);
        int objects = 1 + random.nextInt(3);
        for (int i = 0; i < objects; i++) {
            yaml.append("---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v")
                    .append(i)
                    .append(", namespace: ")
                    .append(one(List.of("shop", "shop", "other")))
                    .append(", creationTimestamp: '202")
                    .append(random.nextInt(4))
                    .append("-01-01T00:00:00Z'}\nspec:\n  hosts: [")
                    .append(one(List.of(
                            "a.shop.svc.cluster.local",
                            "a.shop.svc.cluster.local",
                            "b.other.svc.cluster.local",
                            "'*.example.com'",
                            "x.example.com",
                            "nobody.example.com",
                            "'*.cluster.local'")))
                    .append("]\n");
            if (chance(50)) {
                yaml.append("  gateways: [")
                        .append(one(List.of("shop/public", "shop/public, mesh", "mesh")))
                        .append("]\n");
            }
            if (chance(20)) {
                yaml.append("  exportTo: ['")
                        .append(one(List.of(".", "*", "other")))
                        .append("']\n");
            }
            yaml.append("  http:\n").append(http(5, true));
        }
        return yaml.toString();
    }

    private String texts() {
        String name = one(NAMES);
        return name + ": {" + (chance(15) ? "" : one(TEXTS)) + "}";
    }

    /** A request near the rules' words. */
    public HttpRequest request(List<String> authorities) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (chance(45)) {
                headers.put(name.toLowerCase(Locale.ROOT), List.of(one(WORDS)));
            }
        }
        String path = one(PLACES);
        if (chance(35)) {
            path += "?" + one(List.of("q", "p"))
                    + (chance(90) ? "=" + one(WORDS).replace(" ", "") : "");
            if (chance(40)) {
                path += "&" + one(List.of("q", "p")) + "=" + one(WORDS).replace(" ", "");
            }
        }
        return new HttpRequest(
                one(List.of("GET", "POST", "PUT", "DELETE")),
                chance(80) ? "http" : "https",
                one(authorities),
                path,
                headers,
                chance(20));
    }
}
