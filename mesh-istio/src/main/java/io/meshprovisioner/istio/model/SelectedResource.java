package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A kind that is for some workloads: by label, or by reference to gateways, waypoints and services.
 *
 * @param <T> the kind itself
 */
public abstract class SelectedResource<T extends SelectedResource<T>> extends IstioResource<T> {
    SelectedResource(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** For the pods with these labels in its namespace; default: all. Takes the place of references. */
    public final T selector(Map<String, String> matchLabels) {
        return unset("targetRef").unset("targetRefs").set("selector", Selectors.matchLabels(matchLabels));
    }

    /** What {@code selector} says. */
    public final Map<String, String> selector() {
        return Selectors.matchLabels(this, "selector");
    }

    /** For one more gateway, waypoint or service. Takes the place of a selector. Since 1.22. */
    public final T targetRefs(Function<NeedsTarget, TargetRef> target) {
        return unset("targetRef").unset("selector").add("targetRefs", target.apply(TargetRef.needed()));
    }

    /** What {@code targetRefs} says. */
    public final List<TargetRef> targetRefs() {
        return parts("targetRefs", TargetRef::new);
    }
}
