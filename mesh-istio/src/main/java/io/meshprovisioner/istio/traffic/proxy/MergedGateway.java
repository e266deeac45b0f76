package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.rule.GatewayServer;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.ServiceTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All Gateways of one proxy as a single one. On a port, plain HTTP servers share a route table; servers with TLS are told
 * apart by the server's name; what fits neither loses to the one that was there first.
 */
final class MergedGateway {
    private static final String NO_TRANSLATION = "experimental.istio.io/disable-gateway-port-translation";

    /** A port that the proxy really listens on. */
    record Place(int port, String protocolName, String bind) {
        Protocol protocol() {
            return Protocol.of(protocolName);
        }
    }

    /** Servers of one place; the route table's name is that of plain HTTP servers. */
    static final class Group {
        private final List<GatewayServer> servers = new ArrayList<>();
        private String table;

        Group(GatewayServer first, String table) {
            servers.add(first);
            this.table = table;
        }

        List<GatewayServer> servers() {
            return servers;
        }

        String table() {
            return table;
        }
    }

    private final Map<Place, Group> groups = new LinkedHashMap<>();
    private final Map<Integer, Place> plain = new HashMap<>();
    private final Map<String, List<GatewayServer>> byTable = new HashMap<>();
    private final Map<GatewayServer, String> tlsTables = new HashMap<>();
    private final Map<Integer, Map<String, String>> tlsHosts = new HashMap<>();
    private final Set<Integer> used = new HashSet<>();

    /**
     * @param targets the services that the proxy stands behind
     * @param unmade whether a server is the proxy's own though its service is still to be made
     */
    MergedGateway(List<GatewayServer> servers, List<ServiceTarget> targets, Predicate<GatewayServer> unmade) {
        for (GatewayServer server : servers) {
            (unmade.test(server) ? Set.of(server.port()) : realPorts(server, targets))
                    .forEach(port -> add(server, port));
        }
    }

    /** Of a Gateway that names services only their ports count, and all of them. */
    private static Set<Integer> realPorts(GatewayServer server, List<ServiceTarget> targets) {
        List<String> services = server.services();
        if (services == null) {
            return Set.of(realPort(server.port(), targets));
        }
        return targets.stream()
                .filter(target -> services.contains(target.service().host())
                        && target.service().namespace().equals(server.servicesNamespace())
                        && target.port().number() == server.port())
                .map(ServiceTarget::targetPort)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A service's port means the port of the pods behind it; the first service that has it counts. */
    private static int realPort(int port, List<ServiceTarget> targets) {
        return targets.stream()
                .filter(target -> target.port().number() == port
                        && !target.service().object().labels().containsKey(NO_TRANSLATION))
                .map(ServiceTarget::targetPort)
                .findFirst()
                .orElse(port);
    }

    /** The places in the order in which they were first asked for. */
    Map<Place, Group> groups() {
        return groups;
    }

    /** The servers of a route table. */
    List<GatewayServer> servers(String table) {
        return byTable.getOrDefault(table, List.of());
    }

    /** The route table of a server that ends HTTPS. */
    String tlsTable(GatewayServer server) {
        return tlsTables.getOrDefault(server, "");
    }

    private static String table(GatewayServer server, int port) {
        String bind = server.bind().isEmpty() ? "" : "." + server.bind();
        if (server.protocol().isHttp()) {
            return "http." + port + bind;
        }
        if (!server.endsHttps()) {
            return "";
        }
        String[] owner = server.gateway().split("/", 2);
        return "https." + server.port() + "." + server.portName() + "." + owner[1] + "." + owner[0] + bind;
    }

    private void add(GatewayServer server, int port) {
        String table = table(server, port);
        if (server.tls() != null) {
            if (!claimHosts(server, port)) {
                return;
            }
            tlsTables.put(server, table);
        }
        Place place = new Place(port, server.protocolName(), server.bind());
        if (used.add(port)) {
            addNew(server, place, table);
            return;
        }
        Place first = plain.get(port);
        if (first != null) {
            addBesidePlain(server, place, first, table);
        } else {
            addBesideTls(server, place, table);
        }
    }

    /** A host with TLS belongs, on a port, to the first server that names it. */
    private boolean claimHosts(GatewayServer server, int port) {
        Map<String, String> known = tlsHosts.computeIfAbsent(port, key -> new HashMap<>());
        if (server.hosts().stream().anyMatch(host -> server.bind().equals(known.get(host)))) {
            return false;
        }
        server.hosts().forEach(host -> known.put(host, server.bind()));
        return true;
    }

    private void addNew(GatewayServer server, Place place, String table) {
        if (!server.isTls()) {
            plain.put(place.port(), place);
        }
        if (server.isHttp()) {
            byTable.put(table, new ArrayList<>(List.of(server)));
        }
        groups.put(place, new Group(server, table));
    }

    private void addBesidePlain(GatewayServer server, Place place, Place first, String table) {
        boolean sameBind = first.bind().equals(place.bind());
        boolean mergeable = first.protocol().isHttp() && place.protocol().isHttp();
        if (sameBind && (!mergeable || table.isEmpty())) {
            return;
        }
        if (sameBind) {
            Group group = groups.get(first);
            if (group != null) {
                group.servers.add(server);
                byTable.computeIfAbsent(table, key -> new ArrayList<>()).add(server);
            }
            return;
        }
        Group group = groups.get(place);
        if (group == null) {
            addNew(server, place, table);
        } else {
            group.table = table;
            group.servers.add(server);
            byTable.computeIfAbsent(table, key -> new ArrayList<>()).add(server);
        }
    }

    private void addBesideTls(GatewayServer server, Place place, String table) {
        if (!server.isTls()) {
            addNew(server, place, table);
            return;
        }
        if (server.isHttp()) {
            if (table.isEmpty() || byTable.containsKey(table)) {
                return;
            }
            byTable.put(table, new ArrayList<>(List.of(server)));
        }
        Group group = groups.get(place);
        if (group == null) {
            groups.put(place, new Group(server, ""));
        } else {
            group.servers.add(server);
        }
    }
}
