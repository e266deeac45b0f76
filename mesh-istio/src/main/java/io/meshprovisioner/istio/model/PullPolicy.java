package io.meshprovisioner.istio.model;

/** When the image of a plugin is fetched. */
public enum PullPolicy {
    /** IfNotPresent, but Always for the tag latest. */
    UNSPECIFIED_POLICY("UNSPECIFIED_POLICY"),
    /** When it was not fetched before. */
    IF_NOT_PRESENT("IfNotPresent"),
    /** Whenever the plugin is configured. */
    ALWAYS("Always");

    private final String text;

    PullPolicy(String text) {
        this.text = text;
    }

    /** As YAML writes it. */
    @Override
    public String toString() {
        return text;
    }
}
