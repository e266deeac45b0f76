package io.meshprovisioner.istio.model;

/** How traffic comes to a sidecar listener. */
public enum CaptureMode {
    /** As the environment does it. */
    DEFAULT,

    /** By redirection. */
    IPTABLES,

    /** By the application calling the listener. */
    NONE
}
