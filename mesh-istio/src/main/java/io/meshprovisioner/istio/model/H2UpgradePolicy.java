package io.meshprovisioner.istio.model;

/** Whether HTTP/1.1 connections to a destination become HTTP/2. */
public enum H2UpgradePolicy {
    /** As the mesh is configured. */
    DEFAULT,

    /** Stay with HTTP/1.1. */
    DO_NOT_UPGRADE,

    /** Use HTTP/2. */
    UPGRADE
}
