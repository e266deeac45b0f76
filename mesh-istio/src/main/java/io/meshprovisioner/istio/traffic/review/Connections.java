package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.rule.GatewayServer;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.StreamCondition;
import io.meshprovisioner.istio.traffic.rule.StreamRule;
import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a mesh that rules for {@code tls} and {@code tcp} can tell apart. Envoy takes the longest name and the
 * longest block of addresses that fit, so a name of its own for each wildcard, and for each block an address that is in no
 * smaller one, stand for all others.
 */
final class Connections {
    private static final Set<String> MESH = Set.of(Rules.MESH);
    private static final int MOST_ADDRESSES = 100;

    private final Snapshot snapshot;
    private final Vantages vantages;
    private final Set<String> names = new LinkedHashSet<>();
    private final List<AddressBlock> blocks = new ArrayList<>();
    private final String label;

    Connections(Snapshot snapshot, Vantages vantages) {
        this.snapshot = snapshot;
        this.vantages = vantages;
        Set<String> written = new LinkedHashSet<>();
        for (Rules rules : RuleIndex.of(snapshot).all()) {
            conditions(rules).forEach(condition -> {
                names.addAll(condition.sniHosts());
                written.addAll(condition.destinationSubnets());
            });
        }
        snapshot.registry().services().forEach(service -> service.addresses().stream()
                .filter(address -> address.indexOf('/') >= 0)
                .forEach(written::add));
        written.forEach(block -> AddressBlock.parse(block).ifPresent(blocks::add));
        String fresh = "any";
        String all = String.join(" ", names);
        while (all.contains(fresh + ".")) {
            fresh += "x";
        }
        label = fresh;
    }

    private static Stream<StreamCondition> conditions(Rules rules) {
        return Stream.concat(rules.tls().stream(), rules.tcp().stream()).flatMap(rule -> rule.conditions().stream());
    }

    /** A name that a wildcard stands for and no longer wildcard does. */
    private String named(String host) {
        return host.equals("*") ? label + "." + label : host.startsWith("*") ? label + host.substring(1) : host;
    }

    /**
     * The connections that meet all that a rule asks for, the callers nearest to it first.
     *
     * @param condition one of its {@code match}; null for a rule without
     */
    Stream<Connection> fitting(Rules rules, @Nullable StreamCondition condition, boolean tls) {
        List<String> gateways =
                condition == null || condition.gateways().isEmpty() ? rules.gateways() : condition.gateways();
        Stream<Connection> inside = gateways.contains(Rules.MESH) ? fromInside(rules, condition, tls) : Stream.empty();
        return Stream.concat(
                        inside,
                        vantages.gateways().stream().flatMap(gateway -> RuleIndex.of(snapshot).servers(gateway).stream()
                                .filter(server -> !server.isHttp() && gateways.contains(server.gateway()))
                                .filter(server -> rules.gateways().contains(server.gateway()))
                                .filter(server ->
                                        condition == null || condition.isForServer(server.gateway(), server.port()))
                                .flatMap(server -> fromOutside(gateway, server, rules, condition))))
                .distinct();
    }

    /** The connections that meet what any of the rules of an object asks for. */
    Stream<Connection> fitting(Rules rules) {
        return Stream.concat(
                rules.tls().stream().flatMap(rule -> fitting(rules, rule, true)),
                rules.tcp().stream().flatMap(rule -> fitting(rules, rule, false)));
    }

    private Stream<Connection> fitting(Rules rules, StreamRule rule, boolean tls) {
        return rule.conditions().isEmpty()
                ? fitting(rules, (StreamCondition) null, tls)
                : rule.conditions().stream().flatMap(condition -> fitting(rules, condition, tls));
    }

    private Stream<Connection> fromInside(Rules rules, @Nullable StreamCondition condition, boolean tls) {
        List<Proxy> nearest = new ArrayList<>(vantages.clients());
        nearest.sort(Comparator.comparing(proxy -> !proxy.namespace().equals(rules.namespace())));
        List<MeshService> services = snapshot.registry().services().stream()
                .filter(service -> rules.hosts().stream().anyMatch(host -> Hosts.overlap(host, service.host())))
                .toList();
        List<Transport> transports = tls ? transports(condition) : List.of(Transport.PLAINTEXT, toName(named("*")));
        return nearest.stream().flatMap(proxy -> services.stream().flatMap(service -> ports(service)
                .filter(port ->
                        condition == null || condition.isFor(MESH, proxy.labels(), proxy.sourceNamespace(), port))
                .flatMap(port -> hosts(service, condition).stream().flatMap(host -> transports.stream()
                        .map(transport -> new Connection(proxy, host, port, transport))))));
    }

    private List<Transport> transports(@Nullable StreamCondition condition) {
        return condition == null
                ? List.of(toName(named("*")))
                : condition.sniHosts().stream().map(name -> toName(named(name))).toList();
    }

    private static Transport toName(String name) {
        return new Transport.Tls(name, "");
    }

    private Stream<Integer> ports(MeshService service) {
        return Stream.concat(
                        service.ports().stream()
                                .filter(port -> port.protocol() != Protocol.UDP)
                                .map(ServicePort::number),
                        vantages.sidecarPorts().stream())
                .distinct();
    }

