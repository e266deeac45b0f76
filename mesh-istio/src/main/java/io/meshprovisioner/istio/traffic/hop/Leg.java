package io.meshprovisioner.istio.traffic.hop;

import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.cluster.ClusterEndpoint;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import java.util.Optional;

/**
 * The way to one endpoint of a destination.
 *
 * @param destination what the caller's proxy chose; empty for a caller without one
 * @param endpoint empty where the address that the client chose is kept
 * @param server what runs at the address, as far as the mesh knows it
 * @param arrival what comes there
 * @param hop what the server's sidecar makes of it; empty without one
 * @param outcome what the client sees of it
 */
public record Leg(
        Optional<Destination> destination,
        Optional<ClusterEndpoint> endpoint,
        Optional<Workload> server,
        Arrival arrival,
        Optional<Hop> hop,
        Outcome outcome) {}
