package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.GoUrls;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A WebAssembly module, where it comes from and what it gets. */
final class WasmRules {
    private static final Set<String> SCHEMES = Set.of("", "file", "http", "https", "oci");
    private static final Pattern SHA256 = Pattern.compile("[a-f0-9]{64}");
    private static final int MAX_SECRET_NAME = 253;
    private static final int MAX_NAME = 256;

    private WasmRules() {}

    static void check(Context context, Node wasm) {
        checkUrl(context, wasm);
        String sha256 = wasm.text("sha256");
        if (!sha256.isEmpty() && !SHA256.matcher(sha256).matches()) {
            context.error(
                    wasm.get("sha256"),
                    "wasm.sha256",
                    "\"" + sha256 + "\" is no SHA-256 checksum",
                    "Write its 64 hexadecimal digits in lower case");
        }
        if (bytes(wasm.text("imagePullSecret")) > MAX_SECRET_NAME) {
            context.error(
                    wasm.get("imagePullSecret"),
                    "wasm.pull-secret",
                    "the name of the pull secret is longer than " + MAX_SECRET_NAME + " characters",
                    "Use the name of a Secret in the namespace");
        }
        if (bytes(wasm.text("pluginName")) > MAX_NAME) {
            context.error(
                    wasm.get("pluginName"),
                    "wasm.plugin-name",
                    "the plugin's name is longer than " + MAX_NAME + " characters",
                    "Shorten it");
        }
        checkEnvironment(context, wasm.get("vmConfig", "env"));
    }

    /** The ports that a plugin is for; Istio reports the first wrong one. */
    static void checkMatch(Context context, Node match) {
        for (Node selector : match.items()) {
            for (Node port : selector.items("ports")) {
                long number = port.integer("number");
                if (number < 1 || number > 65535) {
                    context.error(
                            port,
                            "port.range",
                            "the port " + number + " is not in the range 1 to 65535",
                            "Set number to a port of the workload");
                    return;
                }
            }
        }
    }

    private static void checkUrl(Context context, Node wasm) {
        String url = wasm.text("url");
        if (url.isEmpty()) {
            context.error(wasm, "wasm.url-missing", "there is no url to get the module from", "Set url");
            return;
        }
        Optional<String> scheme = GoUrls.requestScheme(url);
        String tried = scheme.isPresent() ? url : "http://" + url;
        if (scheme.isEmpty()) {
            scheme = GoUrls.requestScheme(tried);
        }
        if (scheme.isEmpty() || GoUrls.scheme(tried).isEmpty() || !SCHEMES.contains(scheme.get())) {
            context.error(
                    wasm.get("url"),
                    "wasm.url",
                    "\"" + url + "\" is no place that a module can be fetched from",
                    "Write an oci://, http://, https:// or file:// URL; without scheme oci:// is meant");
        }
    }

    /** Istio reports the first problem only. */
    private static void checkEnvironment(Context context, Node env) {
        Set<String> names = new HashSet<>();
        for (Node variable : env.items()) {
            String name = variable.text("name");
            if (name.isEmpty()) {
                context.error(variable, "wasm.env-name", "the variable has no name", "Set name");
            } else if (bytes(name) > MAX_NAME) {
                context.error(
                        variable.get("name"),
                        "wasm.env-name-long",
                        "the variable's name is longer than " + MAX_NAME + " characters",
                        "Shorten it");
            } else if (!names.add(name)) {
                context.error(
                        variable.get("name"),
                        "wasm.env-duplicate",
                        "the variable " + name + " stands there twice",
                        "Keep one of the two");
            } else if (TrafficPolicyRules.enumNumber(variable.get("valueFrom"), "INLINE", "HOST") != 0
                    && !variable.text("value").isEmpty()) {
                context.error(
                        variable.get("value"),
                        "wasm.env-value",
                        "the variable " + name + " comes from the host, but has a value too",
                        "Remove value, or set valueFrom to INLINE");
            } else {
                continue;
            }
            return;
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
