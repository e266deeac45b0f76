package io.meshprovisioner.istio.validation.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.Map;

/** Which variant of the proxy's image a pod gets: that of the mesh, of its namespace, or its own. */
final class ProxyImages {
    private static final String ANNOTATION = "proxy.istio.io/config";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final World world;

    ProxyImages(World world) {
        this.world = world;
    }

    /** Empty for the default image. */
    String variant(Resource pod) {
        String variant = imageType(world.meshConfig().get("defaultConfig"));
        for (Resource config : world.networking("ProxyConfig")) {
            if (config.namespace().equals(world.rootNamespace())) {
                variant = or(imageType(config.spec()), variant);
            }
        }
        for (boolean selecting : new boolean[] {false, true}) {
            for (Resource config : world.networking("ProxyConfig")) {
                Map<String, String> selector = config.spec().get("selector").textMap("matchLabels");
                if (config.namespace().equals(pod.namespace())
                        && !config.namespace().equals(world.rootNamespace())
                        && config.spec().has("selector") == selecting
                        && LabelMatch.matches(selector, pod.labels())) {
                    variant = or(imageType(config.spec()), variant);
                }
            }
        }
        String own = pod.annotations().getOrDefault(ANNOTATION, "");
        if (!own.isEmpty()) {
            try {
                variant = or(imageType(Node.root(YAML.readTree(own))), variant);
            } catch (JsonProcessingException e) {
                return plain(variant); // the annotation's own check reports it
            }
        }
        return plain(variant);
    }

    private static String plain(String variant) {
        return variant.equals("default") ? "" : variant;
    }

    private static String imageType(Node proxyConfig) {
        return proxyConfig.get("image").text("imageType");
    }

    private static String or(String value, String fallback) {
        return value.isEmpty() ? fallback : value;
    }
}
