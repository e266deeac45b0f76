package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads routes of the Gateway API. A route counts once for each listener that takes it and each of its hosts, and, with a
 * service as parent, for the sidecars; HTTP and gRPC rules that meet at one host are put together in the order that the
 * Gateway API asks for: exact before prefix before expression, longer before shorter, more conditions before fewer.
 */
final class ApiRoutes {
    private static final Comparator<ConfigObject> BY_AGE = Comparator.comparing(ConfigObject::created)
            .thenComparing(ConfigObject::namespace)
            .thenComparing(ConfigObject::name);

    /** Where a route is attached: at a gateway or, with {@link Rules#MESH}, at a service. */
    private record Attachment(String gateway, String hostname, List<String> others, int port, List<String> hosts) {
        boolean isMesh() {
            return gateway.equals(Rules.MESH);
        }

        /** Whether a host is this listener's and not that of a narrower one beside it. */
        boolean takes(String host) {
            if (!hostname.isEmpty() && !Hosts.isWildcard(hostname)) {
                return true;
            }
            return (hostname.isEmpty() || Hosts.overlap(host, hostname))
                    && others.stream()
                            .noneMatch(other -> hostname.length() <= other.length() && Hosts.isSubset(host, other));
        }
    }

    private record Http(ConfigObject object, String host, String gateway, List<HttpRule> rules) {}

    private final Snapshot snapshot;
    private final ApiGateways gateways;

    ApiRoutes(Snapshot snapshot, ApiGateways gateways) {
        this.snapshot = snapshot;
        this.gateways = gateways;
    }

    List<Rules> rules() {
        List<Rules> rules = new ArrayList<>(http());
        snapshot.objects(ConfigKind.TCP_ROUTE).forEach(object -> rules.addAll(tcp(object)));
        snapshot.objects(ConfigKind.TLS_ROUTE).forEach(object -> rules.addAll(tls(object)));
        return rules;
    }

    private List<Rules> http() {
        Map<String, List<Http>> byKey = new LinkedHashMap<>();
        Stream.concat(
                        snapshot.objects(ConfigKind.HTTP_ROUTE).stream(),
                        snapshot.objects(ConfigKind.GRPC_ROUTE).stream())
                .sorted(BY_AGE)
                .forEach(object -> addHttp(object, byKey));
        List<Rules> rules = new ArrayList<>();
        byKey.forEach((key, parts) -> {
            List<HttpRule> all = new ArrayList<>();
            parts.forEach(part -> all.addAll(part.rules()));
            all.sort(ApiRoutes::byPrecedence);
            Http first = parts.get(0);
            rules.add(rules(
                    first.object(), key.replace('/', '~'), first.gateway(), first.host(), all, List.of(), List.of()));
        });
        return rules;
    }

    private void addHttp(ConfigObject object, Map<String, List<Http>> byKey) {
        for (Attachment parent : attachments(object)) {
            List<HttpRule> rules = new ApiRules(snapshot, object, !parent.isMesh(), parent.port()).rules();
            if (rules.isEmpty()) {
                continue;
            }
            String where = parent.isMesh()
                    ? object.namespace() + (parent.port() == 0 ? "" : "/" + parent.port())
                    : parent.gateway();
            for (String host : parent.hosts()) {
                if (parent.takes(host)) {
                    byKey.computeIfAbsent(where + "/" + host, key -> new ArrayList<>())
                            .add(new Http(object, host, parent.gateway(), rules));
                }
            }
        }
    }

    private static Rules rules(
            ConfigObject object,
            String name,
            String gateway,
            String host,
            List<HttpRule> http,
            List<StreamRule> tls,
            List<StreamRule> tcp) {
        return new Rules(
                object.namespace(),
                name,
                List.of(host),
                List.of(gateway),
                List.of(),
                List.copyOf(http),
                tls,
                tcp,
                object.created(),
                object,
                Rules.Semantics.GATEWAY_API);
    }

    private static int byPrecedence(HttpRule one, HttpRule other) {
        if (one.conditions().isEmpty() || other.conditions().isEmpty()) {
            return Boolean.compare(
                    one.conditions().isEmpty(), other.conditions().isEmpty());
        }
        HttpCondition first = one.conditions().get(0);
        HttpCondition second = other.conditions().get(0);
        return Comparator.comparingInt(ApiRoutes::pathRank)
                .thenComparingInt(ApiRoutes::pathLength)
                .thenComparing(condition -> condition.method() != null)
                .thenComparingInt(condition -> condition.headers().size())
                .thenComparingInt(condition -> condition.queryParams().size())
                .compare(second, first);
    }

    private static int pathRank(HttpCondition condition) {
        TextMatch uri = condition.uri();
        if (uri == null) {
            return -1;
        }
        return switch (uri.kind()) {
            case EXACT -> 3;
            case PREFIX -> 2;
            default -> 1;
        };
    }

    private static int pathLength(HttpCondition condition) {
        TextMatch uri = condition.uri();
        return uri == null ? 0 : uri.value().length();
    }

