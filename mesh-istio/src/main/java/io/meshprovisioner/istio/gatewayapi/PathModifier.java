package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;

/** What a path becomes. Source: HTTPPathModifier. */
final class PathModifier extends Part<PathModifier> {
    PathModifier(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected PathModifier copy(ObjectNode changed) {
        return new PathModifier(changed);
    }

    static PathModifier full(String path) {
        return new PathModifier(Trees.empty()).set("type", "ReplaceFullPath").set("replaceFullPath", path);
    }

    static PathModifier prefix(String path) {
        return new PathModifier(Trees.empty()).set("type", "ReplacePrefixMatch").set("replacePrefixMatch", path);
    }
}
