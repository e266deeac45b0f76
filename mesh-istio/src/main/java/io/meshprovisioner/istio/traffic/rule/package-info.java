/**
 * Routing rules as Istio's control plane holds them: read from the raw trees of VirtualServices, names completed,
 * delegates merged, sorted by who may see them. Kinds that Istio translates into VirtualServices (Ingress, Gateway API
 * routes) come out as the same {@link io.meshprovisioner.istio.traffic.rule.Rules}.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.rule;

import org.jspecify.annotations.NullMarked;
