/**
 * What will happen to this request? Answered in the JVM, as Istio 1.30 and Envoy would: a pure function over a
 * {@link io.meshprovisioner.istio.traffic.snapshot.Snapshot}, without clock or network.
 *
 * <p>Packages, each knowing only those before it:
 *
 * <ol>
 *   <li>{@code snapshot}: the mesh's objects, services, endpoints, workloads, mesh configuration;
 *   <li>{@code question} and {@code answer}: plain values;
 *   <li>{@code policy}: PeerAuthentication (the mTLS mode of a workload's port), AuthorizationPolicy and
 *       RequestAuthentication (may this request pass?), over a snapshot, the server's {@code Proxy} and an
 *       {@code Arrival};
 *   <li>{@code cluster}: what stands behind a destination: the effective DestinationRule for a {@code Proxy}, host, port
 *       and subset, whether that exists, its endpoints and the TLS that the client starts;
 *   <li>{@code route}: VirtualServices as one proxy sees them, compiled into matchers and actions;
 *   <li>{@code proxy}: one proxy's way from {@code Arrival} to route: listeners, filter chains, virtual hosts;
 *   <li>{@code hop}: one proxy with all it goes by: asks {@code proxy} for the route, {@code policy} for leave and
 *       {@code cluster} for what stands behind, and says what the client sees;
 *   <li>this package: the question as a sentence; walks the hops (client's sidecar or gateway, then the server's
 *       sidecar);
 *   <li>{@code picture}: a reason as SVG;
 *   <li>{@code space}: the requests to a virtual host, cut by what its rules ask for, so that it can be said for certain
 *       whether any reaches a rule (knows {@code rule} and {@code question} only);
 *   <li>{@code review}: questions over the whole mesh (rules never reached, fights, hosts nobody can call, callers, what a
 *       change does), each answer with a request that this package was asked.
 * </ol>
 *
 * <p>Each package keeps what it makes of an object with {@code ConfigObject.read} and what it makes of the mesh with
 * {@code Snapshot.derive}.
 */
@NullMarked
package io.meshprovisioner.istio.traffic;

import org.jspecify.annotations.NullMarked;
