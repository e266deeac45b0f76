package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.DnsLabels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of Gateway (Istio's, not the one of the Gateway API). */
final class GatewayRules implements KindRules {
    private static final String SEMANTICS = "internal.istio.io/gateway-semantics";

    @Override
    public void check(Context context) {
        boolean fromGatewayApi = context.annotation(SEMANTICS).equals("gateway");
        if (!fromGatewayApi && !DnsLabels.isLabel(context.name())) {
            context.error(
                    context.object().get("metadata", "name"),
                    "gateway.name",
                    "\"" + context.name() + "\" is no name for a gateway",
                    "Use letters, digits and inner dashes, at most 63; no dots");
        }
        List<Node> servers = context.spec().items("servers");
        if (servers.isEmpty()) {
            context.error(
                    context.spec(),
                    "gateway.no-servers",
                    "the gateway has no server",
                    "Add servers with a port and hosts");
        }
        Set<String> portNames = new HashSet<>();
        for (Node server : servers) {
            checkServer(context, server, fromGatewayApi);
            Node port = server.get("port");
            if (port.present()) {
                if (!portNames.add(port.text("name"))) {
                    context.error(
                            port.get("name"),
                            "gateway.port-name-duplicate",
                            "two servers have a port with the name \"" + port.text("name") + "\"",
                            "Give each server's port a name of its own");
                }
                if (server.get("tls").flag("httpsRedirect") && !Ports.isHttp(port.text("protocol"))) {
                    context.warn(
                            server.get("tls", "httpsRedirect"),
                            "gateway.redirect-on-tls",
                            "httpsRedirect works on plain HTTP ports only",
                            "Set it on the server for port 80");
                }
            }
        }
    }

    private static void checkServer(Context context, Node server, boolean fromGatewayApi) {
        List<Node> hosts = server.items("hosts");
        if (hosts.isEmpty()) {
            context.error(
                    server, "gateway.no-hosts", "the server has no hosts", "Add hosts; \"*\" stands for every host");
        }
        hosts.forEach(host -> NamespacedHosts.checkGateway(context, host, fromGatewayApi));
        Node port = server.get("port");
        Node bind = server.get("bind");
        boolean goodPort = checkPort(context, server, port, bind);
        checkBind(context, port, bind);
        ServerTls.check(context, server.get("tls"));
        if (goodPort) {
            checkTlsOfProtocol(context, server, port.text("protocol"));
        }
    }

    private static boolean checkPort(Context context, Node server, Node port, Node bind) {
        if (!port.present()) {
            context.error(
                    server, "gateway.no-port", "the server has no port", "Add port with number, name and protocol");
            return false;
        }
        int before = context.report().size();
        if (!Ports.isKnown(port.text("protocol"))) {
            context.error(
                    port.get("protocol"),
                    "gateway.protocol",
                    "\"" + port.text("protocol") + "\" is no protocol that a gateway can serve",
                    "Use one of HTTP, HTTP2, HTTPS, GRPC, GRPC-WEB, TLS, TCP, MONGO, REDIS, MYSQL");
        }
        if (port.integer("number") > 0 || !Addresses.isUnix(bind.text())) {
            Ports.checkNumber(context, port.get("number"));
        }
        if (port.integer("targetPort") > 0 && context.since(20)) {
            context.error(
                    port.get("targetPort"),
                    "gateway.target-port",
                    "targetPort has no effect on a gateway",
                    "Leave it out; the gateway's Service says which port leads where");
        }
        if (port.text("name").isEmpty()) {
            context.error(port, "gateway.port-name", "the port has no name", "Set port.name, such as https");
        }
        return context.report().size() == before;
    }

    private static void checkBind(Context context, Node port, Node bind) {
        if (Addresses.isUnix(bind.text())) {
            Addresses.checkUnixPath(context, bind);
            if (port.integer("number") != 0) {
                context.error(
                        port.get("number"),
                        "gateway.unix-port",
                        "a server that is bound to a socket of the file system has no port number",
                        "Set the number to 0, or bind to an IP address");
            }
        } else if (!bind.text().isEmpty()) {
            Addresses.checkIp(context, bind);
        }
    }

    private static void checkTlsOfProtocol(Context context, Node server, String protocol) {
        Node tls = server.get("tls");
        boolean expected = Ports.isTls(protocol);
        if (expected && !tls.present()) {
            context.error(
                    server,
                    "gateway.tls-missing",
                    "the protocol is " + protocol + ", but there is no tls",
                    "Add tls with a mode: SIMPLE with credentialName, or PASSTHROUGH");
        } else if (!expected && tls.present() && !Ports.isHttp(protocol)) {
            context.error(
                    tls,
                    "gateway.tls-on-plain",
                    "the protocol is " + protocol + ", which has no TLS, but there is tls",
                    "Use the protocol TLS or HTTPS, or remove tls");
        } else if (!expected && tls.present() && terminates(tls)) {
            context.error(
                    tls,
                    "gateway.tls-on-http",
                    "the protocol is " + protocol + ", which has no TLS, but tls asks for it",
                    "Use the protocol HTTPS; on HTTP only httpsRedirect is of use");
        }
    }

    /** PASSTHROUGH, the first mode and so the default, leaves TLS alone as long as no certificate is named. */
    private static boolean terminates(Node tls) {
        return !ServerTls.isPassthrough(tls)
                || !tls.text("caCertificates").isEmpty()
                || !tls.text("privateKey").isEmpty()
                || !tls.text("serverCertificate").isEmpty();
    }
}
