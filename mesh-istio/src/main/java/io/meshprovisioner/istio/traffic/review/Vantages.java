package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.rule.GatewayServer;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * From where a mesh can be called. Sidecars that no routing rule can tell apart are one: of each namespace, those alike
 * in the labels that rules and Sidecars look at; and of each namespace a client that nothing is known of, since another
 * workload may come at any time.
 */
final class Vantages {
    /** The one port on which a rule counts for a host that no service has. */
    private static final int WITHOUT_SERVICE = 80;

    private static final String ELSEWHERE = "elsewhere";
    private static final String ANY_LABEL = "any";
    private static final String UNKNOWN = "nobody-knows.example.net";

    private final Traffic traffic;
    private final Snapshot snapshot;
    private final List<Proxy> sidecars;
    private final List<Proxy> gateways;
    private final Set<Integer> sidecarPorts = new LinkedHashSet<>();
    /** The labels that rules and Sidecars look at. */
    private final Set<String> keys = new HashSet<>();

    Vantages(Traffic traffic) {
        this.traffic = traffic;
        this.snapshot = traffic.snapshot();
        for (ConfigObject sidecar : snapshot.objects(ConfigKind.SIDECAR)) {
            for (Node egress : sidecar.spec().items("egress")) {
                if (egress.get("port").present()) {
                    sidecarPorts.add((int) egress.get("port").integer("number"));
                }
            }
        }
        sidecars = sidecars();
        gateways = traffic.gateways();
    }

    private List<Proxy> sidecars() {
        Map<Map<String, String>, Set<String>> hypothetical = new LinkedHashMap<>();
        Set<String> namespaces = new LinkedHashSet<>();
        for (Rules rules : RuleIndex.of(snapshot).all()) {
            rules.http().stream()
                    .flatMap(rule -> rule.conditions().stream())
                    .forEach(condition -> note(
                            condition.sourceLabels(),
                            condition.sourceNamespace(),
                            rules.namespace(),
                            hypothetical,
                            namespaces));
            Stream.concat(rules.tls().stream(), rules.tcp().stream())
                    .flatMap(rule -> rule.conditions().stream())
                    .forEach(condition -> note(
                            condition.sourceLabels(),
                            condition.sourceNamespace(),
                            rules.namespace(),
                            hypothetical,
                            namespaces));
            rules.exportTo().stream().filter(to -> to.length() > 1).forEach(namespaces::add);
        }
        for (ConfigKind kind : List.of(ConfigKind.SIDECAR, ConfigKind.DESTINATION_RULE)) {
            snapshot.objects(kind)
                    .forEach(object -> keys.addAll(object.spec()
                            .get("workloadSelector")
                            .textMap(kind == ConfigKind.SIDECAR ? "labels" : "matchLabels")
                            .keySet()));
        }
        for (ConfigKind kind : ConfigKind.values()) {
            snapshot.objects(kind).forEach(object -> namespaces.add(object.namespace()));
        }
        namespaces.remove("");
        namespaces.add(ELSEWHERE);
        Map<Object, Proxy> distinct = new LinkedHashMap<>();
        for (Workload workload : snapshot.registry().workloads()) {
            if (workload.sidecar()) {
                Proxy proxy = Proxy.sidecar(workload, snapshot.mesh());
                distinct.putIfAbsent(likeness(proxy), proxy);
            }
        }
        for (String namespace : namespaces) {
            Proxy proxy = traffic.sidecar(namespace, Map.of());
            distinct.putIfAbsent(likeness(proxy), proxy);
        }
        hypothetical.forEach((labels, in) -> in.forEach(namespace -> {
            Proxy proxy = traffic.sidecar(namespace, labels);
            distinct.putIfAbsent(likeness(proxy), proxy);
        }));
        return List.copyOf(distinct.values());
    }

    /** A client that a rule speaks of: its labels count, its namespace is one, and such a client may come. */
    private void note(
            Map<String, String> labels,
            String namespace,
            String ownNamespace,
            Map<Map<String, String>, Set<String>> hypothetical,
            Set<String> namespaces) {
        keys.addAll(labels.keySet());
        if (!namespace.isEmpty()) {
            namespaces.add(namespace);
        }
        if (!labels.isEmpty()) {
            hypothetical
                    .computeIfAbsent(labels, key -> new LinkedHashSet<>())
                    .add(namespace.isEmpty() ? ownNamespace : namespace);
        }
    }

    private Object likeness(Proxy proxy) {
        Map<String, String> labels = new TreeMap<>(proxy.labels());
        labels.keySet().retainAll(keys);
        return List.of(proxy.namespace(), labels);
    }

    /**
     * The workloads with sidecars that cannot be told apart, together.
     *
     * @param traits by which policies tell them apart
     */
    Collection<List<Proxy>> alike(Function<Proxy, Object> traits) {
        Map<Object, List<Proxy>> groups = new LinkedHashMap<>();
        for (Workload workload : snapshot.registry().workloads()) {
            if (workload.sidecar()) {
                Proxy proxy = Proxy.sidecar(workload, snapshot.mesh());
                groups.computeIfAbsent(
                                List.of(likeness(proxy), proxy.locality(), proxy.network(), traits.apply(proxy)),
                                key -> new ArrayList<>())
                        .add(proxy);
            }
        }
        return groups.values();
    }

