package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.Optional;

/** How a new endpoint comes to its full share. Since 1.24. */
public final class Warmup extends Part<Warmup> {
    Warmup(ObjectNode tree) {
        super(tree);
    }

    static Warmup start() {
        return new Warmup(Trees.empty());
    }

    @Override
    protected Warmup copy(ObjectNode changed) {
        return new Warmup(changed);
    }

    /** How long it takes. */
    public Warmup duration(Duration duration) {
        return set("duration", duration);
    }

    /** What {@code duration} says. */
    public Optional<Duration> duration() {
        return duration("duration");
    }

    /** The share at the beginning, in percent up to 100; default 10. */
    public Warmup minimumPercent(double minimumPercent) {
        return set("minimumPercent", minimumPercent);
    }

    /** What {@code minimumPercent} says. */
    public Optional<Double> minimumPercent() {
        return decimal("minimumPercent");
    }

    /** How fast it grows; 1, the default, is linear, more is faster; 1 or more. */
    public Warmup aggression(double aggression) {
        return set("aggression", aggression);
    }

    /** What {@code aggression} says. */
    public Optional<Double> aggression() {
        return decimal("aggression");
    }
}
