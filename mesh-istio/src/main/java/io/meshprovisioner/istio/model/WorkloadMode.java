package io.meshprovisioner.istio.model;

/** Whether a workload calls or is called. */
public enum WorkloadMode {
    /** Either. */
    CLIENT_AND_SERVER,

    /** It calls. */
    CLIENT,

    /** It is called; the mode of gateways is CLIENT. */
    SERVER
}
