package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsDelay;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.Optional;

/** How long which share of requests waits. */
public final class Delay extends Part<Delay> implements NeedsDelay {
    Delay(ObjectNode tree) {
        super(tree);
    }

    static Delay start() {
        return new Delay(Trees.empty());
    }

    @Override
    protected Delay copy(ObjectNode changed) {
        return new Delay(changed);
    }

    /** The share; default: all when it is left out. */
    public Delay percentage(Percentage percentage) {
        return set("percentage", percentage);
    }

    /** What {@code percentage} says. */
    public Optional<Percentage> percentage() {
        return percentage("percentage");
    }

    /** The share in whole percent; deprecated since before 1.9, {@link #percentage} is finer. */
    @Deprecated
    public Delay percent(int percent) {
        return set("percent", percent);
    }

    /** What {@code percent} says. */
    @Deprecated
    public Optional<Integer> percent() {
        return integer("percent");
    }

    @Override
    public Delay fixedDelay(Duration fixedDelay) {
        return unset("exponentialDelay").set("fixedDelay", fixedDelay);
    }

    /** What {@code fixedDelay} says. */
    public Optional<Duration> fixedDelay() {
        return duration("fixedDelay");
    }

    @Override
    public Delay exponentialDelay(Duration exponentialDelay) {
        return unset("fixedDelay").set("exponentialDelay", exponentialDelay);
    }

    /** What {@code exponentialDelay} says. */
    public Optional<Duration> exponentialDelay() {
        return duration("exponentialDelay");
    }
}