    /** By which names and addresses a service is called, of those that a condition asks for. */
    private Set<String> hosts(MeshService service, @Nullable StreamCondition condition) {
        Set<String> hosts = new LinkedHashSet<>();
        if (condition != null && !condition.destinationSubnets().isEmpty()) {
            List<AddressBlock> asked = condition.destinationSubnets().stream()
                    .flatMap(block -> AddressBlock.parse(block).stream())
                    .toList();
            own(service)
                    .filter(host -> asked.stream().anyMatch(block -> block.contains(host)))
                    .forEach(hosts::add);
            asked.forEach(block -> hosts.addAll(addresses(block)));
            return hosts;
        }
        hosts.add(named(service.host()));
        own(service).forEach(hosts::add);
        // Istio lets the blocks of one entry stick to those behind it
        blocks.stream().limit(MOST_ADDRESSES).forEach(block -> hosts.addAll(addresses(block)));
        return hosts;
    }

    private Stream<String> own(MeshService service) {
        Stream<String> given = Stream.concat(service.addresses().stream(), service.autoAddresses().stream())
                .flatMap(address -> address.indexOf('/') < 0
                        ? Stream.of(address)
                        : AddressBlock.parse(address).map(this::addresses).stream()
                                .flatMap(Set::stream));
        Stream<String> pods = service.addresses().isEmpty()
                ? snapshot.registry().endpoints(service).stream()
                        .map(Endpoint::address)
                        .filter(AddressBlock::isAddress)
                : Stream.empty();
        return Stream.concat(given, pods).distinct().limit(MOST_ADDRESSES);
    }

    /** Of a block: its first address, and the one behind each smaller block in it. */
    private Set<String> addresses(AddressBlock block) {
        Set<String> addresses = new LinkedHashSet<>(Set.of(block.first()));
        blocks.stream()
                .filter(inner -> inner.bits() > block.bits() && block.contains(inner.first()))
                .map(AddressBlock::next)
                .flatMap(Optional::stream)
                .filter(block::contains)
                .limit(MOST_ADDRESSES)
                .forEach(addresses::add);
        return addresses;
    }

    private Stream<Connection> fromOutside(
            Proxy gateway, GatewayServer server, Rules rules, @Nullable StreamCondition condition) {
        List<String> asked = condition == null ? List.of() : condition.sniHosts();
        List<String> outer = server.hostsFor(rules.namespace());
        Set<String> said = new LinkedHashSet<>();
        for (String name : asked) {
            said.add(named(name));
            outer.stream().filter(host -> Hosts.isSubset(host, name)).forEach(host -> said.add(named(host)));
        }
        if (asked.isEmpty()) {
            outer.forEach(host -> said.add(named(host)));
        }
        return said.stream().map(name -> new Connection(gateway, name, server.port(), transport(server, name)));
    }

    private static Transport transport(GatewayServer server, String name) {
        return server.passesThrough() ? toName(name) : Vantages.transport(server, name, "istio", "");
    }

    /**
     * All that a change may touch: each port that is not HTTP, by each name and address of interest.
     *
     * @param more callers beside those that differ in routing
     */
    Set<Connection> all(Collection<Proxy> more) {
        Set<Connection> all = new LinkedHashSet<>();
        List<Proxy> callers = new ArrayList<>(vantages.clients());
        callers.addAll(more);
        for (MeshService service : snapshot.registry().services()) {
            List<Integer> ports = service.ports().stream()
                    .filter(port -> !port.protocol().isHttp() && port.protocol() != Protocol.UDP)
                    .map(ServicePort::number)
                    .toList();
            if (!ports.isEmpty()) {
                List<StreamCondition> conditions = RuleIndex.of(snapshot).all().stream()
                        .filter(rules -> rules.hosts().stream().anyMatch(host -> Hosts.overlap(host, service.host())))
                        .flatMap(Connections::conditions)
                        .toList();
                add(service, ports, conditions, callers, all);
            }
        }
        for (Proxy gateway : vantages.gateways()) {
            for (GatewayServer server : RuleIndex.of(snapshot).servers(gateway)) {
                if (!server.isHttp()) {
                    Stream.of(server.serverNames().stream(), names.stream(), Stream.of("*"))
                            .flatMap(written -> written)
                            .map(this::named)
                            .forEach(name ->
                                    all.add(new Connection(gateway, name, server.port(), transport(server, name))));
                }
            }
        }
        return all;
    }

    private void add(
            MeshService service,
            List<Integer> ports,
            List<StreamCondition> conditions,
            List<Proxy> callers,
            Set<Connection> all) {
        Set<String> hosts = new LinkedHashSet<>(hosts(service, null));
        Set<Transport> transports = new LinkedHashSet<>(List.of(Transport.PLAINTEXT, toName(named(service.host()))));
        for (StreamCondition condition : conditions) {
            hosts.addAll(hosts(service, condition));
            transports.addAll(transports(condition));
        }
        Set<Integer> listening = new LinkedHashSet<>(ports);
        listening.addAll(vantages.sidecarPorts());
        for (Proxy caller : callers) {
            for (int port : listening) {
                for (String host : hosts) {
                    transports.forEach(transport -> all.add(new Connection(caller, host, port, transport)));
                }
            }
        }
    }
}
