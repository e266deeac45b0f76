package io.meshprovisioner.kubernetes.helm;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Helm's records: one Secret a revision, in it base64 of a gzipped JSON document (Helm 3's default driver). */
final class ReleaseStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStore.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};
    private static final String TYPE = "helm.sh/release.v1";
    private static final Comparator<StoredRelease> BY_REVISION =
            Comparator.comparingInt(stored -> stored.release().revision());

    private final KubernetesSession session;

    ReleaseStore(KubernetesSession session) {
        this.session = session;
    }

    /** The newest revision. */
    Optional<StoredRelease> newest(String namespace, String name) {
        return history(namespace, name).stream().max(BY_REVISION);
    }

    /** All revisions, oldest first. */
    List<StoredRelease> history(String namespace, String name) {
        return read(Optional.of(namespace), "owner=helm,name=" + name).stream()
                .sorted(BY_REVISION)
                .toList();
    }

    /** The newest revision of each release, by namespace and name. */
    List<StoredRelease> newestOfEach() {
        Map<String, StoredRelease> newest = new TreeMap<>();
        read(Optional.empty(), "owner=helm")
                .forEach(stored -> newest.merge(
                        stored.release().namespace() + "/" + stored.release().name(),
                        stored,
                        (one, other) -> BY_REVISION.compare(one, other) >= 0 ? one : other));
        return List.copyOf(newest.values());
    }

    private List<StoredRelease> read(Optional<String> namespace, String selector) {
        return session.list("v1", "Secret", namespace, selector).stream()
                .filter(secret -> TYPE.equals(secret.toMap().get("type")))
                .map(ReleaseStore::stored)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Says in Helm's record that the operation failed, which lets the next upgrade start from what it left. Nothing is
     * lost, as it would be with the record deleted: its list of objects is what an uninstall goes by.
     */
    void markFailed(StoredRelease stored, Permit permit) {
        Map<String, Object> info = new LinkedHashMap<>(map(stored.document().get("info")));
        info.put("status", "failed");
        info.put(
                "description",
                "Left " + stored.release().status() + " by a run that ended before Helm did; taken up again");
        Map<String, Object> document = new LinkedHashMap<>(stored.document());
        document.put("info", info);
        Map<String, Object> patch = Map.of(
                "metadata",
                Map.of("resourceVersion", stored.resourceVersion(), "labels", Map.of("status", "failed")),
                "data",
                Map.of("release", encode(document)));
        session.patch(stored.secret(), json(patch), permit);
    }

    /** Forgets a revision. */
    void delete(StoredRelease stored, Permit permit) {
        session.delete(stored.secret(), permit);
    }

    private static Optional<StoredRelease> stored(Manifest secret) {
        Object data = map(secret.toMap().get("data")).get("release");
        ObjectKey key = ObjectKey.of(secret);
        if (!(data instanceof String encoded)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> document = decode(encoded);
            String resourceVersion = text(map(secret.toMap().get("metadata")).get("resourceVersion"));
            return Optional.of(new StoredRelease(key, resourceVersion, document, release(document)));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} is not a release that can be read: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    private static Release release(Map<String, Object> document) {
        Map<String, Object> info = map(document.get("info"));
        Map<String, Object> chart = map(map(document.get("chart")).get("metadata"));
        return new Release(
                text(document.get("namespace")),
                text(document.get("name")),
                document.get("version") instanceof Number number ? number.intValue() : 0,
                text(info.get("status")),
                text(chart.get("name")) + "-" + text(chart.get("version")),
                text(chart.get("appVersion")),
                Fingerprint.of(document));
    }

    static Map<String, Object> decode(String data) throws IOException {
        byte[] compressed = Base64.getDecoder().decode(Base64.getDecoder().decode(data));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return JSON.readValue(in, DOCUMENT);
        }
    }

    static String encode(Map<String, Object> document) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            JSON.writeValue(out, document);
        } catch (IOException e) {
            throw new IllegalStateException("A document in memory can be written.", e);
        }
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(base64.encode(compressed.toByteArray()));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException("A document in memory can be written.", e);
        }
    }

    private static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> typed = (Map<String, Object>) map;
        return typed;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
