package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;

/** Labels and annotations of the entries that a group makes. */
public final class WorkloadMetadata extends Part<WorkloadMetadata> {
    WorkloadMetadata(ObjectNode tree) {
        super(tree);
    }

    static WorkloadMetadata start() {
        return new WorkloadMetadata(Trees.empty());
    }

    @Override
    protected WorkloadMetadata copy(ObjectNode changed) {
        return new WorkloadMetadata(changed);
    }

    /** Labels of each entry. */
    public WorkloadMetadata labels(Map<String, String> labels) {
        return set("labels", labels);
    }

    /** What {@code labels} says. */
    public Map<String, String> labels() {
        return textMap("labels");
    }

    /** Annotations of each entry. */
    public WorkloadMetadata annotations(Map<String, String> annotations) {
        return set("annotations", annotations);
    }

    /** What {@code annotations} says. */
    public Map<String, String> annotations() {
        return textMap("annotations");
    }
}
