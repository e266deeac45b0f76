package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import java.util.Optional;

/** What filters share that change the host and path. */
public abstract class PathChange<T extends PathChange<T>> extends Part<T> {
    PathChange(ObjectNode tree) {
        super(tree);
    }

    /** The host. */
    public T hostname(String hostname) {
        return set("hostname", hostname);
    }

    /** What {@code hostname} says. */
    public Optional<String> hostname() {
        return text("hostname");
    }

    /** The whole path. */
    public T replaceFullPath(String path) {
        return set("path", PathModifier.full(path));
    }

    /** What takes the place of the prefix that matched; needs a PathPrefix match. */
    public T replacePrefixMatch(String prefix) {
        return set("path", PathModifier.prefix(prefix));
    }
}
