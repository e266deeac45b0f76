package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsPatch;
import io.meshprovisioner.istio.model.step.NeedsPatchOperation;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A change of Envoy's configuration. Source: EnvoyConfigObjectPatch. */
public final class ConfigPatch extends Part<ConfigPatch> {
    ConfigPatch(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ConfigPatch copy(ObjectNode changed) {
        return new ConfigPatch(changed);
    }

    static NeedsPatch applyingTo(ApplyTo applyTo) {
        return new Needing(new ConfigPatch(Trees.empty()).set("applyTo", applyTo));
    }

    /** What {@code applyTo} says. */
    public Optional<ApplyTo> applyTo() {
        return value("applyTo", ApplyTo.class);
    }

    /** What {@code match} says. */
    public Optional<PatchMatch> match() {
        return part("match", PatchMatch::new);
    }

    /** What {@code patch} says. */
    public Optional<Patch> patch() {
        return part("patch", Patch::new);
    }

    private record Needing(ConfigPatch so) implements NeedsPatch {
        @Override
        public NeedsPatch match(UnaryOperator<PatchMatch> match) {
            return new Needing(so.edit("match", PatchMatch::new, match));
        }

        @Override
        public ConfigPatch patch(Function<NeedsPatchOperation, Patch> patch) {
            return so.set("patch", patch.apply(operation -> Patch.start().operation(operation)));
        }
    }
}
