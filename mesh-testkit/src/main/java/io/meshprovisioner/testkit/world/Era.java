package io.meshprovisioner.testkit.world;

/** What the cloud offers; the API's shape is the same in all. */
public enum Era {
    /** EKS of 2026: Kubernetes 1.34 to 1.36 in standard support, 1.31 to 1.33 in extended. */
    TODAY,
    /** EKS of 2021, where Istio 1.9.3 is at home: Kubernetes 1.17 to 1.20 and 1.21. */
    GUIDE,
    /** Every version, for upgrade rehearsals. */
    EVERY_VERSION
}
