package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.nio.charset.StandardCharsets;

/** The rules of TrafficExtension. */
final class ExtensionRules implements KindRules {
    private static final int MAX_CODE = 65536;

    @Override
    public void check(Context context) {
        Node spec = context.spec();
        Node extension = spec.lastOf("wasm", "lua");
        if (!extension.present()) {
            context.error(spec, "trafficextension.one-of", "there is neither wasm nor lua", "Set one of the two");
        }
        Selectors.checkTargets(context, spec);
        if (extension.present() && extension.name().equals("lua")) {
            checkLua(context, extension);
        } else if (extension.present()) {
            WasmRules.check(context, extension);
        }
        WasmRules.checkMatch(context, spec.get("match"));
    }

    private static void checkLua(Context context, Node lua) {
        int size = lua.text("inlineCode").getBytes(StandardCharsets.UTF_8).length;
        if (size == 0) {
            context.error(lua, "trafficextension.lua-empty", "there is no code to run", "Set lua.inlineCode");
        } else if (size > MAX_CODE) {
            context.error(
                    lua.get("inlineCode"),
                    "trafficextension.lua-large",
                    "the code has " + size + " bytes, at most " + MAX_CODE + " are allowed",
                    "Shorten it, or use a WebAssembly module");
        }
    }
}
