package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A limit on retries as a share of the requests under way. Since 1.27. */
public final class RetryBudget extends Part<RetryBudget> {
    RetryBudget(ObjectNode tree) {
        super(tree);
    }

    static RetryBudget start() {
        return new RetryBudget(Trees.empty());
    }

    @Override
    protected RetryBudget copy(ObjectNode changed) {
        return new RetryBudget(changed);
    }

    /** The share in percent, from 0 to 100; default 20. */
    public RetryBudget percent(double percent) {
        return set("percent", percent);
    }

    /** What {@code percent} says. */
    public Optional<Double> percent() {
        return decimal("percent");
    }

    /** How many retries are allowed whatever the share; default 3. */
    public RetryBudget minRetryConcurrency(int minRetryConcurrency) {
        return set("minRetryConcurrency", minRetryConcurrency);
    }

    /** What {@code minRetryConcurrency} says. */
    public Optional<Integer> minRetryConcurrency() {
        return integer("minRetryConcurrency");
    }
}
