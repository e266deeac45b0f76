package io.meshprovisioner.istio.gatewayapi.step;

/**
 * A path that still needs to say how it is compared.
 *
 * @param <T> what is finished then
 */
public interface NeedsPathMatch<T> {

    /** The whole path. */
    T exact(String value);

    /** Its beginning, by whole segments. */
    T pathPrefix(String value);

    /** All of it by RE2 regular expression. */
    T regularExpression(String value);
}
