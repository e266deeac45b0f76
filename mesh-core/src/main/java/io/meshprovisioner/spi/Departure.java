package io.meshprovisioner.spi;

/**
 * How a mesh goes.
 *
 * @param clusterStays the cluster is not ours to delete, so that everything of ours inside it goes one by one
 * @param crds Istio's kinds go too, and with them every object of those kinds: the users' configuration
 */
public record Departure(boolean clusterStays, boolean crds) {}
