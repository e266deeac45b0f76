package io.meshprovisioner.istio.traffic.snapshot;

/**
 * A port of a service that a proxy's own workload stands behind.
 *
 * @param targetPort the number that the workload listens on
 */
public record ServiceTarget(MeshService service, ServicePort port, int targetPort) {}
