package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import io.meshprovisioner.istio.validation.text.SocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of Sidecar. */
final class SidecarRules implements KindRules {
    private static final Set<String> LOCAL = Set.of("", "127.0.0.1", "0.0.0.0", "::1", "::");
    private static final String ALLOW_ANY = "ALLOW_ANY";

    @Override
    public void check(Context context) {
        Node spec = context.spec();
        boolean empty = !spec.hasAny("egress")
                && !spec.hasAny("ingress")
                && !spec.has("outboundTrafficPolicy")
                && !spec.has("inboundConnectionPool");
        // of an empty sidecar Istio says that it is empty, and nothing about the selector's being empty too
        Context forSelector = empty ? context.withoutWarnings() : context;
        if (!Selectors.checkLabels(forSelector, spec.get("workloadSelector"), "Sidecar")) {
            return;
        }
        if (empty) {
            context.error(
                    spec,
                    "sidecar.empty",
                    "the sidecar configures nothing",
                    "Add egress, ingress, outboundTrafficPolicy or inboundConnectionPool");
            return;
        }
        checkIngress(context, spec.items("ingress"));
        ConnectionPools.check(context, spec.get("inboundConnectionPool"));
        new SidecarEgressRules(context).check(spec.items("egress"));
        checkOutbound(context, spec.get("outboundTrafficPolicy"));
    }

    private static void checkIngress(Context context, List<Node> listeners) {
        Set<Long> ports = new HashSet<>();
        for (Node listener : listeners) {
            Node port = listener.get("port");
            if (!port.present()) {
                context.error(
                        listener,
                        "sidecar.ingress-port-missing",
                        "the ingress listener has no port",
                        "Add port with number, name and protocol");
                continue;
            }
            checkPortBasics(context, port);
            Ports.checkNumber(context, port.get("number"));
            if (!listener.text("bind").isEmpty()) {
                Addresses.checkIp(context, listener.get("bind"));
            }
            if (!ports.add(port.integer("number"))) {
                portTwice(context, port);
            }
            checkDefaultEndpoint(context, listener.get("defaultEndpoint"));
            checkIngressTls(context, listener.get("tls"), port.text("protocol"));
            checkPortPool(context, listener.get("connectionPool"), port);
        }
    }

    /** What ingress and egress ports share. */
    static void checkPortBasics(Context context, Node port) {
        if (port.integer("targetPort") > 0 && context.since(20)) {
            context.error(
                    port.get("targetPort"),
                    "sidecar.target-port",
                    "targetPort has no effect in a Sidecar",
                    "Leave it out; use defaultEndpoint to say where ingress traffic goes");
        }
        if (!port.text("name").isEmpty()) {
            Ports.checkName(context, port.get("name"), port.text("name"));
        }
        Ports.checkProtocol(context, port.get("protocol"));
    }

    static void portTwice(Context context, Node port) {
        context.error(
                port.get("number"),
                "sidecar.port-duplicate",
                "two listeners have the port " + port.integer("number"),
                "Keep one listener for each port");
    }

    private static void checkDefaultEndpoint(Context context, Node endpoint) {
        String text = endpoint.text();
        if (text.isEmpty()) {
            return;
        }
        if (Addresses.isUnix(text)) {
            Addresses.checkUnixPath(context, endpoint);
            return;
        }
        SocketAddress address = SocketAddress.parse(text);
        if (!address.wellFormed()) {
            context.error(
                    endpoint,
                    "sidecar.default-endpoint-form",
                    "\"" + text + "\" has not the form address:port",
                    "Write 127.0.0.1:8080, 0.0.0.0:8080, [::1]:8080, [::]:8080, :8080 or unix:///path");
        }
        if (!LOCAL.contains(address.host())) {
            context.error(
                    endpoint,
                    "sidecar.default-endpoint-host",
                    "the endpoint leads away from the workload, to " + address.host(),
                    "Write 127.0.0.1:8080, 0.0.0.0:8080, [::1]:8080, [::]:8080, :8080 or unix:///path");
        }
        if (address.port().isEmpty()) {
            context.error(
                    endpoint,
                    "sidecar.default-endpoint-port",
                    "the port of \"" + text + "\" is no number",
                    "Write the port as a number");
        } else if (address.port().getAsLong() < 1 || address.port().getAsLong() > 65535) {
            context.error(
                    endpoint,
                    "port.range",
                    "the port " + address.port().getAsLong() + " is not in the range 1 to 65535",
                    "Use the port that the application listens on");
        }
    }

    private static void checkIngressTls(Context context, Node tls, String protocol) {
        if (!tls.present()) {
            return;
        }
        for (String field :
                new String[] {"subjectAltNames", "httpsRedirect", "credentialName", "credentialNames", "tlsCertificates"
                }) {
            if (field.equals("httpsRedirect") ? tls.flag(field) : tls.hasAny(field)) {
                context.error(
                        tls.get(field),
                        "sidecar.tls-" + Ports.lower(field),
                        field + " is not supported for a sidecar's ingress",
                        "Use serverCertificate, privateKey and caCertificates with files in the proxy");
            }
        }
        String mode = ServerTls.mode(tls);
        if (mode.equals("ISTIO_MUTUAL") || mode.equals("AUTO_PASSTHROUGH")) {
            context.error(
                    tls.get("mode"),
                    "sidecar.tls-mode",
                    "the mode " + mode + " is not supported for a sidecar's ingress",
                    "Use SIMPLE or MUTUAL");
        }
        if (!Ports.isTls(protocol)) {
            context.error(
                    tls,
                    "sidecar.tls-on-plain",
                    "the port's protocol is \"" + protocol + "\", which has no TLS, but there is tls",
                    "Use the protocol HTTPS or TLS, or remove tls");
        }
        ServerTls.check(context, tls);
    }

    private static void checkPortPool(Context context, Node pool, Node port) {
        ConnectionPools.check(context, pool);
        if (pool.has("http") && !Ports.isHttp(port.text("protocol"))) {
            context.warn(
                    pool.get("http"),
                    "sidecar.http-pool-on-tcp",
                    "the port " + port.integer("number") + " is not HTTP (protocol \"" + port.text("protocol")
                            + "\"), so only the TCP settings apply",
                    "Set the port's protocol to HTTP, or remove http from the pool");
        }
    }

    private static void checkOutbound(Context context, Node policy) {
        Node proxy = policy.get("egressProxy");
        if (!proxy.present()) {
            return;
        }
        if (TrafficPolicyRules.enumNumber(policy.get("mode"), "REGISTRY_ONLY", ALLOW_ANY) != 1) {
            context.error(
                    proxy,
                    "sidecar.egress-proxy-mode",
                    "egressProxy is for unknown hosts, which are not allowed with this mode",
                    "Set mode to ALLOW_ANY, or remove egressProxy");
            return;
        }
        String problem = Hosts.fqdnProblem(proxy.text("host"));
        if (problem != null) {
            context.error(proxy.get("host"), "sidecar.egress-proxy-host", problem, "Name the proxy's host");
        }
        if (!proxy.has("port")) {
            context.error(proxy, "sidecar.egress-proxy-port", "the egress proxy has no port", "Add port.number");
            return;
        }
        Destinations.check(context, proxy);
    }
}
