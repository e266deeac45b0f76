package io.meshprovisioner.istio;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What manifests do with single documents. */
final class Documents {
    private Documents() {}

    static Document of(Manifest manifest) {
        if (manifest instanceof Document document) {
            return document;
        }
        return manifest instanceof Resource<?> resource ? resource.document() : Document.of(Trees.of(manifest.toMap()));
    }

    /** Whether a document has this name, or this {@code namespace/name}. */
    static boolean isNamed(Document document, String name) {
        int slash = name.indexOf('/');
        return document.name().equals(name.substring(slash + 1))
                && (slash < 0 || document.namespace().equals(Optional.of(name.substring(0, slash))));
    }

    /** A document with the changed objects inside; empty if none changed. */
    static Optional<Document> changeItems(Document document, UnaryOperator<Document> change) {
        if (!document.isList()) {
            Document changed = change.apply(document);
            return changed.equals(document) ? Optional.empty() : Optional.of(changed);
        }
        List<Document> items = document.items();
        List<JsonNode> nodes = new ArrayList<>();
        boolean any = false;
        int next = 0;
        for (JsonNode item : document.root().path("items")) {
            if (!item.isObject()) {
                nodes.add(item);
                continue;
            }
            Document before = items.get(next++);
            Document after = change.apply(before);
            any |= !after.equals(before);
            nodes.add(after.root());
        }
        return any
                ? Optional.of(document.withRoot(Trees.with(document.root(), "items", Trees.array(nodes))))
                : Optional.empty();
    }
}
