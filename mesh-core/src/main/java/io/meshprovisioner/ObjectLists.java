package io.meshprovisioner;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of objects, as {@code kubectl get -o yaml} writes them: the API server stores what is inside, never the list. */
final class ObjectLists {
    private static final String LIST = "List";
    private static final int DEEPEST = 10;

    private ObjectLists() {}

    /**
     * The objects inside a list, in order and lists among them opened too; of anything else the manifest alone. An item
     * without a kind is of the one that the list's own kind names, as in the API server's answers.
     *
     * @throws InvalidSpecException if an item is no object
     */
    static List<Manifest> open(Manifest manifest) {
        return open(manifest, 0);
    }

    private static List<Manifest> open(Manifest manifest, int depth) {
        if (!manifest.kind().endsWith(LIST)) {
            return List.of(manifest);
        }
        Map<String, Object> list = manifest.toMap();
        if (!(list.get("items") instanceof List<?> items) || list.containsKey("spec")) {
            return List.of(manifest);
        }
        List<Manifest> opened = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof Map<?, ?> item) || depth > DEEPEST) {
                throw InvalidSpecException.ofObjects(List.of(new SpecProblem(
                        manifest.kind() + " items[" + i + "]",
                        depth > DEEPEST ? "Lists nest too deeply." : "This item is no object.",
                        "Write objects with apiVersion, kind and metadata.")));
            }
            opened.addAll(open(Manifest.of(whole(item, manifest)), depth + 1));
        }
        return opened;
    }

    private static Map<String, Object> whole(Map<?, ?> item, Manifest list) {
        Map<String, Object> whole = new LinkedHashMap<>();
        item.forEach((name, value) -> whole.put(String.valueOf(name), value));
        String kind = list.kind().substring(0, list.kind().length() - LIST.length());
        if (!kind.isEmpty() && absent(item.get("kind"))) {
            whole.put("apiVersion", list.apiVersion());
            whole.put("kind", kind);
        }
        return whole;
    }

    private static boolean absent(@Nullable Object value) {
        return value == null || value.equals("");
    }
}
