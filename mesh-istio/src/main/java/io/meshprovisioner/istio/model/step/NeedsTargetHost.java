package io.meshprovisioner.istio.model.step;

/**
 * A tunnel that still needs its host.
 */
public interface NeedsTargetHost {

    /** The host to connect to. */
    NeedsTargetPort targetHost(String host);
}
