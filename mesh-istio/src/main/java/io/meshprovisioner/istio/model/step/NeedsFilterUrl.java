package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.WasmFilter;

/**
 * A Wasm filter that still needs its code.
 */
public interface NeedsFilterUrl {

    /** Where the code is: an OCI image ({@code oci://}, the default), {@code http(s)://} or {@code file://}. */
    WasmFilter url(String url);
}
