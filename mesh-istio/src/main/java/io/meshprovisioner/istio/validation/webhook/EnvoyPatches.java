package io.meshprovisioner.istio.validation.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a patch of an EnvoyFilter puts into Envoy's configuration. Istiod has all of Envoy's API compiled in; here the
 * first level of each message is known, and which packages a typed configuration can name. What is wrong further inside
 * of a message is found by istiod only.
 */
final class EnvoyPatches {
    private static final Set<String> PACKAGES = EnvoyNames.packages();
    private static final Set<String> TYPED =
            Set.of("HTTP_FILTER", "NETWORK_FILTER", "LISTENER_FILTER", "EXTENSION_CONFIG");
    private static final int MAX_DEPTH = 100;

    private EnvoyPatches() {}

    /** Checks the patch's value; there is none for a removal. */
    static void check(Context context, Node value, String applyTo) {
        if (!value.present()) {
            return;
        }
        Set<String> fields = EnvoyNames.FIELDS.get(applyTo);
        if (fields == null) {
            EnvoyFilterRules.error(
                    context,
                    value,
                    "apply-to-unknown",
                    applyTo + " is nothing to apply a patch to",
                    "Use a known applyTo");
            return;
        }
        if (!checkTexts(context, value, fields) || !checkTypes(context, value, fields)) {
            return;
        }
        for (Node field : value.fields()) {
            String name = Node.snakeCase(field.name());
            if (!fields.contains(name) && !fields.contains(name + "*")) {
                context.warn(
                        field,
                        "envoyfilter.unknown-field",
                        "Envoy's message for " + applyTo + " has no field " + field.name(),
                        "Look at the message in Envoy's API reference; the field may belong one level up or down");
                return; // Istio names the first one only, and looks no further into a message that it cannot read
            }
        }
        if (TYPED.contains(applyTo) && !value.has("typedConfig") && !value.has("configDiscovery")) {
            context.warn(
                    value,
                    "envoyfilter.untyped",
                    "the filter \"" + value.text("name")
                            + "\" has no typed_config, so Envoy has to guess its type by name",
                    "Add typed_config with its @type");
        }
    }

    private static boolean checkTexts(Context context, Node value, Set<String> fields) {
        for (Node field : value.fields()) {
            if (fields.contains(Node.snakeCase(field.name()) + "*")
                    && field.present()
                    && !field.json().isTextual()) {
                EnvoyFilterRules.error(
                        context,
                        field,
                        "value-type",
                        field.name() + " is a text, but the value is none",
                        "Put it in quotes");
                return false;
            }
        }
        return true;
    }

    private static boolean checkTypes(Context context, Node value, Set<String> fields) {
        List<String> types = new ArrayList<>();
        for (Node field : value.fields()) {
            String name = Node.snakeCase(field.name());
            if (fields.contains(name)) { // in a field that the message has not, Istio resolves nothing
                collectTypes(field.json(), types, 0);
            }
        }
        for (String type : types) {
            String message = type.substring(type.lastIndexOf('/') + 1);
            int dot = message.lastIndexOf('.');
            if (dot < 0 || !isKnown(message)) {
                EnvoyFilterRules.error(
                        context,
                        value,
                        "type-unknown",
                        "the type " + type + " is unknown",
                        message.contains(".v2.")
                                ? "Use the v3 type of the same message; Envoy dropped v2"
                                : "Use the name that Envoy's API reference gives, with type.googleapis.com/ before it");
                return false;
            }
        }
        return true;
    }

    private static boolean isKnown(String message) {
        // a message can be nested in others, so each beginning can be the package
        for (int dot = message.lastIndexOf('.'); dot > 0; dot = message.lastIndexOf('.', dot - 1)) {
            if (PACKAGES.contains(message.substring(0, dot))) {
                return true;
            }
        }
        return false;
    }

    private static void collectTypes(JsonNode node, List<String> types, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        JsonNode type = node.get("@type");
        if (type != null && type.isTextual()) {
            types.add(type.textValue());
        }
        for (JsonNode child : node) {
            collectTypes(child, types, depth + 1);
        }
    }
}
