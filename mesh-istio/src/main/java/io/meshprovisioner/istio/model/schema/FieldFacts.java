package io.meshprovisioner.istio.model.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field of a message.
 *
 * @param name as YAML writes it
 * @param since the release that brought it to this message
 * @param deprecatedSince the release from which it is deprecated ({@link Release#OLDEST}: then or before); null if not
 * @param servedAlias a second spelling that the CRD has too; null if none
 * @param alternative what to do on releases before {@code since}; null if nothing better than to leave it out
 */
public record FieldFacts(
        String name,
        FieldType type,
        Release since,
        @Nullable Release deprecatedSince,
        @Nullable String servedAlias,
        @Nullable String alternative) {

    /** The name in the protocol buffer, which protojson reads too but a CRD prunes: {@code per_try_timeout}. */
    public String originalName() {
        StringBuilder original = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            original.append(Character.isUpperCase(c) ? "_" + Character.toLowerCase(c) : String.valueOf(c));
        }
        return original.toString();
    }

    /** The release from which the field is deprecated. */
    public Optional<Release> deprecated() {
        return Optional.ofNullable(deprecatedSince);
    }
}
