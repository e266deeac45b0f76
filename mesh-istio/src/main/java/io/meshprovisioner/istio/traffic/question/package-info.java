/**
 * What can be asked: who calls ({@link io.meshprovisioner.istio.traffic.question.Caller}), what is sent
 * ({@link io.meshprovisioner.istio.traffic.question.Request}), and the same as one proxy meets it
 * ({@link io.meshprovisioner.istio.traffic.question.Arrival}). Plain values; nothing here knows a mesh.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.question;

import org.jspecify.annotations.NullMarked;
