package io.meshprovisioner.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is set on the kubelets of a node group; what is not said stays as EKS has it. The methods are named as the
 * fields of Kubernetes's KubeletConfiguration. A value: each method returns a changed copy.
 *
 * <p>It reaches the nodes as a NodeConfig in the user data of the group's launch template. A change makes a new version
 * of the template, and the nodes are replaced, a few at a time: that is what a restart of the kubelet becomes.
 */
public final class KubeletSpec {
    private static final KubeletSpec DEFAULTS = new KubeletSpec(new TreeMap<>());

    private final SortedMap<String, Object> settings;

    private KubeletSpec(SortedMap<String, Object> settings) {
        this.settings = Collections.unmodifiableSortedMap(settings);
    }

    /** Nothing is set. */
    public static KubeletSpec defaults() {
        return DEFAULTS;
    }

    /** @param settings by path; values as {@link KubeletReader} and the methods here make them */
    static KubeletSpec of(Map<String, Object> settings) {
        return new KubeletSpec(new TreeMap<>(settings));
    }

    // ---- how many pods

    public KubeletSpec maxPods(int pods) {
        return with(KubeletField.MAX_PODS, pods);
    }

    /** How many pods a node takes, where that is said. */
    public OptionalInt maxPods() {
        return settings.get(KubeletField.MAX_PODS.path()) instanceof Integer pods
                ? OptionalInt.of(pods)
                : OptionalInt.empty();
    }

    // ---- where it listens, and whom it lets in

    public KubeletSpec address(String address) {
        return with(KubeletField.ADDRESS, address);
    }

    public KubeletSpec port(int port) {
        return with(KubeletField.PORT, port);
    }

    /** Zero: none. */
    public KubeletSpec readOnlyPort(int port) {
        return with(KubeletField.READ_ONLY_PORT, port);
    }

    public KubeletSpec healthzBindAddress(String address) {
        return with(KubeletField.HEALTHZ_BIND_ADDRESS, address);
    }

    /** Zero: none. */
    public KubeletSpec healthzPort(int port) {
        return with(KubeletField.HEALTHZ_PORT, port);
    }

    public KubeletSpec tlsCertFile(String path) {
        return with(KubeletField.TLS_CERT_FILE, path);
    }

    public KubeletSpec tlsPrivateKeyFile(String path) {
        return with(KubeletField.TLS_PRIVATE_KEY_FILE, path);
    }

    public KubeletSpec tlsCipherSuites(String... suites) {
        return with(KubeletField.TLS_CIPHER_SUITES, List.of(suites));
    }

    public KubeletSpec serverTLSBootstrap(boolean on) {
        return with(KubeletField.SERVER_TLS_BOOTSTRAP, on);
    }

    public KubeletSpec rotateCertificates(boolean on) {
        return with(KubeletField.ROTATE_CERTIFICATES, on);
    }

    /** {@code authentication.x509.clientCAFile}. */
    public KubeletSpec clientCAFile(String path) {
        return with(KubeletField.CLIENT_CA_FILE, path);
    }

    /** {@code authentication.webhook.enabled}. */
    public KubeletSpec authenticationWebhook(boolean on) {
        return with(KubeletField.WEBHOOK_AUTHENTICATION, on);
    }

    /** {@code authorization.mode}: Webhook or AlwaysAllow. */
    public KubeletSpec authorizationMode(String mode) {
        return with(KubeletField.AUTHORIZATION_MODE, mode);
    }

    /** {@code authorization.webhook.cacheAuthorizedTTL}. */
    public KubeletSpec cacheAuthorizedTTL(Duration duration) {
        return with(KubeletField.CACHE_AUTHORIZED, duration);
    }

    /** {@code authorization.webhook.cacheUnauthorizedTTL}. */
    public KubeletSpec cacheUnauthorizedTTL(Duration duration) {
        return with(KubeletField.CACHE_UNAUTHORIZED, duration);
    }

    public KubeletSpec enableDebuggingHandlers(boolean on) {
        return with(KubeletField.ENABLE_DEBUGGING_HANDLERS, on);
    }

    // ---- what it does with the machine

    public KubeletSpec featureGate(String name, boolean on) {
        SortedMap<String, Object> gates = new TreeMap<>();
        if (settings.get(KubeletField.FEATURE_GATES.path()) instanceof Map<?, ?> present) {
            present.forEach((gate, state) -> gates.put(String.valueOf(gate), state));
        }
        gates.put(name, on);
        return with(KubeletField.FEATURE_GATES, Collections.unmodifiableSortedMap(gates));
    }

    public KubeletSpec clusterDomain(String domain) {
        return with(KubeletField.CLUSTER_DOMAIN, domain);
    }

