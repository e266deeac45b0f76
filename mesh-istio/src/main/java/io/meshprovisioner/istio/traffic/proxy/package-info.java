/**
 * The way of a request through one proxy: {@link io.meshprovisioner.istio.traffic.proxy.ProxyView} finds the listener,
 * the filter chain, the virtual host and the route, as Istio's control plane would have configured them and Envoy would
 * have chosen. Listeners and route tables are made for a port when something first arrives there.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.proxy;

import org.jspecify.annotations.NullMarked;
