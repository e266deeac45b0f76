package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsApplyTo;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes of Envoy's configuration where nothing else helps; what is inside may change with every release. Source:
 * EnvoyFilter of networking.istio.io.
 */
public final class EnvoyFilter extends IstioResource<EnvoyFilter> {
    private static final String KIND = "EnvoyFilter";

    private EnvoyFilter(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** An EnvoyFilter without patches. */
    public static EnvoyFilter named(String name) {
        return new EnvoyFilter(envelope(KIND, name), Trees.empty());
    }

    static EnvoyFilter of(Document document) {
        return new EnvoyFilter(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected EnvoyFilter copy(Envelope changed, ObjectNode spec) {
        return new EnvoyFilter(changed, spec);
    }

    /** Which filters go first: the lower; default 0. Since 1.11. */
    public EnvoyFilter priority(int priority) {
        return set("priority", priority);
    }

    /** What {@code priority} says. */
    public Optional<Integer> priority() {
        return integer("priority");
    }

    /** For the pods with these labels in its namespace; default: all. Takes the place of references. */
    public EnvoyFilter workloadSelector(Map<String, String> labels) {
        return unset("targetRefs").set("workloadSelector", Selectors.labels(labels));
    }

    /** What {@code workloadSelector} says. */
    public Map<String, String> workloadSelector() {
        return Selectors.labels(this, "workloadSelector");
    }

    /** For one more gateway or waypoint. Takes the place of a selector. Since 1.22. */
    public EnvoyFilter targetRefs(Function<NeedsTarget, TargetRef> target) {
        return unset("workloadSelector").add("targetRefs", target.apply(TargetRef.needed()));
    }

    /** What {@code targetRefs} says. */
    public List<TargetRef> targetRefs() {
        return parts("targetRefs", TargetRef::new);
    }

    /** One more change, after those that are there. */
    public EnvoyFilter configPatch(Function<NeedsApplyTo, ConfigPatch> patch) {
        return add("configPatches", patch.apply(ConfigPatch::applyingTo));
    }

    /** What {@code configPatches} says. */
    public List<ConfigPatch> configPatches() {
        return parts("configPatches", ConfigPatch::new);
    }
}
