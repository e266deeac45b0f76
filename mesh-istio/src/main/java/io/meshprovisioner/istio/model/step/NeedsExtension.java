package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TrafficExtension;
import io.meshprovisioner.istio.model.WasmFilter;
import java.util.function.Function;

/**
 * A TrafficExtension that still needs its code.
 */
public interface NeedsExtension extends Unfinished<NeedsExtension> {

    /** A Wasm filter. */
    TrafficExtension wasm(Function<NeedsFilterUrl, WasmFilter> wasm);

    /** A Lua filter by its source, up to 65536 characters. */
    TrafficExtension lua(String inlineCode);
}
