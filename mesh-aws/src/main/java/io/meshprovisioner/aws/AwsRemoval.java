package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Something of ours to delete.
 *
 * @param heldBy what of others keeps it, each with its owner
 * @param deletion takes one step towards its end
 */
record AwsRemoval(
        ResourceId id,
        String title,
        Set<String> after,
        Pace pace,
        List<String> heldBy,
        Function<Step, Removal.Removed> deletion)
        implements Removal {

    static AwsRemoval of(String kind, String id, Function<Step, Removal.Removed> deletion) {
        return new AwsRemoval(
                new ResourceId(kind, id), kind + " " + id, Kinds.before(kind), Pace.INSTANT, List.of(), deletion);
    }

    AwsRemoval titled(String newTitle) {
        return new AwsRemoval(id, newTitle, after, pace, heldBy, deletion);
    }

    AwsRemoval paced(Pace newPace) {
        return new AwsRemoval(id, title, after, newPace, heldBy, deletion);
    }

    /** Something of others lives in it: it stays, and says so from the start. */
    AwsRemoval heldBy(List<String> holders) {
        return new AwsRemoval(id, title, after, pace, List.copyOf(holders), deletion);
    }

    @Override
    public Removed remove(Step step) {
        return deletion.apply(step);
    }
}
