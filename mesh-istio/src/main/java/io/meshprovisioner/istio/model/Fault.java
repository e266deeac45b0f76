package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsAbort;
import io.meshprovisioner.istio.model.step.NeedsDelay;
import io.meshprovisioner.istio.model.step.NeedsFault;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;

/** Faults that are injected on purpose. Source: HTTPFaultInjection. */
public final class Fault extends Part<Fault> implements NeedsFault {
    Fault(ObjectNode tree) {
        super(tree);
    }

    static Fault start() {
        return new Fault(Trees.empty());
    }

    @Override
    protected Fault copy(ObjectNode changed) {
        return new Fault(changed);
    }

    /** Requests wait before they are forwarded. */
    @Override
    public Fault delay(Function<NeedsDelay, ? extends Delay> choice) {
        return set("delay", choice.apply(Delay.start()));
    }

    /** What {@code delay} says. */
    public Optional<Delay> delay() {
        return part("delay", Delay::new);
    }

    /** Requests are answered with an error instead. */
    @Override
    public Fault abort(Function<NeedsAbort, ? extends Abort> choice) {
        return set("abort", choice.apply(Abort.start()));
    }

    /** What {@code abort} says. */
    public Optional<Abort> abort() {
        return part("abort", Abort::new);
    }
}
