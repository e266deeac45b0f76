package io.meshprovisioner.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The settings of today's kubelet that can be said here, by their path in its KubeletConfiguration
 * (kubelet.config.k8s.io/v1beta1), with their types. Source: Kubernetes's reference of that type.
 */
enum KubeletField {
    ADDRESS("address", Type.ADDRESS),
    PORT("port", 1, 65_535),
    READ_ONLY_PORT("readOnlyPort", 0, 65_535),
    TLS_CERT_FILE("tlsCertFile", Type.PATH),
    TLS_PRIVATE_KEY_FILE("tlsPrivateKeyFile", Type.PATH),
    TLS_CIPHER_SUITES("tlsCipherSuites", Type.CIPHERS),
    CLIENT_CA_FILE("authentication.x509.clientCAFile", Type.PATH),
    WEBHOOK_AUTHENTICATION("authentication.webhook.enabled", Type.TRUTH),
    AUTHORIZATION_MODE("authorization.mode", "Webhook", "AlwaysAllow"),
    CACHE_AUTHORIZED("authorization.webhook.cacheAuthorizedTTL", Type.DURATION),
    CACHE_UNAUTHORIZED("authorization.webhook.cacheUnauthorizedTTL", Type.DURATION),
    FEATURE_GATES("featureGates", Type.GATES),
    CLUSTER_DOMAIN("clusterDomain", Type.NAME),
    CPU_MANAGER_POLICY("cpuManagerPolicy", "none", "static"),
    TOPOLOGY_MANAGER_POLICY("topologyManagerPolicy", "none", "best-effort", "restricted", "single-numa-node"),
    RUNTIME_REQUEST_TIMEOUT("runtimeRequestTimeout", Type.DURATION),
    HAIRPIN_MODE("hairpinMode", "promiscuous-bridge", "hairpin-veth", "none"),
    MAX_PODS("maxPods", 1, 1_000),
    NODE_STATUS_REPORT_FREQUENCY("nodeStatusReportFrequency", Type.DURATION),
    NODE_LEASE_DURATION("nodeLeaseDurationSeconds", 1, 3_600),
    IMAGE_MINIMUM_GC_AGE("imageMinimumGCAge", Type.DURATION),
    VOLUME_STATS_AGG_PERIOD("volumeStatsAggPeriod", Type.DURATION),
    CGROUP_DRIVER("cgroupDriver", "systemd", "cgroupfs"),
    HEALTHZ_BIND_ADDRESS("healthzBindAddress", Type.ADDRESS),
    HEALTHZ_PORT("healthzPort", 0, 65_535),
    RESOLV_CONF("resolvConf", Type.PATH),
    MAKE_IPTABLES_UTIL_CHAINS("makeIPTablesUtilChains", Type.TRUTH),
    IPTABLES_MASQUERADE_BIT("iptablesMasqueradeBit", 0, 31),
    IPTABLES_DROP_BIT("iptablesDropBit", 0, 31),
    FAIL_SWAP_ON("failSwapOn", Type.TRUTH),
    CONTAINER_LOG_MAX_FILES("containerLogMaxFiles", 2, 1_000),
    CONTAINER_LOG_MAX_SIZE("containerLogMaxSize", Type.QUANTITY),
    ROTATE_CERTIFICATES("rotateCertificates", Type.TRUTH),
    SERVER_TLS_BOOTSTRAP("serverTLSBootstrap", Type.TRUTH),
    STREAMING_CONNECTION_IDLE_TIMEOUT("streamingConnectionIdleTimeout", Type.DURATION),
    PROTECT_KERNEL_DEFAULTS("protectKernelDefaults", Type.TRUTH),
    EVENT_RECORD_QPS("eventRecordQPS", 0, 100_000),
    EVENT_BURST("eventBurst", 0, 100_000),
    ENABLE_DEBUGGING_HANDLERS("enableDebuggingHandlers", Type.TRUTH);

    private final String path;
    private final Type type;
    private final int least;
    private final int most;
    private final List<String> words;

    /** What kind of value a setting has. */
    enum Type {
        NUMBER,
        TRUTH,
        WORD,
        DURATION,
        PATH,
        ADDRESS,
        NAME,
        QUANTITY,
        CIPHERS,
        GATES
    }

    KubeletField(String path, Type type) {
        this(path, type, 0, 0, List.of());
    }

    KubeletField(String path, int least, int most) {
        this(path, Type.NUMBER, least, most, List.of());
    }

    KubeletField(String path, String... words) {
        this(path, Type.WORD, 0, 0, List.of(words));
    }

    KubeletField(String path, Type type, int least, int most, List<String> words) {
        this.path = path;
        this.type = type;
        this.least = least;
        this.most = most;
        this.words = words;
    }

    /** Where it stands in a KubeletConfiguration, with dots. */
    String path() {
        return path;
    }

    Type type() {
        return type;
    }

    int least() {
        return least;
    }

    int most() {
        return most;
    }

    List<String> words() {
        return words;
    }

    static Optional<KubeletField> at(String path) {
        return Arrays.stream(values()).filter(field -> field.path.equals(path)).findFirst();
    }

    static List<String> paths() {
        return Arrays.stream(values()).map(KubeletField::path).toList();
    }

    /** Whether a path leads to further fields. */
    static boolean leadsOn(String path) {
        return Arrays.stream(values()).anyMatch(field -> field.path.startsWith(path + "."));
    }
}