    /** none or static. */
    public KubeletSpec cpuManagerPolicy(String policy) {
        return with(KubeletField.CPU_MANAGER_POLICY, policy);
    }

    /** none, best-effort, restricted or single-numa-node. */
    public KubeletSpec topologyManagerPolicy(String policy) {
        return with(KubeletField.TOPOLOGY_MANAGER_POLICY, policy);
    }

    /** promiscuous-bridge, hairpin-veth or none. */
    public KubeletSpec hairpinMode(String mode) {
        return with(KubeletField.HAIRPIN_MODE, mode);
    }

    /** systemd or cgroupfs; Amazon Linux 2023 works with systemd. */
    public KubeletSpec cgroupDriver(String driver) {
        return with(KubeletField.CGROUP_DRIVER, driver);
    }

    public KubeletSpec resolvConf(String path) {
        return with(KubeletField.RESOLV_CONF, path);
    }

    public KubeletSpec makeIPTablesUtilChains(boolean on) {
        return with(KubeletField.MAKE_IPTABLES_UTIL_CHAINS, on);
    }

    public KubeletSpec iptablesMasqueradeBit(int bit) {
        return with(KubeletField.IPTABLES_MASQUERADE_BIT, bit);
    }

    public KubeletSpec iptablesDropBit(int bit) {
        return with(KubeletField.IPTABLES_DROP_BIT, bit);
    }

    public KubeletSpec failSwapOn(boolean on) {
        return with(KubeletField.FAIL_SWAP_ON, on);
    }

    public KubeletSpec protectKernelDefaults(boolean on) {
        return with(KubeletField.PROTECT_KERNEL_DEFAULTS, on);
    }

    // ---- times

    public KubeletSpec runtimeRequestTimeout(Duration duration) {
        return with(KubeletField.RUNTIME_REQUEST_TIMEOUT, duration);
    }

    public KubeletSpec nodeStatusReportFrequency(Duration duration) {
        return with(KubeletField.NODE_STATUS_REPORT_FREQUENCY, duration);
    }

    public KubeletSpec nodeLeaseDurationSeconds(int seconds) {
        return with(KubeletField.NODE_LEASE_DURATION, seconds);
    }

    public KubeletSpec imageMinimumGCAge(Duration duration) {
        return with(KubeletField.IMAGE_MINIMUM_GC_AGE, duration);
    }

    public KubeletSpec volumeStatsAggPeriod(Duration duration) {
        return with(KubeletField.VOLUME_STATS_AGG_PERIOD, duration);
    }

    public KubeletSpec streamingConnectionIdleTimeout(Duration duration) {
        return with(KubeletField.STREAMING_CONNECTION_IDLE_TIMEOUT, duration);
    }

    // ---- logs and events

    public KubeletSpec containerLogMaxFiles(int files) {
        return with(KubeletField.CONTAINER_LOG_MAX_FILES, files);
    }

    /** Such as {@code 10Mi}. */
    public KubeletSpec containerLogMaxSize(String quantity) {
        return with(KubeletField.CONTAINER_LOG_MAX_SIZE, quantity);
    }

    public KubeletSpec eventRecordQPS(int events) {
        return with(KubeletField.EVENT_RECORD_QPS, events);
    }

    public KubeletSpec eventBurst(int events) {
        return with(KubeletField.EVENT_BURST, events);
    }

    // ---- as a whole

    /** Whether nothing is set. */
    public boolean isDefault() {
        return settings.isEmpty();
    }

    /** Values by path. */
    SortedMap<String, Object> settings() {
        return settings;
    }

    Optional<Object> setting(KubeletField field) {
        return Optional.ofNullable(settings.get(field.path()));
    }

    /** As Kubernetes's KubeletConfiguration has it, one field inside the other. */
    @SuppressWarnings("unchecked") // rooms are made here, and no setting is a room of another
    public Map<String, Object> configuration() {
        Map<String, Object> result = new LinkedHashMap<>();
        settings.forEach((path, value) -> {
            List<String> steps = new ArrayList<>(List.of(path.split("\\.")));
            String last = steps.remove(steps.size() - 1);
            Map<String, Object> room = result;
            for (String step : steps) {
                room = (Map<String, Object>) room.computeIfAbsent(step, none -> new LinkedHashMap<String, Object>());
            }
            room.put(last, value);
        });
        return result;
    }

    /** As the YAML of a KubeletConfiguration. */
    public String toYaml() {
        return YamlText.of(configuration());
    }

    private KubeletSpec with(KubeletField field, Object value) {
        SortedMap<String, Object> more = new TreeMap<>(settings);
        more.put(field.path(), value instanceof Duration duration ? GoDuration.of(duration) : value);
        return new KubeletSpec(more);
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof KubeletSpec spec && settings.equals(spec.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    @Override
    public String toString() {
        return "KubeletSpec" + settings;
    }
}
