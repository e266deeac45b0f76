/**
 * One proxy and all that it goes by: what it makes of something that arrives, by its routes, its policies and what
 * stands behind its destinations, and how the same goes on to the next proxy.
 * {@link io.meshprovisioner.istio.traffic.hop.Station} is the proxy, {@link io.meshprovisioner.istio.traffic.hop.Hop} what
 * it made of one arrival.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.hop;

import org.jspecify.annotations.NullMarked;
