package io.meshprovisioner.istio.traffic.cluster;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.meshprovisioner.istio.validation.input.Node;

/**
 * The traffic policy of one port, perhaps of a subset, after everything was laid over everything. Each block is taken
 * whole; absent ones have defaults.
 */
record Policy(
        Node connectionPool, Node outlierDetection, Node loadBalancer, Node tls, Node proxyProtocol, Node retryBudget) {
    private static final Node NOTHING = Node.root(MissingNode.getInstance());
    static final Policy NONE = new Policy(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);

    /** What a rule says of a port: its own settings for the port in place of all others, if there are any. */
    static Policy atPort(Node policy, int port) {
        for (Node own : policy.items("portLevelSettings")) {
            if (own.has("port") && own.get("port").integer("number") == port) {
                return new Policy(
                        own.get("connectionPool"),
                        own.get("outlierDetection"),
                        own.get("loadBalancer"),
                        own.get("tls"),
                        NOTHING,
                        NOTHING);
            }
        }
        return policy.present()
                ? new Policy(
                        policy.get("connectionPool"),
                        policy.get("outlierDetection"),
                        policy.get("loadBalancer"),
                        policy.get("tls"),
                        policy.get("proxyProtocol"),
                        policy.get("retryBudget"))
                : NONE;
    }

    /** This with what a subset says over it; what the subset says of the port takes the place of four blocks. */
    Policy under(Node subset, int port) {
        if (!subset.present()) {
            return this;
        }
        Policy own = atPort(subset, port);
        boolean ofPort = subset.items("portLevelSettings").stream()
                .anyMatch(one -> one.has("port") && one.get("port").integer("number") == port);
        return new Policy(
                over(connectionPool, own.connectionPool, ofPort),
                over(outlierDetection, own.outlierDetection, ofPort),
                over(loadBalancer, own.loadBalancer, ofPort),
                over(tls, own.tls, ofPort),
                over(proxyProtocol, own.proxyProtocol, false),
                over(retryBudget, own.retryBudget, false));
    }

    private static Node over(Node around, Node own, boolean always) {
        return own.present() || always ? own : around;
    }

    /** With another connection pool. */
    Policy connectionPool(Node pool) {
        return new Policy(pool, outlierDetection, loadBalancer, tls, proxyProtocol, retryBudget);
    }

    boolean isPassthrough() {
        return loadBalancer.text("simple").equals("PASSTHROUGH");
    }
}
