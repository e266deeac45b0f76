/**
 * What makes a cluster live: controllers, the scheduler, the kubelets and Istio's own actors. Each sees the cluster only
 * through {@link io.meshprovisioner.testkit.kube.control.Api} and is a function of the objects and of the time.
 */
@NullMarked
package io.meshprovisioner.testkit.kube.control;

import org.jspecify.annotations.NullMarked;