    private List<Rules> tcp(ConfigObject object) {
        List<Rules> rules = new ArrayList<>();
        for (Attachment parent : attachments(object)) {
            List<StreamRule> streams = new ApiRules(snapshot, object, !parent.isMesh(), parent.port()).tcp();
            for (String host : parent.isMesh() ? parent.hosts() : List.of("*")) {
                rules.add(rules(
                        object,
                        object.name() + "~tcp~" + rules.size(),
                        parent.gateway(),
                        host,
                        List.of(),
                        List.of(),
                        streams));
            }
        }
        return rules;
    }

    private List<Rules> tls(ConfigObject object) {
        List<Rules> rules = new ArrayList<>();
        for (Attachment parent : attachments(object)) {
            ApiRules reader = new ApiRules(snapshot, object, !parent.isMesh(), parent.port());
            List<String> names = object.spec().texts("hostnames");
            if (parent.isMesh()) {
                for (String host : parent.hosts()) {
                    List<String> own = names.isEmpty()
                            ? parent.hosts()
                            : names.size() == 1
                                    ? names
                                    : names.stream()
                                            .filter(name -> Hosts.overlap(host, name))
                                            .toList();
                    rules.add(tls(object, parent, host, reader.tls(own), rules.size()));
                }
                continue;
            }
            List<String> wanted = names.isEmpty() ? List.of("*") : names;
            List<String> hosts = parent.hostname().isEmpty()
                    ? wanted
                    : wanted.stream()
                            .filter(name -> Hosts.overlap(name, parent.hostname()))
                            .map(name -> Hosts.isSubset(name, parent.hostname()) ? name : parent.hostname())
                            .distinct()
                            .toList();
            for (String host : hosts) {
                rules.add(tls(object, parent, host, reader.tls(hosts), rules.size()));
            }
        }
        return rules;
    }

    private static Rules tls(ConfigObject object, Attachment parent, String host, List<StreamRule> rules, int count) {
        return rules(object, object.name() + "~tls~" + count, parent.gateway(), host, List.of(), rules, List.of());
    }

    /** The parents that take the route, in order of the listeners' names. */
    private List<Attachment> attachments(ConfigObject object) {
        List<Attachment> attachments = new ArrayList<>();
        for (Node reference : object.spec().items("parentRefs")) {
            String kind = reference.hasAny("kind") ? reference.text("kind") : "Gateway";
            String namespace = reference.hasAny("namespace") ? reference.text("namespace") : object.namespace();
            String name = reference.text("name");
            int port = (int) reference.integer("port");
            switch (kind) {
                case "Service" ->
                    snapshot.object(ConfigKind.SERVICE, namespace, name)
                            .ifPresent(service -> attachments.add(new Attachment(
                                    Rules.MESH,
                                    "",
                                    List.of(),
                                    port,
                                    List.of(name + "." + namespace + ".svc."
                                            + snapshot.mesh().domain()))));
                case "ServiceEntry" ->
                    snapshot.object(ConfigKind.SERVICE_ENTRY, namespace, name)
                            .ifPresent(entry -> attachments.add(new Attachment(
                                    Rules.MESH,
                                    "",
                                    List.of(),
                                    port,
                                    entry.spec().texts("hosts"))));
                case "Gateway" -> atGateway(object, reference, gateways.parents(namespace + "/" + name), attachments);
                default -> {}
            }
        }
        attachments.sort(Comparator.comparing(Attachment::gateway));
        return attachments;
    }

    private static void atGateway(
            ConfigObject object, Node reference, List<ApiGateways.Parent> parents, List<Attachment> attachments) {
        List<String> written = object.spec().texts("hostnames");
        List<String> hosts = written.isEmpty() ? List.of("*") : written;
        for (ApiGateways.Parent parent : parents) {
            boolean named = (!reference.has("port") || reference.integer("port") == parent.port())
                    && (!reference.hasAny("sectionName")
                            || reference.text("sectionName").equals(parent.section()));
            if (named && parent.kinds().contains(object.kind().kind()) && admits(parent, hosts, object.namespace())) {
                List<String> others = parents.stream()
                        .filter(other -> !other.equals(parent)
                                && other.port() == parent.port()
                                && other.protocol().equals(parent.protocol())
                                && !other.hostname().equals(parent.hostname()))
                        .map(ApiGateways.Parent::hostname)
                        .toList();
                attachments.add(new Attachment(parent.gateway(), parent.hostname(), others, 0, hosts));
            }
        }
    }

    private static boolean admits(ApiGateways.Parent parent, List<String> hosts, String namespace) {
        return parent.hosts().isEmpty()
                || parent.hosts().stream().anyMatch(written -> {
                    int slash = written.indexOf('/');
                    boolean allowed = slash < 0 || written.substring(0, slash).equals(namespace);
                    String own = written.substring(slash + 1);
                    return allowed && hosts.stream().anyMatch(host -> Hosts.overlap(own, host));
                });
    }
}
