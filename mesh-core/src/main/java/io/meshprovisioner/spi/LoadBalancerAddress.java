package io.meshprovisioner.spi;

/**
 * Where a gateway is reached from outside.
 *
 * @param gateway namespace and name of its Service
 * @param hostname of the load balancer
 */
public record LoadBalancerAddress(String gateway, String hostname) {}
