package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Set;

/**
 * A kind of Istio's that is deleted with all its objects, unless somebody else's control plane reads them.
 *
 * @param heldBy whose control planes do
 */
record KindRemoval(ObjectRemoval crd, List<String> heldBy) implements Removal {

    @Override
    public ResourceId id() {
        return crd.id();
    }

    @Override
    public String title() {
        return crd.title();
    }

    @Override
    public Set<String> after() {
        return crd.after();
    }

    @Override
    public Pace pace() {
        return crd.pace();
    }

    @Override
    public Removed remove(Step step) {
        return heldBy.isEmpty() ? crd.remove(step) : new Removed.Gone();
    }
}
