package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Set;

/**
 * An object that is deleted with all that is in it, unless somebody else's is: a kind of Istio's that another control plane
 * reads, a namespace with a certificate authority of the user's.
 *
 * @param heldBy what is somebody else's
 */
record HeldRemoval(Removal object, List<String> heldBy) implements Removal {

    @Override
    public ResourceId id() {
        return object.id();
    }

    @Override
    public String title() {
        return object.title();
    }

    @Override
    public Set<String> after() {
        return object.after();
    }

    @Override
    public Pace pace() {
        return object.pace();
    }

    @Override
    public Removed remove(Step step) {
        return heldBy.isEmpty() ? object.remove(step) : new Removed.Gone();
    }
}
