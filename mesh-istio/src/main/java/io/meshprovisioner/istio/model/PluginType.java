package io.meshprovisioner.istio.model;

/** What code works on. Since 1.20. */
public enum PluginType {
    /** As HTTP. */
    UNSPECIFIED_PLUGIN_TYPE,

    /** Requests. */
    HTTP,

    /** Connections. */
    NETWORK
}
