package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One server of a Gateway.
 *
 * @param gateway {@code namespace/name} of its Gateway
 * @param hosts perhaps with a namespace before them; never {@code .} or {@code *} as namespace
 * @param tls how TLS is ended; null where the server has no tls settings
 * @param httpsRedirect whether plain requests are sent to HTTPS
 * @param bind the address; empty for all
 * @param services full names of the services through which the proxy must be reached, where the Gateway names services
 *     in place of labels; null where it selects by labels
 * @param servicesNamespace where those services must live
 */
public record GatewayServer(
        String gateway,
        String portName,
        int port,
        String protocolName,
        List<String> hosts,
        @Nullable TlsMode tls,
        boolean httpsRedirect,
        String bind,
        @Nullable List<String> services,
        String servicesNamespace) {
    /** ServerTLSSettings.TLSmode. */
    public enum TlsMode {
        PASSTHROUGH,
        SIMPLE,
        MUTUAL,
        AUTO_PASSTHROUGH,
        ISTIO_MUTUAL,
        OPTIONAL_MUTUAL;

        static TlsMode of(String name) {
            for (TlsMode mode : values()) {
                if (mode.name().equals(name)) {
                    return mode;
                }
            }
            return PASSTHROUGH;
        }
    }

    /** What it speaks. */
    public Protocol protocol() {
        return Protocol.of(protocolName);
    }

    /** Whether TLS goes on to the service unopened. */
    public boolean passesThrough() {
        return tls == TlsMode.PASSTHROUGH || tls == TlsMode.AUTO_PASSTHROUGH;
    }

    /** Whether it ends TLS or looks into its handshake. */
    public boolean isTls() {
        return tls != null && !protocol().isHttp();
    }

    /** Whether it reads HTTP, plain or after ending TLS. */
    public boolean isHttp() {
        return protocol().isHttp() || endsHttps();
    }

    /** Whether it ends TLS and reads HTTP. */
    public boolean endsHttps() {
        return protocol() == Protocol.HTTPS && !passesThrough();
    }

    /** The hosts without namespaces, in order of the alphabet. */
    public List<String> serverNames() {
        return hosts.stream()
                .map(host -> host.substring(host.indexOf('/') + 1))
                .distinct()
                .sorted()
                .toList();
    }

    /** The hosts that rules of a namespace may use. */
    public List<String> hostsFor(String namespace) {
        return hosts.stream()
                .filter(host -> host.indexOf('/') < 0 || host.startsWith(namespace + "/"))
                .map(host -> host.substring(host.indexOf('/') + 1))
                .toList();
    }
}
