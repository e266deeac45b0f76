package io.meshprovisioner.istio.traffic.proxy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Made when first asked for; safe for threads, of which two may make it. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T made;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
