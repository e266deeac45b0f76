package io.meshprovisioner.istio.model.step;

/**
 * A text that still needs to say how it is compared.
 *
 * @param <T> what is finished then
 */
public interface NeedsStringMatch<T> {

    /** The whole text, case-sensitive. */
    T exact(String value);

    /** Its beginning. */
    T prefix(String value);

    /** All of it by RE2 regular expression. */
    T regex(String value);
}
