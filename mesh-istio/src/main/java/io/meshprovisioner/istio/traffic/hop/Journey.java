package io.meshprovisioner.istio.traffic.hop;

import io.meshprovisioner.istio.traffic.answer.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The way of a call through all proxies.
 *
 * @param first what the caller's sidecar, or the gateway, makes of it; empty for a caller without sidecar
 * @param legs the way on, to one endpoint of each destination that has any
 * @param outcome what the client sees: a refusal of the server's side only where every leg ends in one
 */
public record Journey(Optional<Hop> first, List<Leg> legs, Outcome outcome) {}
