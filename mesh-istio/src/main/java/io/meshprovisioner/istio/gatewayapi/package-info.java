/**
 * The Kubernetes kinds for incoming traffic that Istio reads, in the same style as Istio's own: the Gateway API (1.5, the
 * version of Istio 1.30) and Ingress. Apart from Istio's kinds because names repeat.
 */
@NullMarked
package io.meshprovisioner.istio.gatewayapi;

import org.jspecify.annotations.NullMarked;
