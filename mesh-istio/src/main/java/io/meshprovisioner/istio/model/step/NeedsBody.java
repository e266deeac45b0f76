package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.DirectResponseBody;

/**
 * A direct response that still needs its body.
 */
public interface NeedsBody {

    /** Text. */
    DirectResponseBody string(String text);

    /** Bytes; base64 in YAML. */
    DirectResponseBody bytes(byte[] bytes);
}
