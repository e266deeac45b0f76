package io.meshprovisioner.istio.validation.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;

/** The mesh configuration and its networks, where they are among the resources. */
public final class MeshConfigs {
    private static final YAMLMapper YAML = new YAMLMapper();

    private MeshConfigs() {}

    /** What the config map {@code istio} in {@code istio-system} says; the defaults if it is not there. */
    public static Node find(List<Resource> resources) {
        return find(resources, "mesh");
    }

    /** The networks that the same config map says. */
    public static Node networks(List<Resource> resources) {
        return find(resources, "meshNetworks");
    }

    private static Node find(List<Resource> resources, String key) {
        return resources.stream()
                .filter(resource -> resource.kind().equals("ConfigMap")
                        && resource.name().equals("istio")
                        && resource.namespace().equals("istio-system"))
                .map(map -> map.node().get("data").text(key))
                .findFirst()
                .map(MeshConfigs::read)
                .orElseGet(World::defaults);
    }

    private static Node read(String text) {
        try {
            return Node.root(YAML.readTree(text));
        } catch (JsonProcessingException e) {
            return World.defaults(); // a mesh with it would not start; that is not for analysis to say
        }
    }
}
