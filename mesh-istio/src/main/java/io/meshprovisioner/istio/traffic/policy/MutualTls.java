package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.model.MutualTlsMode;

/**
 * Whether a port of a workload demands mutual TLS.
 *
 * @param mode never UNSET
 * @param policy the PeerAuthentication that says so, as {@code namespace/name}; empty for Istio's default, PERMISSIVE
 */
public record MutualTls(MutualTlsMode mode, String policy) {
    /** What holds where no policy says anything. */
    public static final MutualTls DEFAULT = new MutualTls(MutualTlsMode.PERMISSIVE, "");

    /** In words, for example {@code STRICT (PeerAuthentication shop/default)}. */
    @Override
    public String toString() {
        return mode + " ("
                + (policy.isEmpty() ? "no PeerAuthentication says otherwise" : "PeerAuthentication " + policy) + ")";
    }
}
