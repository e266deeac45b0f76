package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Headers to set, add and remove. Source: HTTPHeaderFilter. */
public final class HeaderFilter extends Part<HeaderFilter> {
    HeaderFilter(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected HeaderFilter copy(ObjectNode changed) {
        return new HeaderFilter(changed);
    }

    private HeaderFilter headers(String field, Map<String, String> headers) {
        return set(
                field,
                Trees.of(new TreeMap<>(headers)
                        .entrySet().stream()
                                .map(header -> {
                                    Map<String, String> entry = new LinkedHashMap<>();
                                    entry.put("name", header.getKey());
                                    entry.put("value", header.getValue());
                                    return entry;
                                })
                                .toList()));
    }

    private Map<String, String> headers(String field) {
        Map<String, String> headers = new LinkedHashMap<>();
        parts(field, ValueMatch::new)
                .forEach(header ->
                        headers.put(header.name().orElse(""), header.value().orElse("")));
        return headers;
    }

    /** Headers to put in place of those of the same name. */
    public HeaderFilter set(Map<String, String> headers) {
        return headers("set", headers);
    }

    /** What {@code set} says. */
    public Map<String, String> set() {
        return headers("set");
    }

    /** Headers to add beside those of the same name. */
    public HeaderFilter add(Map<String, String> headers) {
        return headers("add", headers);
    }

    /** What {@code add} says. */
    public Map<String, String> add() {
        return headers("add");
    }

    /** Names of headers to take away. */
    public HeaderFilter remove(String... names) {
        return set("remove", List.of(names));
    }

    /** What {@code remove} says. */
    public List<String> remove() {
        return texts("remove");
    }
}
