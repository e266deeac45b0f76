package io.meshprovisioner.istio.traffic.snapshot;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a port speaks, as Istio tells it from the name or the {@code appProtocol}. */
public enum Protocol {
    HTTP,
    HTTP2,
    GRPC,
    GRPC_WEB,
    HTTP_PROXY,
    HTTPS,
    TLS,
    TCP,
    MONGO,
    REDIS,
    MYSQL,
    UDP,
    /** Not said: found out from the first bytes of a connection. */
    UNKNOWN;

    private static final Map<String, Protocol> BY_NAME = Map.ofEntries(
            Map.entry("http", HTTP),
            Map.entry("http2", HTTP2),
            Map.entry("grpc", GRPC),
            Map.entry("grpc-web", GRPC_WEB),
            Map.entry("http_proxy", HTTP_PROXY),
            Map.entry("https", HTTPS),
            Map.entry("tls", TLS),
            Map.entry("tcp", TCP),
            Map.entry("mongo", MONGO),
            Map.entry("redis", REDIS),
            Map.entry("mysql", MYSQL),
            Map.entry("udp", UDP));

    /** Servers on these ports speak first (mail, DNS, MySQL, MongoDB), so nothing may be sniffed. */
    private static final Set<Long> SERVER_SPEAKS_FIRST = Set.of(25L, 53L, 3306L, 27017L);

    /** The protocol of a name as Gateway servers and ServiceEntry ports write it. */
    public static Protocol of(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), UNKNOWN);
    }

    /**
     * The protocol of a Kubernetes port.
     *
     * @param transport {@code TCP}, {@code UDP} or empty
     * @param appProtocol what the port says of its application protocol; empty for nothing
     */
    static Protocol ofPort(long number, String portName, String transport, String appProtocol) {
        if (transport.equals("UDP")) {
            return UDP;
        }
        switch (appProtocol) {
            case "kubernetes.io/h2c":
                return HTTP2;
            case "kubernetes.io/ws":
                return HTTP;
            case "kubernetes.io/wss":
                return HTTPS;
            default:
                break;
        }
        String name = (appProtocol.isEmpty() ? portName : appProtocol).toLowerCase(Locale.ROOT);
        if (name.startsWith("grpc-web")) {
            return GRPC_WEB;
        }
        int dash = name.indexOf('-');
        Protocol protocol = of(dash < 0 ? name : name.substring(0, dash));
        return protocol == UNKNOWN && SERVER_SPEAKS_FIRST.contains(number) ? TCP : protocol;
    }

    public boolean isHttp() {
        return this == HTTP || this == HTTP2 || this == GRPC || this == GRPC_WEB || this == HTTP_PROXY;
    }

    public boolean isHttp2() {
        return this == HTTP2 || this == GRPC || this == GRPC_WEB;
    }

    public boolean isTls() {
        return this == HTTPS || this == TLS;
    }

    public boolean isTcp() {
        return this == TCP || this == HTTPS || this == TLS || this == MONGO || this == REDIS || this == MYSQL;
    }

    public boolean isUnknown() {
        return this == UNKNOWN;
    }
}
