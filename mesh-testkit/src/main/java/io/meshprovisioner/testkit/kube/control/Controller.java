package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A control loop. Holds no state of its own: what it needs to know lies in the objects or in marks. */
public interface Controller {

    /** Unique among controllers. */
    String name();

    /** Says which keys to look at after a change. */
    void observe(Api api, Change change, Consumer<Key> queue);

    /** Looks at one key and brings the cluster a step nearer to what is wanted. */
    void reconcile(Api api, Key key);

    /** A change of one object; before is absent for a new object, after for a deleted one. */
    record Change(
            String storage,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after) {
        /** The object, as new as there is. */
        public ObjectNode latest() {
            if (after != null) {
                return after;
            }
            if (before != null) {
                return before;
            }
            throw new IllegalStateException("A change has an object before or after it.");
        }

        public boolean of(Kind kind) {
            return storage.equals(kind.storage());
        }

        public boolean deleted() {
            return after == null;
        }
    }
}
