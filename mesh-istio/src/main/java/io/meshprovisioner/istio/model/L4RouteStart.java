package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsHost;
import io.meshprovisioner.istio.model.step.NeedsL4Route;
import io.meshprovisioner.istio.model.step.NeedsSniHosts;
import io.meshprovisioner.istio.model.step.NeedsTcpRoute;
import io.meshprovisioner.istio.model.step.NeedsTlsMatch;
import io.meshprovisioner.istio.model.step.NeedsTlsRoute;
import io.meshprovisioner.istio.model.step.WeightedL4Choice;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The beginning of rules for connections. */
abstract class L4RouteStart<T> extends Part<L4RouteStart<T>> implements NeedsL4Route<T> {
    private L4RouteStart(ObjectNode tree) {
        super(tree);
    }

    abstract T finish(ObjectNode tree);

    private T forward(List<? extends Part<?>> destinations) {
        return finish(tree(set(
                "route",
                Trees.array(
                        new ArrayList<>(destinations.stream().map(Part::tree).toList())))));
    }

    @Override
    public T route(String host) {
        return forward(List.of(L4Destination.of(host)));
    }

    @Override
    public T route(Function<NeedsHost<L4Destination>, L4Destination> destination) {
        return forward(List.of(destination.apply(L4Destination::of)));
    }

    @Override
    public T route(WeightedL4Choice first, WeightedL4Choice second, WeightedL4Choice... more) {
        return forward(Stream.concat(Stream.of(first, second), Arrays.stream(more))
                .map(choice -> choice.apply(L4Destination::of))
                .toList());
    }

    static TlsMatch sniHosts(String first, String... more) {
        return TlsMatch.start()
                .sniHosts(Stream.concat(Stream.of(first), Arrays.stream(more)).toArray(String[]::new));
    }

    static final class Tcp extends L4RouteStart<TcpRoute> implements NeedsTcpRoute {
        static final Tcp EMPTY = new Tcp(Trees.empty());

        private Tcp(ObjectNode tree) {
            super(tree);
        }

        @Override
        protected Tcp copy(ObjectNode changed) {
            return new Tcp(changed);
        }

        @Override
        TcpRoute finish(ObjectNode tree) {
            return new TcpRoute(tree);
        }

        @Override
        public NeedsTcpRoute match(UnaryOperator<TcpMatch> match) {
            return new Tcp(tree(add("match", match.apply(TcpMatch.start()))));
        }
    }

    static final class Tls extends L4RouteStart<TlsRoute> implements NeedsTlsMatch, NeedsTlsRoute {
        static final Tls EMPTY = new Tls(Trees.empty());

        private Tls(ObjectNode tree) {
            super(tree);
        }

        @Override
        protected Tls copy(ObjectNode changed) {
            return new Tls(changed);
        }

        @Override
        TlsRoute finish(ObjectNode tree) {
            return new TlsRoute(tree);
        }

        @Override
        public NeedsTlsRoute match(Function<NeedsSniHosts, TlsMatch> match) {
            return new Tls(tree(add("match", match.apply(L4RouteStart::sniHosts))));
        }
    }
}
