package io.meshprovisioner.istio.model.step;

/**
 * A header that still needs to say how its value is compared.
 *
 * @param <T> what is finished then
 */
public interface NeedsHeaderMatch<T> extends NeedsStringMatch<T> {

    /** With any value: the header is there. */
    T present();
}
