package io.meshprovisioner.kubernetes.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Helm in a child JVM that lives from the first operation to {@link #close}; after a crash or a timeout the next
 * operation starts another. The token goes to it with each operation, by its standard input and in no other way.
 */
final class HelmProcess implements HelmRunner {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CHILDREN_TRIED = 3;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ApiAccess access;
    private final Time time;
    private final Duration patience;
    private final AtomicLong sequence = new AtomicLong();
    private final Object lock = new Object();
    private volatile @Nullable ChildJvm child;
    private boolean closed;

    HelmProcess(ApiAccess access, Time time) {
        this(access, time, PATIENCE);
    }

    /** @param patience how long a child stays without work, in real time */
    HelmProcess(ApiAccess access, Time time, Duration patience) {
        this.access = access;
        this.time = time;
        this.patience = patience;
    }

    @Override
    public String run(HelmOperation operation) {
        ApiAccess.@Nullable Token token = operation instanceof HelmOperation.Template
                ? null
                : access.tokens().mint();
        Map<String, String> request = request(operation, token);
        for (int tried = 1; ; tried++) {
            try {
                return run(operation, request, secrets(token));
            } catch (ChildJvm.NeverBegan e) {
                if (tried == CHILDREN_TRIED) {
                    throw e.failure();
                }
            }
        }
    }

    private String run(HelmOperation operation, Map<String, String> request, List<String> secrets)
            throws ChildJvm.NeverBegan {
        ChildJvm running = child();
        String key =
                "helm timeout " + operation.namespace() + "/" + operation.name() + " " + sequence.incrementAndGet();
        Time.Scheduled timeout =
                time.after(KubernetesSession.HELM_TIMEOUT, key, () -> running.kill(HelmFailure.Reason.TIMED_OUT));
        try (StagedChart staged = stage(operation, running)) {
            if (staged != null) {
                request.put("chart", staged.path().toString());
            }
            return running.run(request, secrets);
        } finally {
            timeout.cancel();
        }
    }

    private List<String> secrets(ApiAccess.@Nullable Token token) {
        List<String> secrets = new ArrayList<>();
        if (token != null) {
            secrets.add(token.value());
        }
        // As a whole: a short password could be part of any word.
        access.connections()
                .login()
                .flatMap(login -> access.connections().proxyWithLogin(access.endpoint()))
                .ifPresent(secrets::add);
        return secrets;
    }

    private ChildJvm child() {
        synchronized (lock) {
            if (closed) {
                throw new HelmFailure(HelmFailure.Reason.CANCELLED, "Helm's runner is closed.");
            }
            ChildJvm current = child;
            if (current == null || !current.usable()) {
                if (current != null) {
                    current.close();
                }
                current = ChildJvm.start(patience, access.connections().proxy().isPresent());
                child = current;
            }
            return current;
        }
    }

    private Map<String, String> request(HelmOperation operation, ApiAccess.@Nullable Token token) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("verb", operation.verb());
        request.put("namespace", operation.namespace());
        request.put("name", operation.name());
        if (token != null) {
            request.put("kubeconfig", kubeconfig(token, operation.namespace()));
        }
        if (operation instanceof HelmOperation.Install install) {
            request.put("values", json(install.values()));
            request.put("createNamespace", Boolean.toString(install.createNamespace()));
        } else if (operation instanceof HelmOperation.Upgrade upgrade) {
            request.put("values", json(upgrade.values()));
        } else if (operation instanceof HelmOperation.Template template) {
            request.put("values", json(template.values()));
            request.put("kubernetesVersion", withPatch(template.kubernetesVersion()));
        }
        return request;
    }

    /** The copy of the chart that Helm shall take; null for operations without a chart. */
    private static @Nullable StagedChart stage(HelmOperation operation, ChildJvm running) throws ChildJvm.NeverBegan {
        if (operation instanceof HelmOperation.Install install) {
            return running.stage(install.chart(), install.fingerprint());
        }
        if (operation instanceof HelmOperation.Upgrade upgrade) {
            return running.stage(upgrade.chart(), upgrade.fingerprint());
        }
        return operation instanceof HelmOperation.Template template ? running.stage(template.chart(), "") : null;
    }

    /** Charts compare full versions, as a cluster has one. */
    private static String withPatch(String version) {
        return version.chars().filter(character -> character == '.').count() == 1 ? version + ".0" : version;
    }

    private String kubeconfig(ApiAccess.Token token, String namespace) {
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put("server", access.endpoint().toString());
        access.connections().proxyWithLogin(access.endpoint()).ifPresent(proxy -> cluster.put("proxy-url", proxy));
        if (!access.certificateAuthority().isBlank()) {
            cluster.put(
                    "certificate-authority-data",
                    Base64.getEncoder()
                            .encodeToString(access.certificateAuthority().getBytes(StandardCharsets.UTF_8)));
        }
        return json(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "clusters",
                List.of(Map.of("name", "mesh", "cluster", cluster)),
                "users",
                List.of(Map.of("name", "mesh", "user", Map.of("token", token.value()))),
                "contexts",
                List.of(Map.of(
                        "name", "mesh", "context", Map.of("cluster", "mesh", "user", "mesh", "namespace", namespace))),
                "current-context",
                "mesh"));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The values cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void interrupt() {
        ChildJvm current = child;
        if (current != null) {
            current.kill(HelmFailure.Reason.CANCELLED);
        }
    }

    @Override
    public void close() {
        ChildJvm current;
        synchronized (lock) {
            closed = true;
            current = child;
            child = null;
        }
        if (current != null) {
            current.close();
        }
    }
}
