package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Limits on the connections to a destination. Source: ConnectionPoolSettings. */
public final class ConnectionPool extends Part<ConnectionPool> {
    ConnectionPool(ObjectNode tree) {
        super(tree);
    }

    static ConnectionPool start() {
        return new ConnectionPool(Trees.empty());
    }

    @Override
    protected ConnectionPool copy(ObjectNode changed) {
        return new ConnectionPool(changed);
    }

    /** Limits on connections of every kind. */
    public ConnectionPool tcp(UnaryOperator<TcpPool> change) {
        return edit("tcp", TcpPool::new, change);
    }

    /** What {@code tcp} says. */
    public Optional<TcpPool> tcp() {
        return part("tcp", TcpPool::new);
    }

    /** Limits on HTTP and gRPC. */
    public ConnectionPool http(UnaryOperator<HttpPool> change) {
        return edit("http", HttpPool::new, change);
    }

    /** What {@code http} says. */
    public Optional<HttpPool> http() {
        return part("http", HttpPool::new);
    }
}
