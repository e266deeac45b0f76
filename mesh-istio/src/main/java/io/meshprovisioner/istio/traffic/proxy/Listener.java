package io.meshprovisioner.istio.traffic.proxy;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Where connections arrive. */
final class Listener {
    static final IntPredicate EVERYWHERE = port -> true;
    static final IntPredicate NOWHERE = port -> false;

    private final String name;
    private final IntPredicate tlsInspected;
    private final IntPredicate httpInspected;
    private final List<Chain> chains;
    private final @Nullable Chain byDefault;
    private final boolean alike;
    private final Lazy<ChainChoice.Chosen> plainHttp =
            new Lazy<>(() -> chooseAnew("", 0, "", ChainMatch.RAW, "http/1.1"));

    /**
     * @param tlsInspected on which ports it looks for a TLS handshake
     * @param httpInspected on which ports it looks for HTTP
     * @param byDefault takes what no chain takes; null for none
     */
    Listener(
            String name,
            IntPredicate tlsInspected,
            IntPredicate httpInspected,
            List<Chain> chains,
            @Nullable Chain byDefault) {
        this.name = name;
        this.tlsInspected = tlsInspected;
        this.httpInspected = httpInspected;
        this.chains = List.copyOf(chains);
        this.byDefault = byDefault;
        this.alike = chains.stream()
                .map(Chain::match)
                .allMatch(match -> match.port() == 0
                        && match.blocks().isEmpty()
                        && match.serverNames().isEmpty());
    }

    String name() {
        return name;
    }

    IntPredicate tlsInspected() {
        return tlsInspected;
    }

    IntPredicate httpInspected() {
        return httpInspected;
    }

    List<Chain> chains() {
        return chains;
    }

    @Nullable
    Chain byDefault() {
        return byDefault;
    }

    /**
     * The chain for a connection. Where neither address nor name tells chains apart, all plain HTTP/1.1 has the same one,
     * which is remembered.
     */
    ChainChoice.Chosen choose(String address, int port, String serverName, String transport, String application) {
        return alike && application.equals("http/1.1") && transport.equals(ChainMatch.RAW)
                ? plainHttp.get()
                : chooseAnew(address, port, serverName, transport, application);
    }

    private ChainChoice.Chosen chooseAnew(
            String address, int port, String serverName, String transport, String application) {
        return ChainChoice.choose(this, address, port, serverName, transport, application);
    }
}
