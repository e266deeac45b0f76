package io.meshprovisioner.istio.model;

/** What happens to a CORS preflight from an origin that is not allowed. Since 1.23. */
public enum UnmatchedPreflights {
    /** As FORWARD. */
    UNSPECIFIED,

    /** It goes to the workload. */
    FORWARD,

    /** It is answered without CORS headers. */
    IGNORE
}
