package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter chain before it is known what else stands in its listener.
 *
 * @param serverNames {@code *} among them means any
 * @param blocks of destination addresses, as written
 */
record ChainDraft(
        List<String> serverNames,
        List<String> blocks,
        List<String> applications,
        String transport,
        ChainTls tls,
        ChainContent content,
        @Nullable Place place) {
    static final List<String> PLAIN_HTTP = List.of("http/1.1", "h2c");

    private static final String STAR = "*";
    private static final String ANY_ADDRESS = "0.0.0.0";

    static ChainDraft of(ChainContent content) {
        return new ChainDraft(List.of(), List.of(), List.of(), "", ChainTls.NONE, content, null);
    }

    /** The same for plain HTTP only. */
    ChainDraft plainHttp() {
        return new ChainDraft(serverNames, blocks, PLAIN_HTTP, ChainMatch.RAW, tls, content, place);
    }

    boolean takesAll() {
        return (serverNames.isEmpty() || serverNames.contains(STAR))
                && blocks.isEmpty()
                && applications.isEmpty()
                && transport.isEmpty();
    }

    boolean conflictsWith(ChainDraft other) {
        return transport.equals(other.transport)
                && applications.equals(other.applications)
                && names(serverNames).equals(names(other.serverNames))
                && networks(blocks).equals(networks(other.blocks));
    }

    private static Set<String> names(List<String> written) {
        Set<String> names = new HashSet<>(written);
        names.remove(STAR);
        return names;
    }

    private static Set<String> networks(List<String> written) {
        Set<String> networks = new HashSet<>();
        for (String block : written) {
            if (!block.startsWith(ANY_ADDRESS)) {
                AddressBlock.parse(block).ifPresent(parsed -> networks.add(parsed.network()));
            }
        }
        return networks;
    }

    Chain chain(String name) {
        List<AddressBlock> parsed = new ArrayList<>();
        for (String block : blocks) {
            Optional<AddressBlock> one = block.startsWith(ANY_ADDRESS) ? Optional.empty() : AddressBlock.parse(block);
            one.ifPresent(parsed::add);
        }
        ChainMatch match = new ChainMatch(
                0, List.copyOf(parsed), serverNames.contains(STAR) ? List.of() : serverNames, transport, applications);
        return new Chain(name, match, tls, content, place);
    }
}
