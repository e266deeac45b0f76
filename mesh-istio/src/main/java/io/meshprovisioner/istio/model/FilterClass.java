package io.meshprovisioner.istio.model;

/** Where an added filter goes, relative to Istio's own. */
public enum FilterClass {
    /** The end of the chain. */
    UNSPECIFIED,

    /** After authentication. */
    AUTHN,

    /** After authorization. */
    AUTHZ,

    /** Before statistics. */
    STATS
}
