package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.Optional;

/** When an endpoint that fails is left out. Source: OutlierDetection. */
public final class OutlierDetection extends Part<OutlierDetection> {
    OutlierDetection(ObjectNode tree) {
        super(tree);
    }

    static OutlierDetection start() {
        return new OutlierDetection(Trees.empty());
    }

    @Override
    protected OutlierDetection copy(ObjectNode changed) {
        return new OutlierDetection(changed);
    }

    /** Errors in a row; deprecated since before 1.9, {@link #consecutive5xxErrors} counts better. */
    @Deprecated
    public OutlierDetection consecutiveErrors(int consecutiveErrors) {
        return set("consecutiveErrors", consecutiveErrors);
    }

    /** What {@code consecutiveErrors} says. */
    @Deprecated
    public Optional<Integer> consecutiveErrors() {
        return integer("consecutiveErrors");
    }

    /** Whether errors that the proxy met itself count apart. Default false. Since 1.11. */
    public OutlierDetection splitExternalLocalOriginErrors(boolean splitExternalLocalOriginErrors) {
        return set("splitExternalLocalOriginErrors", splitExternalLocalOriginErrors);
    }

    /** What {@code splitExternalLocalOriginErrors} says. */
    public Optional<Boolean> splitExternalLocalOriginErrors() {
        return flag("splitExternalLocalOriginErrors");
    }

    /** Errors of the proxy's own in a row; default 5; needs the split. Since 1.11. */
    public OutlierDetection consecutiveLocalOriginFailures(int consecutiveLocalOriginFailures) {
        return set("consecutiveLocalOriginFailures", consecutiveLocalOriginFailures);
    }

    /** What {@code consecutiveLocalOriginFailures} says. */
    public Optional<Integer> consecutiveLocalOriginFailures() {
        return integer("consecutiveLocalOriginFailures");
    }

    /** 502, 503 and 504 in a row; default off (0). */
    public OutlierDetection consecutiveGatewayErrors(int consecutiveGatewayErrors) {
        return set("consecutiveGatewayErrors", consecutiveGatewayErrors);
    }

    /** What {@code consecutiveGatewayErrors} says. */
    public Optional<Integer> consecutiveGatewayErrors() {
        return integer("consecutiveGatewayErrors");
    }

    /** 5xx of any kind in a row; default 5, 0 turns it off. */
    public OutlierDetection consecutive5xxErrors(int consecutive5xxErrors) {
        return set("consecutive5xxErrors", consecutive5xxErrors);
    }

    /** What {@code consecutive5xxErrors} says. */
    public Optional<Integer> consecutive5xxErrors() {
        return integer("consecutive5xxErrors");
    }

    /** How long between two looks, 1 ms or more; default 10 s. */
    public OutlierDetection interval(Duration interval) {
        return set("interval", interval);
    }

    /** What {@code interval} says. */
    public Optional<Duration> interval() {
        return duration("interval");
    }

    /** How long an endpoint stays out, times how often it was; 1 ms or more; default 30 s. */
    public OutlierDetection baseEjectionTime(Duration baseEjectionTime) {
        return set("baseEjectionTime", baseEjectionTime);
    }

    /** What {@code baseEjectionTime} says. */
    public Optional<Duration> baseEjectionTime() {
        return duration("baseEjectionTime");
    }

    /** The largest share that may be out, in percent; default 10. */
    public OutlierDetection maxEjectionPercent(int maxEjectionPercent) {
        return set("maxEjectionPercent", maxEjectionPercent);
    }

    /** What {@code maxEjectionPercent} says. */
    public Optional<Integer> maxEjectionPercent() {
        return integer("maxEjectionPercent");
    }

    /** The share that must be healthy for this to work at all, in percent; default 0. */
    public OutlierDetection minHealthPercent(int minHealthPercent) {
        return set("minHealthPercent", minHealthPercent);
    }

    /** What {@code minHealthPercent} says. */
    public Optional<Integer> minHealthPercent() {
        return integer("minHealthPercent");
    }
}
