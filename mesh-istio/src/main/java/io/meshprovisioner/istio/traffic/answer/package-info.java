/**
 * What comes of a request: {@link io.meshprovisioner.istio.traffic.answer.Outcome}, sealed, with the destinations, the
 * redirect, the answer or the reason why nothing answers. Plain values.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.answer;

import org.jspecify.annotations.NullMarked;
