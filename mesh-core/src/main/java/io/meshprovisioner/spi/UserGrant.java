package io.meshprovisioner.spi;

/** What a user that is made for a mesh may do. */
public enum UserGrant {
    /** What exactly this spec takes, and nothing besides. */
    LEAST_PRIVILEGE,
    /** Everything in the account. */
    ADMINISTRATOR
}
