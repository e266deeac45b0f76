package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;

/** Headers to set, add and remove. Values may use Envoy's %VARIABLES%. */
public final class HeaderOperations extends Part<HeaderOperations> {
    HeaderOperations(ObjectNode tree) {
        super(tree);
    }

    static HeaderOperations start() {
        return new HeaderOperations(Trees.empty());
    }

    @Override
    protected HeaderOperations copy(ObjectNode changed) {
        return new HeaderOperations(changed);
    }

    /** Headers to put in place of those of the same name. */
    public HeaderOperations set(Map<String, String> set) {
        return set("set", set);
    }

    /** What {@code set} says. */
    public Map<String, String> set() {
        return textMap("set");
    }

    /** Headers to add beside those of the same name. */
    public HeaderOperations add(Map<String, String> add) {
        return set("add", add);
    }

    /** What {@code add} says. */
    public Map<String, String> add() {
        return textMap("add");
    }

    /** Names of headers to take away. */
    public HeaderOperations remove(String... remove) {
        return set("remove", List.of(remove));
    }

    /** What {@code remove} says. */
    public List<String> remove() {
        return texts("remove");
    }
}
