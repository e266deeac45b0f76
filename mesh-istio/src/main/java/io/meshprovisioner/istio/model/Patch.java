package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;

/** What happens to what is matched. Source: Patch. */
public final class Patch extends Part<Patch> {
    Patch(ObjectNode tree) {
        super(tree);
    }

    static Patch start() {
        return new Patch(Trees.empty());
    }

    @Override
    protected Patch copy(ObjectNode changed) {
        return new Patch(changed);
    }

    /** Where an added filter goes; with ADD only. */
    public Patch filterClass(FilterClass filterClass) {
        return set("filterClass", filterClass);
    }

    /** What {@code filterClass} says. */
    public Optional<FilterClass> filterClass() {
        return value("filterClass", FilterClass.class);
    }

    /** What happens. */
    public Patch operation(PatchOperation operation) {
        return set("operation", operation);
    }

    /** What {@code operation} says. */
    public Optional<PatchOperation> operation() {
        return value("operation", PatchOperation.class);
    }

    /** What is written, in Envoy's words. */
    public Patch value(Map<String, ?> value) {
        return set("value", Trees.of(value));
    }

    /** What is written, in Envoy's words, as YAML. */
    public Patch value(String yaml) {
        return set("value", Structs.parse(yaml));
    }

    /** What {@code value} says. */
    public Map<String, Object> value() {
        return Structs.map(get("value"));
    }
}
