/**
 * Installs Istio from its own charts: which release needs what, where the charts come from, the resources of the
 * graph, when each is ready and why not, what must go before a cluster can. It speaks the SPI of mesh-core only.
 */
@NullMarked
package io.meshprovisioner.istio.install;

import org.jspecify.annotations.NullMarked;
