package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.rule.Place;
import org.jspecify.annotations.Nullable;

/**
 * One way that a listener has for connections.
 *
 * @param name Envoy's; mostly empty
 * @param place the rule that made it; null where none did
 */
record Chain(
        String name,
        ChainMatch match,
        ChainTls tls,
        ChainContent content,
        @Nullable Place place) {}
