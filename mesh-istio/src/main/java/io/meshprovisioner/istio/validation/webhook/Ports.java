package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.DnsLabels;
import java.util.Locale;
import java.util.Set;

/** Port numbers, port names and the protocols that a port can be declared with. */
final class Ports {
    private static final Set<String> HTTP = Set.of("http", "http2", "http_proxy", "grpc", "grpc-web");
    private static final Set<String> TLS = Set.of("https", "tls");
    private static final Set<String> TCP = Set.of("tcp", "https", "tls", "mongo", "redis", "mysql");

    private Ports() {}

    /** Checks the number of a port; an absent one counts as 0. */
    static void checkNumber(Context context, Node number) {
        long value = number.integer();
        if (value < 1 || value > 65535) {
            context.error(
                    number,
                    "port.range",
                    "the port " + value + " is not in the range 1 to 65535",
                    number.present() ? "Use a port that exists" : "Set the port's number");
        }
    }

    static void checkName(Context context, Node at, String name) {
        if (!DnsLabels.isLabel(name)) {
            context.error(
                    at,
                    "port.name",
                    name.isEmpty() ? "the port has no name" : "\"" + name + "\" is no port name",
                    "Name the port with letters, digits and inner dashes, at most 63, such as http-web");
        }
    }

    /** An empty protocol is fine: Istio then looks at the traffic. */
    static void checkProtocol(Context context, Node protocol) {
        if (!protocol.text().isEmpty() && !isKnown(protocol.text())) {
            context.error(
                    protocol,
                    "port.protocol",
                    "\"" + protocol.text() + "\" is no protocol that Istio knows",
                    "Use one of HTTP, HTTP2, HTTPS, GRPC, GRPC-WEB, TLS, TCP, UDP, MONGO, REDIS, MYSQL");
        }
    }

    static boolean isKnown(String protocol) {
        String name = lower(protocol);
        return name.equals("udp") || HTTP.contains(name) || TCP.contains(name);
    }

    static boolean isHttp(String protocol) {
        return HTTP.contains(lower(protocol));
    }

    /** HTTPS or TLS. */
    static boolean isTls(String protocol) {
        return TLS.contains(lower(protocol));
    }

    /** What Envoy treats as a stream: TLS too, but not UDP. */
    static boolean isTcp(String protocol) {
        return TCP.contains(lower(protocol));
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
