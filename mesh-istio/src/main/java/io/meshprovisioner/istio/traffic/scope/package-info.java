/**
 * What one proxy is told: the services and rules that are exported to its namespace and imported by its Sidecar, and
 * what becomes of traffic to unknown hosts.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.scope;

import org.jspecify.annotations.NullMarked;
