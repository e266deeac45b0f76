package io.meshprovisioner.spi;

/**
 * Nodes that take pods.
 *
 * @param nodes how many were asked for
 */
public record NodeCapacity(int nodes) {}
