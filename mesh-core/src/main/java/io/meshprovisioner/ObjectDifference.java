package io.meshprovisioner;

import java.util.List;

/**
 * What applying would change in one object.
 *
 * @param object as {@code VirtualService bookinfo/reviews}
 * @param isNew whether it would be made
 * @param fields the fields that would change, in the order of their paths; none for a new object
 */
public record ObjectDifference(String object, boolean isNew, List<Field> fields) {
    public ObjectDifference {
        fields = List.copyOf(fields);
    }

    /**
     * A field that would change.
     *
     * @param path such as {@code spec.http[1].route[0].weight}
     * @param before its value now, empty text if it is not there
     * @param after its value then, empty text if it would not be there
     */
    public record Field(String path, String before, String after) {
        @Override
        public String toString() {
            return path + ": " + (before.isEmpty() ? "(none)" : before) + " -> " + (after.isEmpty() ? "(none)" : after);
        }
    }

    /** Whether applying would change anything. */
    public boolean changes() {
        return isNew || !fields.isEmpty();
    }

    @Override
    public String toString() {
        if (isNew) {
            return "+ " + object;
        }
        StringBuilder text = new StringBuilder(changes() ? "~ " : "= ").append(object);
        fields.forEach(
                field -> text.append(System.lineSeparator()).append("    ").append(field));
        return text.toString();
    }
}
