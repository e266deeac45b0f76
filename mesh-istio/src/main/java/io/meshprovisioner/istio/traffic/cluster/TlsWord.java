package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.validation.input.Node;
import org.jspecify.annotations.Nullable;

/** What a rule says of TLS, as far as endpoints are marked by it. Here, other than for the connection, a subset inherits nothing. */
enum TlsWord {
    NONE,
    ISTIO_MUTUAL,
    OTHER;

    static TlsWord of(@Nullable MergedRule rule, @Nullable Node subset, int port) {
        if (rule == null) {
            return NONE;
        }
        Node policy = subset == null ? rule.policy() : subset.get("trafficPolicy");
        Node tls = policy.get("tls");
        for (Node own : policy.items("portLevelSettings")) {
            if (own.get("port").integer("number") == port && own.has("tls")) {
                tls = own.get("tls");
                break;
            }
        }
        return !tls.present() ? NONE : tls.text("mode").equals("ISTIO_MUTUAL") ? ISTIO_MUTUAL : OTHER;
    }
}
