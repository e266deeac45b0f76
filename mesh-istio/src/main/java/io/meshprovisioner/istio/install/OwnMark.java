package io.meshprovisioner.istio.install;

import io.meshprovisioner.spi.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What we write on objects that we apply ourselves: whose they are, and a digest of what was applied. */
final class OwnMark {
    private static final String DIGEST = "mesh-provisioner/applied";
    private static final Set<String> CLUSTER_SCOPED = Set.of(
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "Namespace",
            "PersistentVolume",
            "PriorityClass",
            "StorageClass",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration");

    private OwnMark() {}

    /** The digest that {@link #on} writes. */
    static String of(Manifest object) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(sorted(object.toMap())).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** The digest on an object that stands; empty on what is not ours. */
    static String found(Tree object) {
        return object.texts("metadata", "annotations").getOrDefault(DIGEST, "");
    }

    static Manifest on(Manifest object, String part) {
        Map<String, Object> metadata = metadata(object);
        Tree tree = new Tree(object.toMap());
        Map<String, String> labels = new LinkedHashMap<>(tree.texts("metadata", "labels"));
        labels.put(Kinds.PART_LABEL, part);
        Map<String, String> annotations = new LinkedHashMap<>(tree.texts("metadata", "annotations"));
        annotations.put(DIGEST, of(object));
        metadata.put("labels", labels);
        metadata.put("annotations", annotations);
        return with(object, metadata);
    }

    /** The object in a namespace, where it needs one and names none. */
    static Manifest placed(Manifest object, String namespace) {
        if (object.namespace().isPresent() || CLUSTER_SCOPED.contains(object.kind())) {
            return object;
        }
        Map<String, Object> metadata = metadata(object);
        metadata.put("namespace", namespace);
        return with(object, metadata);
    }

    private static Map<String, Object> metadata(Manifest object) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (object.toMap().get("metadata") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        return metadata;
    }

    private static Manifest with(Manifest object, Map<String, Object> metadata) {
        Map<String, Object> document = new LinkedHashMap<>(object.toMap());
        document.put("metadata", metadata);
        document.remove("status");
        return Manifest.of(document);
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, @Nullable Object> result = new TreeMap<>();
            map.forEach((key, member) -> result.put(String.valueOf(key), sorted(member)));
            return result;
        }
        if (value instanceof java.util.List<?> list) {
            return list.stream().map(OwnMark::sorted).map(String::valueOf).toList();
        }
        return value;
    }
}
