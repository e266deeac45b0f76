package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.validation.input.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads VirtualServices. Short hosts get the object's namespace, short gateway names too. */
final class VirtualServiceReader {
    private record Read(String domain, Rules rules) {}

    private static final String SEMANTICS = "internal.istio.io/route-semantics";

    private final ConfigObject object;
    private final MeshConfig mesh;
    private final Rules.Semantics semantics;

    private VirtualServiceReader(ConfigObject object, MeshConfig mesh) {
        this.object = object;
        this.mesh = mesh;
        this.semantics = switch (object.annotations().getOrDefault(SEMANTICS, "")) {
            case "gateway" -> Rules.Semantics.GATEWAY_API;
            case "ingress" -> Rules.Semantics.INGRESS;
            default -> Rules.Semantics.ISTIO;
        };
    }

    /** The rules of an object; read once as long as names are completed alike. */
    static Rules rules(ConfigObject object, MeshConfig mesh) {
        String domain = mesh.shortNameDomain();
        Read read = object.read(Read.class, one -> new Read(domain, new VirtualServiceReader(one, mesh).read()));
        return read.domain().equals(domain) ? read.rules() : new VirtualServiceReader(object, mesh).read();
    }

    private Rules read() {
        Node spec = object.spec();
        List<String> gateways = gateways(spec);
        return new Rules(
                object.namespace(),
                object.name(),
                spec.texts("hosts").stream().map(this::fullName).toList(),
                gateways.isEmpty() ? List.of(Rules.MESH) : gateways,
                spec.texts("exportTo"),
                http(spec.items("http")),
                stream(spec.items("tls")),
                stream(spec.items("tcp")),
                object.created(),
                object,
                semantics);
    }

    private String fullName(String host) {
        return semantics == Rules.Semantics.GATEWAY_API ? host : mesh.fullName(host, object.namespace());
    }

    private List<String> gateways(Node node) {
        return node.texts("gateways").stream()
                .map(name -> gatewayName(name, object.namespace()))
                .toList();
    }

    /** {@code namespace/name} of a gateway; the old dotted form is still understood. */
    static String gatewayName(String name, String namespace) {
        if (name.equals(Rules.MESH)) {
            return name;
        }
        int slash = name.indexOf('/');
        if (slash >= 0) {
            return name.startsWith("./") ? namespace + name.substring(1) : name;
        }
        int dot = name.indexOf('.');
        if (dot < 0) {
            return namespace + "/" + name;
        }
        int next = name.indexOf('.', dot + 1);
        return name.substring(dot + 1, next < 0 ? name.length() : next) + "/" + name.substring(0, dot);
    }

    private List<HttpRule> http(List<Node> rules) {
        List<HttpRule> read = new ArrayList<>(rules.size());
        for (Node rule : rules) {
            read.add(httpRule(rule, new Place(object, rule.toString(), read.size())));
        }
        return List.copyOf(read);
    }

    private HttpRule httpRule(Node rule, Place place) {
        Node delegate = rule.get("delegate");
        return new HttpRule(
                rule.text("name"),
                rule.items("match").stream().map(this::condition).toList(),
                targets(rule),
                redirect(rule.get("redirect")),
                directAnswer(rule.get("directResponse")),
                delegate.present() ? delegateName(delegate) : "",
                rewrite(rule.get("rewrite")),
                Durations.read(rule.get("timeout")),
                RetryRule.read(rule.get("retries")),
                FaultRule.read(rule.get("fault")),
                mirrors(rule),
                CorsRule.read(rule.get("corsPolicy")),
                rule.has("headers") ? HeaderRules.read(rule.get("headers")) : null,
                place,
                null);
    }

    private String delegateName(Node delegate) {
        String namespace = delegate.text("namespace");
        return (namespace.isEmpty() ? object.namespace() : namespace) + "/" + delegate.text("name");
    }

