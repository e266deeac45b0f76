/**
 * What the proxy in front of a workload makes of a call before the workload sees it: the mutual TLS it demands
 * (PeerAuthentication), the tokens it accepts (RequestAuthentication), the callers it lets in (AuthorizationPolicy).
 * {@link io.meshprovisioner.istio.traffic.policy.Policies} holds the policies of a mesh and gives those of one workload,
 * compiled; a decision is then a pure function of the {@link io.meshprovisioner.istio.traffic.policy.Attributes} of a
 * call. The reasons in words are only made when somebody asks for them.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.policy;

import org.jspecify.annotations.NullMarked;
