package io.meshprovisioner.istio.gatewayapi.step;

/**
 * A header or parameter that still needs to say how its value is compared.
 *
 * @param <T> what is finished then
 */
public interface NeedsValueMatch<T> {

    /** The whole value. */
    T exact(String value);

    /** All of it by RE2 regular expression. */
    T regularExpression(String value);
}
