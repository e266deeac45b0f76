package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The egress listeners of a Sidecar. */
final class SidecarEgressRules {
    private final Context context;

    SidecarEgressRules(Context context) {
        this.context = context;
    }

    void check(List<Node> listeners) {
        Set<Long> ports = new HashSet<>();
        Set<String> sockets = new HashSet<>();
        boolean catchAll = false;
        for (int i = 0; i < listeners.size(); i++) {
            Node listener = listeners.get(i);
            Node port = listener.get("port");
            if (port.present()) {
                checkPort(listener, port, ports, sockets);
            } else if (catchAll) {
                context.error(
                        listener,
                        "sidecar.egress-catch-all-twice",
                        "there is a listener without port already",
                        "Keep one listener without port");
                continue;
            } else if (i < listeners.size() - 1) {
                context.error(
                        listener,
                        "sidecar.egress-catch-all-last",
                        "the listener without port takes all that is left, but others follow",
                        "Put it last");
            } else {
                catchAll = true;
            }
            checkHosts(listener);
        }
    }

    private void checkPort(Node listener, Node port, Set<Long> ports, Set<String> sockets) {
        SidecarRules.checkPortBasics(context, port);
        Node bind = listener.get("bind");
        long number = port.integer("number");
        if (number != 0) {
            Ports.checkNumber(context, port.get("number"));
            if (!bind.text().isEmpty()) {
                Addresses.checkIp(context, bind);
            }
            if (!ports.add(number)) {
                SidecarRules.portTwice(context, port);
            }
            return;
        }
        if (Addresses.isUnix(bind.text())) {
            Addresses.checkUnixPath(context, bind);
        } else {
            context.error(
                    bind,
                    "sidecar.egress-bind",
                    "the listener has neither a port number nor a socket to bind to",
                    "Set port.number, or bind to unix:///path");
        }
        if (TrafficPolicyRules.enumNumber(listener.get("captureMode"), "DEFAULT", "IPTABLES", "NONE") == 1) {
            context.error(
                    listener.get("captureMode"),
                    "sidecar.egress-capture",
                    "iptables cannot capture traffic to a socket of the file system",
                    "Use the capture mode DEFAULT or NONE");
        }
        if (!sockets.add(bind.text())) {
            context.error(
                    bind,
                    "sidecar.egress-socket-duplicate",
                    "two listeners are bound to \"" + bind.text() + "\"",
                    "Keep one listener for each socket");
        }
    }

    private void checkHosts(Node listener) {
        List<Node> hosts = listener.items("hosts");
        if (hosts.isEmpty()) {
            context.error(
                    listener,
                    "sidecar.egress-hosts",
                    "the egress listener has no hosts",
                    "Add hosts, such as ./* for the own namespace or */* for all");
            return;
        }
        Map<String, Set<String>> seen = new HashMap<>();
        for (Node host : hosts) {
            int slash = host.text().indexOf('/');
            if (slash >= 0) {
                String namespace = host.text().substring(0, slash);
                String name = host.text().substring(slash + 1);
                namespace = namespace.equals(".") ? context.namespace() : namespace;
                Set<String> names = seen.computeIfAbsent(namespace, key -> new HashSet<>());
                boolean duplicate = name.equals("*") ? !names.isEmpty() : names.contains(name) || names.contains("*");
                if (duplicate) {
                    context.warn(
                            host,
                            "sidecar.egress-host-duplicate",
                            "\"" + host.text() + "\" is covered twice in this listener",
                            "Keep the wider one");
                }
                names.add(name);
            }
            NamespacedHosts.checkSidecar(context, host);
        }
        if (seen.getOrDefault("*", Set.of()).contains("*") && seen.size() > 1) {
            context.warn(
                    listener.get("hosts"),
                    "sidecar.egress-host-all",
                    "*/* takes every host, so the others say nothing",
                    "Keep */* alone, or name what is needed");
        }
    }
}
