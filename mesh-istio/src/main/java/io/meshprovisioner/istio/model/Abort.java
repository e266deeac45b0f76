package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsAbort;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Optional;

/** The error that which share of requests gets. */
public final class Abort extends Part<Abort> implements NeedsAbort {
    Abort(ObjectNode tree) {
        super(tree);
    }

    static Abort start() {
        return new Abort(Trees.empty());
    }

    @Override
    protected Abort copy(ObjectNode changed) {
        return new Abort(changed);
    }

    /** The share; default: all when it is left out. */
    public Abort percentage(Percentage percentage) {
        return set("percentage", percentage);
    }

    /** What {@code percentage} says. */
    public Optional<Percentage> percentage() {
        return percentage("percentage");
    }

    private Abort only(String field) {
        Abort result = this;
        for (String other : List.of("httpStatus", "grpcStatus", "http2Error")) {
            result = other.equals(field) ? result : result.unset(other);
        }
        return result;
    }

    @Override
    public Abort httpStatus(int httpStatus) {
        return only("httpStatus").set("httpStatus", httpStatus);
    }

    /** What {@code httpStatus} says. */
    public Optional<Integer> httpStatus() {
        return integer("httpStatus");
    }

    @Override
    public Abort grpcStatus(String grpcStatus) {
        return only("grpcStatus").set("grpcStatus", grpcStatus);
    }

    /** What {@code grpcStatus} says. */
    public Optional<String> grpcStatus() {
        return text("grpcStatus");
    }

    @Override
    public Abort http2Error(String http2Error) {
        return only("http2Error").set("http2Error", http2Error);
    }

    /** What {@code http2Error} says. */
    public Optional<String> http2Error() {
        return text("http2Error");
    }
}
