package io.meshprovisioner.kubernetes.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.Charts;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.Manifest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster that holds Helm's Secrets and nothing else. */
final class SecretsOnly implements KubernetesSession {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Map<String, Map<String, Object>> secrets = new LinkedHashMap<>();

    /** Puts a revision there, as Helm would. */
    void release(String name, int revision, String status, Map<String, Object> annotations) {
        Map<String, Object> document = Map.of(
                "name",
                name,
                "namespace",
                "shop",
                "version",
                revision,
                "info",
                Map.of("status", status, "description", "as Helm says"),
                "chart",
                Map.of(
                        "metadata",
                        Map.of(
                                "name", "settings",
                                "version", "1.2.3",
                                "appVersion", "4.5.6",
                                "annotations", annotations)),
                "manifest",
                "kind: ConfigMap");
        String secret = "sh.helm.release.v1." + name + ".v" + revision;
        secrets.put(
                secret,
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Secret",
                        "type",
                        "helm.sh/release.v1",
                        "metadata",
                        Map.of(
                                "name",
                                secret,
                                "namespace",
                                "shop",
                                "resourceVersion",
                                "7",
                                "labels",
                                Map.of("owner", "helm", "name", name, "status", status)),
                        "data",
                        Map.of("release", ReleaseStore.encode(document))));
    }

    @Override
    public List<Manifest> list(String apiVersion, String kind, Optional<String> namespace, String labelSelector) {
        return secrets.entrySet().stream()
                .filter(entry -> !labelSelector.contains("name=")
                        || entry.getKey()
                                .contains("." + labelSelector.substring(labelSelector.indexOf("name=") + 5) + ".v"))
                .map(entry -> Manifest.of(entry.getValue()))
                .toList();
    }

    @Override
    public Manifest patch(ObjectKey key, String mergePatchJson, Permit permit) {
        try {
            Map<?, ?> patch = JSON.readValue(mergePatchJson, Map.class);
            Map<String, Object> changed = new HashMap<>(secrets.get(key.name()));
            changed.put("data", patch.get("data"));
            changed.put("patched", patch.get("metadata"));
            secrets.put(key.name(), changed);
            return Manifest.of(changed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean create(Manifest manifest, Permit permit) {
        throw new UnsupportedOperationException("Nobody creates " + manifest + " here.");
    }

    @Override
    public boolean delete(ObjectKey key, Permit permit) {
        return secrets.remove(key.name()) != null;
    }

    @Override
    public String serverVersion() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Manifest> get(ObjectKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Manifest apply(Manifest manifest, ApplyOptions options, Permit permit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String log(String namespace, String pod, String container) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Charts charts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable watch(
            String apiVersion, String kind, Optional<String> namespace, Consumer<WatchEvent> onEvent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