    private HttpCondition condition(Node match) {
        return new HttpCondition(
                match.text("name"),
                TextMatch.read(match.get("uri")),
                TextMatch.read(match.get("scheme")),
                TextMatch.read(match.get("method")),
                TextMatch.read(match.get("authority")),
                matches(match, "headers"),
                matches(match, "withoutHeaders"),
                matches(match, "queryParams"),
                match.flag("ignoreUriCase"),
                semantics != Rules.Semantics.ISTIO,
                (int) match.integer("port"),
                match.textMap("sourceLabels"),
                match.text("sourceNamespace"),
                gateways(match));
    }

    private static Map<String, TextMatch> matches(Node node, String field) {
        Map<String, TextMatch> matches = new LinkedHashMap<>();
        for (Node entry : node.entries(field)) {
            TextMatch match = TextMatch.read(entry);
            matches.put(entry.name(), match == null ? TextMatch.of(TextMatch.Kind.PRESENT, "") : match);
        }
        return matches;
    }

    private List<WeightedTarget> targets(Node rule) {
        List<WeightedTarget> targets = new ArrayList<>();
        for (Node route : rule.items("route")) {
            targets.add(new WeightedTarget(
                    target(route.get("destination")),
                    (int) route.integer("weight"),
                    HeaderRules.read(route.get("headers"))));
        }
        return List.copyOf(targets);
    }

    private Target target(Node destination) {
        return new Target(
                fullName(destination.text("host")),
                (int) destination.get("port").integer("number"),
                destination.text("subset"));
    }

    private static @Nullable RedirectRule redirect(Node redirect) {
        if (!redirect.present()) {
            return null;
        }
        int status = (int) redirect.integer("redirectCode");
        return new RedirectRule(
                redirect.text("uri"),
                false,
                redirect.text("authority"),
                redirect.text("scheme"),
                (int) redirect.integer("port"),
                redirect.text("derivePort").equals("FROM_REQUEST_PORT"),
                status == 0 ? 301 : status);
    }

    private static @Nullable DirectAnswer directAnswer(Node response) {
        if (!response.present()) {
            return null;
        }
        Node body = response.get("body");
        return new DirectAnswer(
                (int) response.integer("status"),
                body.has("bytes") ? decoded(body.text("bytes")) : body.text("string"));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static @Nullable RewriteRule rewrite(Node rewrite) {
        if (!rewrite.present()) {
            return null;
        }
        Node regex = rewrite.get("uriRegexRewrite");
        return new RewriteRule(
                regex.present() ? "" : rewrite.text("uri"),
                regex.text("match"),
                regex.text("rewrite"),
                rewrite.text("authority"));
    }

    private @Nullable List<MirrorRule> mirrors(Node rule) {
        if (!rule.has("mirror") && !rule.has("mirrors")) {
            return null;
        }
        List<MirrorRule> mirrors = new ArrayList<>();
        if (rule.has("mirror")) {
            Node share = rule.get("mirrorPercentage");
            double percent = share.present()
                    ? share.get("value").number()
                    : rule.has("mirrorPercent") ? rule.integer("mirrorPercent") : 100;
            mirrors.add(new MirrorRule(target(rule.get("mirror")), percent));
        }
        for (Node mirror : rule.items("mirrors")) {
            Node share = mirror.get("percentage");
            mirrors.add(new MirrorRule(
                    target(mirror.get("destination")),
                    share.present() ? share.get("value").number() : 100));
        }
        mirrors.removeIf(mirror -> mirror.percent() <= 0);
        return List.copyOf(mirrors);
    }

    private List<StreamRule> stream(List<Node> rules) {
        List<StreamRule> read = new ArrayList<>(rules.size());
        for (Node rule : rules) {
            read.add(new StreamRule(
                    rule.items("match").stream().map(this::streamCondition).toList(),
                    targets(rule),
                    new Place(object, rule.toString(), read.size())));
        }
        return List.copyOf(read);
    }

    private StreamCondition streamCondition(Node match) {
        return new StreamCondition(
                match.texts("sniHosts"),
                match.texts("destinationSubnets"),
                (int) match.integer("port"),
                match.textMap("sourceLabels"),
                match.text("sourceNamespace"),
                gateways(match));
    }
}