    /** The ports that Sidecars open beside those of services. */
    Set<Integer> sidecarPorts() {
        return sidecarPorts;
    }

    /** All that differ in routing. */
    List<Proxy> clients() {
        return sidecars;
    }

    /** The gateways of the mesh. */
    List<Proxy> gateways() {
        return gateways;
    }

    /** Whether a Sidecar opens a way that names hosts otherwise, so that not every way is known here. */
    boolean hasProxyPorts() {
        return snapshot.objects(ConfigKind.SIDECAR).stream()
                .flatMap(sidecar -> sidecar.spec().items("egress").stream())
                .anyMatch(egress -> egress.get("port").text("protocol").equals("HTTP_PROXY"));
    }

    /** From where the hosts of rules are called, the nearest first. */
    List<Vantage> of(Rules rules) {
        List<Vantage> all = new ArrayList<>();
        if (rules.gateways().contains(Rules.MESH)) {
            List<Proxy> nearest = new ArrayList<>(sidecars);
            nearest.sort(Comparator.comparing(proxy -> !proxy.namespace().equals(rules.namespace())));
            for (Proxy proxy : nearest) {
                rules.hosts().forEach(host -> fromInside(proxy, host, all));
            }
        }
        for (Proxy gateway : gateways) {
            for (GatewayServer server : RuleIndex.of(snapshot).servers(gateway)) {
                if (server.isHttp() && rules.gateways().contains(server.gateway())) {
                    fromOutside(gateway, server, rules, all);
                }
            }
        }
        return List.copyOf(new LinkedHashSet<>(all));
    }

    /** Calls of a host that no rule and no service names: inside, and at each port of a gateway. */
    List<Vantage> ofUnknown() {
        List<Vantage> all = new ArrayList<>();
        for (Proxy proxy : sidecars) {
            all.add(new Vantage(proxy, WITHOUT_SERVICE, UNKNOWN, Transport.PLAINTEXT));
        }
        for (Proxy gateway : gateways) {
            for (GatewayServer server : RuleIndex.of(snapshot).servers(gateway)) {
                if (server.isHttp()) {
                    all.add(new Vantage(gateway, server.port(), UNKNOWN, transport(server, UNKNOWN)));
                }
            }
        }
        return all;
    }

    /** From where a service is called inside the mesh. */
    List<Vantage> of(MeshService service) {
        List<Vantage> all = new ArrayList<>();
        for (Proxy proxy : sidecars) {
            for (ServicePort port : service.ports()) {
                all.add(new Vantage(proxy, port.number(), named(service.host()), Transport.PLAINTEXT));
            }
        }
        return all;
    }

    private void fromInside(Proxy proxy, String host, List<Vantage> all) {
        Set<Integer> ports = new LinkedHashSet<>();
        List<MeshService> services = Hosts.isWildcard(host)
                ? snapshot.registry().services().stream()
                        .filter(service -> Hosts.isSubset(service.host(), host))
                        .toList()
                : snapshot.registry().services(host);
        for (MeshService service : services) {
            for (ServicePort port : service.ports()) {
                ports.add(port.number());
                if (Hosts.isWildcard(host)) {
                    all.add(new Vantage(proxy, port.number(), named(service.host()), Transport.PLAINTEXT));
                }
            }
        }
        ports.add(WITHOUT_SERVICE);
        ports.addAll(sidecarPorts);
        ports.forEach(port -> all.add(new Vantage(proxy, port, named(host), Transport.PLAINTEXT)));
    }

    private static void fromOutside(Proxy gateway, GatewayServer server, Rules rules, List<Vantage> all) {
        for (String outer : server.hostsFor(rules.namespace())) {
            for (String inner : rules.hosts()) {
                if (Hosts.isSubset(inner, outer) || Hosts.isSubset(outer, inner)) {
                    String host = named(Hosts.isSubset(outer, inner) ? outer : inner);
                    all.add(new Vantage(gateway, server.port(), host, transport(server, host)));
                }
            }
        }
    }

    private static Transport transport(GatewayServer server, String host) {
        return transport(server, host, "istio-http/1.1", "http/1.1");
    }

    /** How clients come to a server that ends their TLS, or knows none. */
    static Transport transport(GatewayServer server, String host, String mutualProtocol, String protocol) {
        if (server.tls() == null || !server.isTls()) {
            return Transport.PLAINTEXT;
        }
        return server.tls() == GatewayServer.TlsMode.ISTIO_MUTUAL
                ? new Transport.IstioMutual(host, mutualProtocol, "cluster.local/ns/" + ELSEWHERE + "/sa/default")
                : new Transport.Tls(host, protocol);
    }

    /** A name that a wildcard stands for. */
    private static String named(String host) {
        return host.equals("*") ? ANY_LABEL + ".example" : host.startsWith("*") ? ANY_LABEL + host.substring(1) : host;
    }
}
