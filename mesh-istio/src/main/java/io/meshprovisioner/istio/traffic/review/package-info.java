/**
 * Questions over a whole mesh instead of one request: {@link io.meshprovisioner.istio.traffic.review.Review} finds rules
 * that no request reaches, rules that fight for the same requests, hosts that nobody can call and the callers of a
 * workload; {@link io.meshprovisioner.istio.traffic.review.Changes} finds the requests whose answer differs between two
 * meshes. Whatever is claimed comes with a request that shows it, which has been asked through
 * {@link io.meshprovisioner.istio.traffic.Traffic}; what could be proven neither way is said to be unknown.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.review;

import org.jspecify.annotations.NullMarked;
