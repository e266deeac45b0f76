package io.meshprovisioner.istio.traffic.rule;

import com.google.re2j.Pattern;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rules of one Gateway API route. A rule that asks for something wrong makes the whole route count for nothing;
 * a backend that may not be used, or of an unknown kind, answers 500.
 */
final class ApiRules {
    private static final String ZERO_HOST = "internal.cluster.local";
    private static final Target NOWHERE = new Target("", 0, "");
    private static final String ANY_ORIGIN = "^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s?#]+$";

    /** Something that the route may not say. */
    private static final class WrongRouteException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongRouteException(String message) {
            super(message);
        }
    }

    private final Snapshot snapshot;
    private final ConfigObject object;
    private final boolean grants;
    private final int port;

    /**
     * The rules of a route at one parent.
     *
     * @param grants whether backends of other namespaces need a ReferenceGrant
     * @param port that the parent reference names; 0 for all
     */
    ApiRules(Snapshot snapshot, ConfigObject object, boolean grants, int port) {
        this.snapshot = snapshot;
        this.object = object;
        this.grants = grants;
        this.port = port;
    }

    /** HTTP and gRPC rules, one for each of their matches. */
    List<HttpRule> rules() {
        List<HttpRule> rules = new ArrayList<>();
        List<Node> written = object.spec().items("rules");
        try {
            for (int i = 0; i < written.size(); i++) {
                Node rule = written.get(i);
                String name =
                        rule.hasAny("name") ? rule.text("name") : object.namespace() + "." + object.name() + "." + i;
                RuleParts parts = parts(rule);
                Place place = new Place(object, rule.toString(), i);
                List<RuleParts.Condition> conditions =
                        rule.items("matches").stream().map(this::condition).toList();
                if (conditions.isEmpty()) {
                    rules.add(parts.on(port == 0 ? null : atPort(RuleParts.ANY)).rule(name, place));
                }
                conditions.forEach(
                        condition -> rules.add(parts.on(atPort(condition)).rule(name, place)));
            }
        } catch (WrongRouteException e) {
            return List.of();
        }
        return rules;
    }

    private RuleParts.Condition atPort(RuleParts.Condition condition) {
        return new RuleParts.Condition(
                condition.uri(), condition.method(), condition.headers(), condition.queryParams(), port);
    }

    private boolean isGrpc() {
        return object.kind() == ConfigKind.GRPC_ROUTE;
    }

    private RuleParts.Condition condition(Node match) {
        return new RuleParts.Condition(
                isGrpc() ? grpcPath(match.get("method")) : path(match.get("path")),
                isGrpc() || !match.hasAny("method") ? null : TextMatch.of(TextMatch.Kind.EXACT, match.text("method")),
                named(match.items("headers")),
                named(match.items("queryParams")),
                0);
    }

    private static Map<String, TextMatch> named(List<Node> written) {
        Map<String, TextMatch> matches = new LinkedHashMap<>();
        for (Node one : written) {
            matches.put(
                    one.text("name"),
                    TextMatch.of(
                            one.text("type").equals("RegularExpression") ? TextMatch.Kind.REGEX : TextMatch.Kind.EXACT,
                            one.text("value")));
        }
        return matches;
    }

    private static TextMatch path(Node path) {
        String value = path.has("value") ? path.text("value") : "/";
        return switch (path.text("type")) {
            case "Exact" -> TextMatch.of(TextMatch.Kind.EXACT, value);
            case "RegularExpression" -> TextMatch.of(TextMatch.Kind.REGEX, value);
            default ->
                TextMatch.of(
                        TextMatch.Kind.PREFIX,
                        value.length() > 1 && value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
        };
    }

    private static @Nullable TextMatch grpcPath(Node method) {
        if (!method.present()) {
            return null;
        }
        String service = method.text("service");
        String name = method.text("method");
        boolean expression = method.text("type").equals("RegularExpression");
        if (service.isEmpty() && name.isEmpty()) {
            throw new WrongRouteException("a gRPC match needs a service or a method");
        }
        if (service.isEmpty()) {
            return TextMatch.of(TextMatch.Kind.REGEX, "/[^/]+/" + name);
        }
        if (name.isEmpty()) {
            return expression
                    ? TextMatch.of(TextMatch.Kind.REGEX, "/" + service + "/.+")
                    : TextMatch.of(TextMatch.Kind.PREFIX, "/" + service + "/");
        }
        return TextMatch.of(expression ? TextMatch.Kind.REGEX : TextMatch.Kind.EXACT, "/" + service + "/" + name);
    }

    private RuleParts parts(Node rule) {
        HeaderRules.Changes request = HeaderRules.Changes.NONE;
        HeaderRules.Changes response = HeaderRules.Changes.NONE;
        String authority = "";
        RedirectRule redirect = null;
        RewriteRule rewrite = null;
        CorsRule cors = null;
        List<MirrorRule> mirrors = new ArrayList<>();
        for (Node filter : rule.items("filters")) {
            switch (filter.text("type")) {
                case "RequestHeaderModifier" -> {
                    HeaderRules read = headers("request", filter.get("requestHeaderModifier"));
                    request = read.request();
                    authority = read.authority();
                }
                case "ResponseHeaderModifier" ->
                    response = headers("response", filter.get("responseHeaderModifier"))
                            .response();
                case "RequestRedirect" -> redirect = redirect(filter.get("requestRedirect"));
                case "RequestMirror" -> mirror(filter.get("requestMirror"), mirrors);
                case "URLRewrite" -> rewrite = rewrite(filter.get("urlRewrite"));
                case "CORS" -> cors = cors(filter.get("cors"));
                default -> throw new WrongRouteException("unsupported filter " + filter.text("type"));
            }
        }
        RetryRule retries = rule.has("retry") ? retries(rule.get("retry")) : null;
        Duration timeout = positive(rule.get("timeouts").get("request"));
        Duration backend = positive(rule.get("timeouts").get("backendRequest"));
        if (backend != null) {
            if (retries == null) {
                timeout = backend;
            } else {
                retries = retries.perTryTimeout(backend);
            }
        }
        RuleParts parts = new RuleParts(
                List.of(),
                List.of(),
                redirect,
                null,
                rewrite,
                timeout,
                retries,
                List.copyOf(mirrors),
                cors,
                new HeaderRules(request, response, authority));
        List<Node> backends = rule.items("backendRefs");
        if (redirect == null && backends.stream().mapToInt(ApiRules::weight).sum() == 0) {
            return parts.answering(new DirectAnswer(backends.isEmpty() && !isGrpc() ? 404 : 500, ""));
        }
        return parts.to(targets(backends));
    }

    private static @Nullable Duration positive(Node node) {
        Duration duration = Durations.read(node);
        return duration == null || duration.isZero() ? null : duration;
    }

    private static int weight(Node backend) {
        return backend.has("weight") ? (int) backend.integer("weight") : 1;
    }

    private List<WeightedTarget> targets(List<Node> backends) {
        List<WeightedTarget> targets = new ArrayList<>();
        for (Node backend : backends) {
            if (weight(backend) > 0) {
                HeaderRules headers = HeaderRules.NONE;
                for (Node filter : backend.items("filters")) {
                    headers = switch (filter.text("type")) {
                        case "RequestHeaderModifier" ->
                            headers.with(headers("request", filter.get("requestHeaderModifier")));
                        case "ResponseHeaderModifier" ->
                            headers.with(headers("response", filter.get("responseHeaderModifier")));
                        default -> throw new WrongRouteException("unsupported filter " + filter.text("type"));
                    };
                }
                targets.add(new WeightedTarget(target(backend), weight(backend), headers));
            }
        }
        return targets;
    }

    private Target target(Node backend) {
        String kind = backend.hasAny("kind") ? backend.text("kind") : "Service";
        String namespace = backend.hasAny("namespace") ? backend.text("namespace") : object.namespace();
        String name = backend.text("name");
        if (grants && !namespace.equals(object.namespace()) && !isGranted(kind, name, namespace)) {
            return NOWHERE;
        }
        String host;
        switch (kind) {
            case "Service", "ServiceImport" -> {
                if (name.indexOf('.') >= 0) {
                    throw new WrongRouteException("a backend is the name of a Service, not its host");
                }
                host = name + "." + namespace + ".svc." + snapshot.mesh().domain();
            }
            case "Hostname" -> host = name;
            default -> {
                return NOWHERE;
            }
        }
        if (!backend.has("port")) {
            throw new WrongRouteException("a backend needs a port");
        }
        return new Target(host, (int) backend.integer("port"), "");
    }

    private boolean isGranted(String kind, String name, String namespace) {
        return snapshot.objects(ConfigKind.REFERENCE_GRANT).stream()
                .filter(grant -> grant.namespace().equals(namespace))
                .anyMatch(grant -> grant.spec().items("from").stream()
                                .anyMatch(from ->
                                        from.text("kind").equals(object.kind().kind())
                                                && from.text("namespace").equals(object.namespace()))
                        && grant.spec().items("to").stream()
                                .anyMatch(to -> to.text("kind").equals(kind)
                                        && (!to.hasAny("name")
                                                || to.text("name").equals(name))));
    }

    /** The first of several entries for one name counts. */
    private static HeaderRules headers(String side, Node filter) {
        Map<String, String> set = first(filter.items("set"));
        Map<String, String> add = first(filter.items("add"));
        return HeaderRules.of(side.equals("request"), set, add, filter.texts("remove"));
    }

    private static Map<String, String> first(List<Node> written) {
        Map<String, String> values = new LinkedHashMap<>();
        written.forEach(one -> values.putIfAbsent(one.text("name").toLowerCase(Locale.ROOT), one.text("value")));
        return values;
    }

    private static RedirectRule redirect(Node filter) {
        Node path = filter.get("path");
        boolean prefix = path.text("type").equals("ReplacePrefixMatch");
        int status = (int) filter.integer("statusCode");
        return new RedirectRule(
                prefix ? path.text("replacePrefixMatch") : path.text("replaceFullPath"),
                prefix,
                filter.text("hostname"),
                filter.text("scheme"),
                (int) filter.integer("port"),
                !filter.has("port") && !filter.hasAny("scheme"),
                status == 0 ? 302 : status);
    }

    private void mirror(Node filter, List<MirrorRule> mirrors) {
        Target target = target(filter.get("backendRef"));
        if (target.equals(NOWHERE)) {
            return;
        }
        Node fraction = filter.get("fraction");
        double denominator = fraction.has("denominator") ? fraction.integer("denominator") : 100;
        double percent = fraction.present()
                ? 100 * fraction.integer("numerator") / denominator
                : filter.has("percent") ? filter.integer("percent") : 100;
        if (percent > 0) {
            mirrors.add(new MirrorRule(target, percent));
        }
    }

    private static @Nullable RewriteRule rewrite(Node filter) {
        Node path = filter.get("path");
        String uri = "";
        String regex = "";
        if (path.text("type").equals("ReplacePrefixMatch")) {
            String prefix = path.text("replacePrefixMatch");
            uri = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
            uri = uri.isEmpty() ? "/" : uri;
        } else if (path.text("type").equals("ReplaceFullPath")) {
            regex = "/.*";
        }
        String authority = filter.text("hostname");
        return uri.isEmpty() && regex.isEmpty() && authority.isEmpty()
                ? null
                : new RewriteRule(uri, regex, path.text("replaceFullPath"), authority);
    }

    private static RetryRule retries(Node retry) {
        int attempts = retry.has("attempts") ? (int) retry.integer("attempts") : 2;
        if (attempts == 0) {
            return RetryRule.NONE;
        }
        List<Integer> codes =
                retry.items("codes").stream().map(code -> (int) code.integer()).toList();
        List<String> conditions =
                new ArrayList<>(List.of("connect-failure", "refused-stream", "unavailable", "cancelled"));
        if (!codes.isEmpty()) {
            conditions.add("retriable-status-codes");
        }
        return new RetryRule(
                attempts, List.copyOf(conditions), codes, null, Durations.read(retry.get("backoff")), true, false);
    }

    private static CorsRule cors(Node filter) {
        List<TextMatch> origins = new ArrayList<>();
        for (String origin : filter.texts("allowOrigins")) {
            if (!origin.isEmpty()) {
                origins.add(origin(origin));
            }
        }
        long maxAge = filter.integer("maxAge");
        return new CorsRule(
                List.copyOf(origins),
                filter.texts("allowMethods"),
                filter.texts("allowHeaders"),
                filter.texts("exposeHeaders"),
                maxAge > 0 ? Duration.ofSeconds(maxAge) : null,
                filter.flag("allowCredentials") ? Boolean.TRUE : null,
                false);
    }

    private static TextMatch origin(String origin) {
        int star = origin.indexOf('*');
        if (origin.equals("*")) {
            return TextMatch.of(TextMatch.Kind.REGEX, ANY_ORIGIN);
        }
        if (star < 0) {
            return TextMatch.of(TextMatch.Kind.EXACT, origin);
        }
        if (star == origin.length() - 1) {
            return TextMatch.of(TextMatch.Kind.PREFIX, origin.substring(0, star));
        }
        return TextMatch.of(TextMatch.Kind.REGEX, "^" + Pattern.quote(origin).replace("\\*", ".*") + "$");
    }

    /** TCP rules. */
    List<StreamRule> tcp() {
        List<StreamCondition> conditions = port == 0
                ? List.of()
                : List.of(new StreamCondition(List.of(), List.of(), port, Map.of(), "", List.of()));
        return streams(conditions);
    }

    /** TLS rules for these names in the handshake. */
    List<StreamRule> tls(List<String> names) {
        return streams(List.of(new StreamCondition(names, List.of(), port, Map.of(), "", List.of())));
    }

    private List<StreamRule> streams(List<StreamCondition> conditions) {
        List<StreamRule> rules = new ArrayList<>();
        try {
            for (Node rule : object.spec().items("rules")) {
                List<WeightedTarget> targets = targets(rule.items("backendRefs"));
                rules.add(new StreamRule(
                        targets.isEmpty() && object.kind() == ConfigKind.TLS_ROUTE ? List.of() : conditions,
                        targets.isEmpty()
                                ? List.of(new WeightedTarget(
                                        new Target(ZERO_HOST, 65535, "zero-weight"), 0, HeaderRules.NONE))
                                : targets,
                        new Place(object, rule.toString(), rules.size())));
            }
        } catch (WrongRouteException e) {
            return List.of();
        }
        return rules;
    }
}
