package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.Optional;
import java.util.Set;

/** An object that is deleted and waited for until it is gone, finalizers and all. */
record ObjectRemoval(
        KubernetesSession session, ObjectKey key, ResourceId id, String title, Set<String> after, Pace pace)
        implements Removal {

    @Override
    public Removed remove(Step step) {
        Optional<Manifest> found = session.get(key);
        if (found.isEmpty()) {
            return new Removed.Gone();
        }
        Tree object = new Tree(found.get().toMap());
        if (object.text("metadata", "deletionTimestamp").isEmpty()) {
            session.delete(key, step.permit());
            return session.get(key).isEmpty() ? new Removed.Gone() : new Removed.Going("deleted, not gone yet");
        }
        return new Removed.Going("being deleted" + finalizers(object));
    }

    private static String finalizers(Tree object) {
        String held = String.join(
                ", ",
                object.items("metadata", "finalizers").stream().map(Tree::text).toList());
        return held.isEmpty() ? "" : ", held by " + held;
    }
}
