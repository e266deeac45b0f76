package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's choice among filter chains: criterion after criterion the best are kept, and a chain that loses one is never
 * asked again, though it asked for nothing more. Source: FilterChainMatch of Envoy's listener components.
 */
final class ChainChoice {
    /**
     * The chain that was chosen.
     *
     * @param chain null for none
     * @param several whether more than one would take the connection; Envoy would have refused such a listener
     */
    record Chosen(@Nullable Chain chain, boolean several) {}

    private ChainChoice() {}

    /**
     * Chooses.
     *
     * @param application what the inspectors found; empty for nothing
     * @param transport {@link ChainMatch#TLS} or {@link ChainMatch#RAW}
     */
    static Chosen choose(
            Listener listener, String address, int port, String serverName, String transport, String application) {
        List<Chain> chains = listener.chains();
        chains = best(
                chains,
                chain -> chain.match().port() != 0,
                chain -> chain.match().port() == port ? 1 : 0);
        chains = best(chains, chain -> !chain.match().blocks().isEmpty(), chain -> chain.match().blocks().stream()
                .filter(block -> block.contains(address))
                .mapToInt(block -> block.bits())
                .max()
                .orElse(0));
        chains = best(
                chains, chain -> !chain.match().serverNames().isEmpty(), chain -> chain.match().serverNames().stream()
                        .mapToInt(name -> fit(name, serverName))
                        .max()
                        .orElse(0));
        chains = best(
                chains,
                chain -> !chain.match().transport().isEmpty(),
                chain -> chain.match().transport().equals(transport) ? 1 : 0);
        chains = best(
                chains,
                chain -> !chain.match().applications().isEmpty(),
                chain -> chain.match().applications().contains(application) ? 1 : 0);
        if (chains.isEmpty()) {
            return new Chosen(listener.byDefault(), false);
        }
        return new Chosen(chains.get(0), chains.size() > 1);
    }

    private static int fit(String name, String serverName) {
        if (name.equals(serverName)) {
            return Integer.MAX_VALUE;
        }
        return Hosts.isSubset(serverName, name) ? name.length() : 0;
    }

    private static List<Chain> best(List<Chain> chains, Predicate<Chain> asks, ToIntFunction<Chain> rank) {
        boolean anyAsks = false;
        int top = 0;
        for (Chain chain : chains) {
            if (asks.test(chain)) {
                anyAsks = true;
                top = Math.max(top, rank.applyAsInt(chain));
            }
        }
        if (!anyAsks) {
            return chains;
        }
        List<Chain> kept = new ArrayList<>(chains.size());
        for (Chain chain : chains) {
            boolean asking = asks.test(chain);
            if (top > 0 ? asking && rank.applyAsInt(chain) == top : !asking) {
                kept.add(chain);
            }
        }
        return kept;
    }
}
