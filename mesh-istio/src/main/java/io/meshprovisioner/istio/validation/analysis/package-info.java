/**
 * Several resources looked at together, as {@code istioctl analyze} does: one class for each question, with Istio's
 * codes. What needs a running control plane or several clusters is not asked here.
 */
@NullMarked
package io.meshprovisioner.istio.validation.analysis;

import org.jspecify.annotations.NullMarked;
