package io.meshprovisioner;

import io.meshprovisioner.engine.Conducted;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The engine's run as users see it. */
final class ConductedOperation<S, T> implements Operation<T> {
    private final Conducted<S> conducted;
    private final Function<S, T> result;

    ConductedOperation(Conducted<S> conducted, Function<S, T> result) {
        this.conducted = conducted;
        this.result = result;
    }

    @Override
    public void cancel() {
        conducted.cancel();
    }

    @Override
    public double progress() {
        return conducted.progress();
    }

    @Override
    public T join() {
        return result.apply(conducted.join());
    }

    @Override
    public CompletionStage<T> toCompletionStage() {
        return conducted.stage().thenApply(result);
    }
}
