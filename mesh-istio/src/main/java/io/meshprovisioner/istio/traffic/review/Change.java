package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import java.util.List;

/**
 * A request that gets another answer than before. It stands for all requests that the same two rules decide.
 *
 * @param before what came of it
 * @param after what comes of it now
 * @param differences what is different, such as {@code outcome} or {@code timeout}
 */
public record Change(Decision before, Decision after, List<String> differences) {
    public Change {
        differences = List.copyOf(differences);
    }

    @Override
    public String toString() {
        return "before: " + before + "\nafter:  " + after + "\n        (" + String.join(", ", differences)
                + (differences.size() == 1 ? " differs)" : " differ)");
    }
}
