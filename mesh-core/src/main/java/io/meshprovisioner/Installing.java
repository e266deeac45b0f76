package io.meshprovisioner;

import io.meshprovisioner.plan.ResourceId;
import java.util.LinkedHashSet;
import java.util.Set;

/** How to install. A value: each method returns a changed copy. */
public final class Installing {
    /** Replaces nothing. */
    static final Installing IN_PLACE = new Installing(Set.of());

    private final Set<ResourceId> replaced;

    private Installing(Set<ResourceId> replaced) {
        this.replaced = replaced;
    }

    /**
     * Allows a resource that differs in what cannot be changed in place to be deleted and made anew, such as a node group
     * with other instance types: {@code how -> how.replace("eks:Nodegroup", "mesh/workers")}. It is gone for some minutes, and
     * its pods wait for room elsewhere. Where it does not differ in that way, nothing comes of it.
     *
     * <p>What others hang on (a VPC, a cluster, a role) cannot be replaced on its own: an install refuses it, with advice.
     *
     * @param kind as {@link PlannedStep#kind} of a plan that says {@link PlannedStep.Action#REPLACE}
     * @param name as {@link PlannedStep#name}
     */
    public Installing replace(String kind, String name) {
        Set<ResourceId> more = new LinkedHashSet<>(replaced);
        more.add(new ResourceId(kind, name));
        return new Installing(more);
    }

    Set<ResourceId> replaced() {
        return replaced;
    }
}
