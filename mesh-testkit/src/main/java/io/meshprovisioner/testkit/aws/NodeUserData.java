package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine reads of its user data when it starts: on Amazon Linux 2023 the parts of type application/node.eks.aws
 * of a multipart message, each a NodeConfig. Other images read none.
 *
 * @param kubelet what is set on the kubelet
 * @param problem why the machine cannot start its kubelet
 */
record NodeUserData(JsonNode kubelet, Optional<String> problem) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern BOUNDARY = Pattern.compile(
            "Content-Type:\\s*multipart/mixed;\\s*boundary=\"?([^\"\\s]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final String CONFIG_TYPE = "application/node.eks.aws";
    private static final NodeUserData NONE = new NodeUserData(Json.object(), Optional.empty());

    static NodeUserData of(Site site, Nodegroup group) {
        Optional<String> encoded = NodeLife.template(site, group).get("UserData");
        return encoded.isEmpty() || !group.shape().amiType().startsWith("AL2023") ? NONE : read(encoded.get());
    }

    static NodeUserData read(String encoded) {
        String text;
        try {
            text = new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return wrong("it is not base64");
        }
        Matcher boundary = BOUNDARY.matcher(text);
        if (!boundary.find()) {
            return wrong("it is not in the MIME multipart format");
        }
        String[] parts = text.split("(?m)^--" + Pattern.quote(boundary.group(1)));
        if (!parts[parts.length - 1].startsWith("--")) {
            return wrong("its last part has no end");
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int head = parts[i].indexOf("\n\n");
            if (head > 0 && parts[i].substring(0, head).contains(CONFIG_TYPE)) {
                return config(parts[i].substring(head));
            }
        }
        return NONE;
    }

    private static NodeUserData config(String yaml) {
        try {
            JsonNode config = YAML.readTree(yaml);
            boolean known = config.path("apiVersion").asText().equals("node.eks.aws/v1alpha1")
                    && config.path("kind").asText().equals("NodeConfig");
            JsonNode kubelet = config.at("/spec/kubelet/config");
            if (!known || !(kubelet.isObject() || kubelet.isMissingNode())) {
                return wrong("it holds no NodeConfig of node.eks.aws/v1alpha1");
            }
            return new NodeUserData(kubelet.isObject() ? kubelet : Json.object(), Optional.empty());
        } catch (JacksonException e) {
            return wrong("its NodeConfig is no YAML: " + e.getOriginalMessage());
        }
    }

    private static NodeUserData wrong(String why) {
        return new NodeUserData(Json.object(), Optional.of("nodeadm cannot read the user data: " + why));
    }
}
