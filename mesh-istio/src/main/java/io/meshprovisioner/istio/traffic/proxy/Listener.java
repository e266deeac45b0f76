package io.meshprovisioner.istio.traffic.proxy;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where connections arrive.
 *
 * @param tlsInspected on which ports it looks for a TLS handshake
 * @param httpInspected on which ports it looks for HTTP
 * @param byDefault takes what no chain takes; null for none
 */
record Listener(
        String name,
        IntPredicate tlsInspected,
        IntPredicate httpInspected,
        List<Chain> chains,
        @Nullable Chain byDefault) {
    static final IntPredicate EVERYWHERE = port -> true;
    static final IntPredicate NOWHERE = port -> false;
}
