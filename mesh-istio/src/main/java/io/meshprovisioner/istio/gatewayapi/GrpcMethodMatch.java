package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import java.util.Optional;

/** A gRPC service and method. Source: GRPCMethodMatch. */
public final class GrpcMethodMatch extends Part<GrpcMethodMatch> {
    GrpcMethodMatch(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected GrpcMethodMatch copy(ObjectNode changed) {
        return new GrpcMethodMatch(changed);
    }

    /** The service, with its package. */
    public GrpcMethodMatch service(String service) {
        return set("service", service);
    }

    /** What {@code service} says. */
    public Optional<String> service() {
        return text("service");
    }

    /** The method. */
    public GrpcMethodMatch method(String method) {
        return set("method", method);
    }

    /** What {@code method} says. */
    public Optional<String> method() {
        return text("method");
    }

    /** Both are regular expressions; default: exact. */
    public GrpcMethodMatch regularExpression() {
        return set("type", "RegularExpression");
    }

    /** What {@code type} says; default Exact. */
    public Optional<String> type() {
        return text("type");
    }
}
