package io.meshprovisioner;

import io.meshprovisioner.PlannedStep.Action;
import io.meshprovisioner.cost.Cost;
import io.meshprovisioner.cost.CostEstimate;
import io.meshprovisioner.cost.PriceTable;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.PodCapacity;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an install would do, seen without changing anything. Prints as a table; as JSON it can be reviewed and later
 * applied with {@link MeshProvisioner#install(Plan)}, which is refused when the world has moved.
 *
 * @param spec with what was left open filled in
 * @param steps each resource, in an order in which they could be made
 * @param iamPolicy the least that a principal must be allowed for exactly this: to install it, to bring it back where
 *     it has drifted, and to uninstall it
 */
public record Plan(MeshSpec spec, List<PlannedStep> steps, IamPolicy iamPolicy) {
    public Plan {
        steps = List.copyOf(steps);
    }

    /** The actions that {@link #iamPolicy} allows, such as {@code ec2:CreateVpc}. */
    public Set<String> requiredActions() {
        return iamPolicy.actions();
    }

    /**
     * What the mesh costs while it stands, by the table of prices that comes with this library; print it to see what
     * is in it.
     */
    public Cost cost() {
        return cost(PriceTable.bundled());
    }

    /** The same by another table: the user's own, or {@link MeshProvisioner#prices AWS's}. */
    public Cost cost(PriceTable prices) {
        return CostEstimate.of(spec, prices);
    }

    /** How many pods the nodes hold, and how many the mesh brings itself. */
    public PodCapacity capacity() {
        return PodCapacity.of(spec);
    }

    /** Whether an install would change nothing. */
    public boolean changesNothing() {
        return steps.stream().allMatch(step -> step.action() == Action.NONE);
    }

    /** How many resources would be made, changed and so on. */
    public long count(Action action) {
        return steps.stream().filter(step -> step.action() == action).count();
    }

    /** As JSON, for review; read again by {@link #fromJson}. */
    public String toJson() {
        return PlanDocuments.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws io.meshprovisioner.error.InvalidSpecException when it is not a plan
     */
    public static Plan fromJson(String json) {
        return PlanDocuments.read(json);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Plan for mesh \"%s\" in %s: %d to create, %d to update,%s %d to delete, %d unchanged%n",
                spec.name(),
                spec.region(),
                count(Action.CREATE) + count(Action.WAIT),
                count(Action.UPDATE),
                count(Action.REPLACE) == 0 ? "" : " " + count(Action.REPLACE) + " to replace,",
                count(Action.DELETE),
                count(Action.NONE)));
        for (PlannedStep step : steps) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-8s %s%s%n",
                    step.action().name().toLowerCase(Locale.ROOT),
                    step.title(),
                    step.differences().isEmpty() ? "" : "  " + step.differences()));
        }
        return text.toString().stripTrailing();
    }
}
