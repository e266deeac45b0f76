package io.meshprovisioner.spi;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user's login at a registry or chart repository. Never printed, not part of any spec or plan, and sent by https alone,
 * to this registry and to whom it names for tokens.
 */
public final class RegistryLogin {
    private final String registry;
    private final String username;
    private final String password;

    private RegistryLogin(String registry, String username, String password) {
        this.registry = registry;
        this.username = username;
        this.password = password;
    }

    /** @param registry host, with its port where that is not 443, such as {@code registry.example.com} */
    public static RegistryLogin of(String registry, String username, String password) {
        if (registry.isBlank() || registry.contains("/") || registry.contains("@")) {
            throw new IllegalArgumentException("A registry is named by its host, such as registry.example.com.");
        }
        return new RegistryLogin(registry, username, password);
    }

    public String registry() {
        return registry;
    }

    /** The header {@code Authorization}. */
    public String authorization() {
        return "Basic " + auth();
    }

    /** What kubelets read in a Secret of type {@code kubernetes.io/dockerconfigjson}, as the one entry under its registry. */
    public String auth() {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "RegistryLogin(" + username + " at " + registry + ")";
    }
}
