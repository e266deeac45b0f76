/**
 * What goes through a simulated cluster's network: programs in pods that call others, and what comes of their calls,
 * worked out by {@code mesh-istio}'s traffic engine from the objects that stand at that moment.
 */
@NullMarked
package io.meshprovisioner.testkit.kube.traffic;

import org.jspecify.annotations.NullMarked;
