package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.WasmPlugin;

/**
 * A WasmPlugin that still needs its code.
 */
public interface NeedsPluginUrl extends Unfinished<NeedsPluginUrl> {

    /** Where the code is: an OCI image ({@code oci://}, the default), {@code http(s)://} or {@code file://}. */
    WasmPlugin url(String url);
}
