package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Logs of requests and connections. Since 1.11. Source: AccessLogging. */
public final class AccessLogging extends Part<AccessLogging> {
    AccessLogging(ObjectNode tree) {
        super(tree);
    }

    static AccessLogging start() {
        return new AccessLogging(Trees.empty());
    }

    @Override
    protected AccessLogging copy(ObjectNode changed) {
        return new AccessLogging(changed);
    }

    /** Whether nothing is logged. Default false. */
    public AccessLogging disabled(boolean disabled) {
        return set("disabled", disabled);
    }

    /** What {@code disabled} says. */
    public Optional<Boolean> disabled() {
        return flag("disabled");
    }

    /** The providers of the mesh configuration that it goes to. */
    public AccessLogging providers(String... names) {
        return set(
                "providers",
                Trees.of(Arrays.stream(names).map(name -> Map.of("name", name)).toList()));
    }

    /** What {@code providers} says. */
    public List<String> providers() {
        return parts("providers", Node::new).stream()
                .flatMap(provider -> provider.text("name").stream())
                .toList();
    }

    /** For this side only. Since 1.14. */
    public AccessLogging match(WorkloadMode mode) {
        return edit("match", Node::new, match -> match.set("mode", mode));
    }

    /** What {@code match} says. */
    public Optional<WorkloadMode> match() {
        return part("match", Node::new).flatMap(match -> match.value("mode", WorkloadMode.class));
    }

    /** Only what this CEL expression is true for, for example {@code response.code >= 400}. Since 1.13. */
    public AccessLogging filter(String expression) {
        return edit("filter", Node::new, filter -> filter.set("expression", expression));
    }

    /** What {@code filter} says. */
    public Optional<String> filter() {
        return part("filter", Node::new).flatMap(filter -> filter.text("expression"));
    }
}
