package io.meshprovisioner.spi;

/**
 * How a mesh goes.
 *
 * @param mesh its name: what another mesh has made in the cluster stays
 * @param clusterStays the cluster is not ours to delete, so that everything of ours inside it goes one by one
 * @param crds Istio's kinds go too, and with them every object of those kinds: the users' configuration
 */
public record Departure(String mesh, boolean clusterStays, boolean crds) {}
