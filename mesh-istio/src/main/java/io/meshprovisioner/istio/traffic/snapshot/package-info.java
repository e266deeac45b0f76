/**
 * The mesh at one instant, as pure data: {@link io.meshprovisioner.istio.traffic.snapshot.Snapshot} holds the objects
 * that decide traffic and answers from indexes what stands in them. It knows services, endpoints, workloads and the mesh
 * configuration; it knows nothing of requests. Objects are kept as raw trees and read through
 * {@link io.meshprovisioner.istio.validation.input.Node}, as Istio's decoder reads them, because Istio accepts documents
 * that the typed model has no words for.
 *
 * <p>What other packages make of an object is kept with the object ({@code ConfigObject.read}) and survives a change of
 * other objects; what they make of the whole mesh is kept with the snapshot ({@code Snapshot.derive}).
 */
@NullMarked
package io.meshprovisioner.istio.traffic.snapshot;

import org.jspecify.annotations.NullMarked;
