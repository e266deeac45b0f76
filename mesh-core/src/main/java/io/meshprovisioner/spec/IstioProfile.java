package io.meshprovisioner.spec;

/** Istio's built-in configuration profiles. Which release has which is checked before the first call. */
public enum IstioProfile {
    DEFAULT,
    DEMO,
    MINIMAL,
    EMPTY,
    PREVIEW,
    REMOTE,
    AMBIENT,
    STABLE;

    /** The name Istio uses, such as {@code default}. */
    public String istioName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
