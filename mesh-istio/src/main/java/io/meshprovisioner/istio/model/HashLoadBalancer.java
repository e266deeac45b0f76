package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An endpoint is chosen by a hash, so that the same caller meets the same one. Source: ConsistentHashLB. */
public final class HashLoadBalancer extends LoadBalancer {
    HashLoadBalancer(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected HashLoadBalancer copy(ObjectNode changed) {
        return new HashLoadBalancer(changed);
    }

    private HashLoadBalancer hash(UnaryOperator<Node> change) {
        return copy(tree(edit("consistentHash", Node::new, change)));
    }

    private Node hash() {
        return part("consistentHash", Node::new).orElseGet(() -> new Node(Trees.empty()));
    }

    /** The header that is hashed. */
    public Optional<String> httpHeaderName() {
        return hash().text("httpHeaderName");
    }

    /** The cookie that is hashed. */
    public Optional<HashCookie> httpCookie() {
        return hash().part("httpCookie", HashCookie::new);
    }

    /** Whether the address of the caller is hashed. */
    public Optional<Boolean> useSourceIp() {
        return hash().flag("useSourceIp");
    }

    /** The query parameter that is hashed. */
    public Optional<String> httpQueryParameterName() {
        return hash().text("httpQueryParameterName");
    }

    /** By a ring of at least this size; default 1024. Takes the place of Maglev. Since 1.16. */
    public HashLoadBalancer ringHash(long minimumRingSize) {
        return hash(hash -> hash.unset("maglev")
                .unset("minimumRingSize")
                .edit("ringHash", Node::new, ring -> ring.set("minimumRingSize", minimumRingSize)));
    }

    /** By Maglev with a table of this size, a prime below 5000011; default 65537. Takes the place of a ring. Since 1.16. */
    public HashLoadBalancer maglev(long tableSize) {
        return hash(hash -> hash.unset("ringHash")
                .unset("minimumRingSize")
                .edit("maglev", Node::new, maglev -> maglev.set("tableSize", tableSize)));
    }

    /** By a ring of at least this size; deprecated since 1.16, the only way before. */
    @Deprecated
    public HashLoadBalancer minimumRingSize(long minimumRingSize) {
        return hash(hash -> hash.unset("ringHash").unset("maglev").set("minimumRingSize", minimumRingSize));
    }
}
