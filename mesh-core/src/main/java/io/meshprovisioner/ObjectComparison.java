package io.meshprovisioner;

import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares an object with what the server says it would be. */
final class ObjectComparison {
    private static final String SECRET = "Secret";
    private static final String HIDDEN = "(hidden)";
    /** Fields that the server keeps for itself. */
    private static final Set<String> KEPT = Set.of(
            "metadata.managedFields",
            "metadata.resourceVersion",
            "metadata.generation",
            "metadata.uid",
            "metadata.creationTimestamp",
            "status");

    private final boolean hidesValues;
    private final List<ObjectDifference.Field> fields = new ArrayList<>();

    private ObjectComparison(boolean hidesValues) {
        this.hidesValues = hidesValues;
    }

    static ObjectDifference of(@Nullable Manifest before, Manifest after) {
        String name = ObjectKey.of(after).toString();
        if (before == null) {
            return new ObjectDifference(name, true, List.of());
        }
        ObjectComparison comparison = new ObjectComparison(after.kind().equals(SECRET));
        comparison.compare("", before.toMap(), after.toMap());
        return new ObjectDifference(name, false, comparison.fields);
    }

    private void compare(String path, @Nullable Object before, @Nullable Object after) {
        if (KEPT.contains(path) || Objects.equals(before, after) || isSameNumber(before, after)) {
            return;
        }
        if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
            Set<Object> keys = new LinkedHashSet<>(left.keySet());
            keys.addAll(right.keySet());
            keys.forEach(
                    key -> compare(path.isEmpty() ? key.toString() : path + "." + key, left.get(key), right.get(key)));
        } else if (before instanceof List<?> left && after instanceof List<?> right) {
            for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
                compare(
                        path + "[" + i + "]",
                        i < left.size() ? left.get(i) : null,
                        i < right.size() ? right.get(i) : null);
            }
        } else {
            fields.add(new ObjectDifference.Field(path, text(before), text(after)));
        }
    }

    /** A number is the same whichever type it was read as. */
    private static boolean isSameNumber(@Nullable Object before, @Nullable Object after) {
        return before instanceof Number left
                && after instanceof Number right
                && left.doubleValue() == right.doubleValue();
    }

    private String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return hidesValues ? HIDDEN : value.toString();
    }
}
