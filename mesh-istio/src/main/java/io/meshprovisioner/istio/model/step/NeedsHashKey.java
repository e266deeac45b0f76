package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.HashCookie;
import io.meshprovisioner.istio.model.HashLoadBalancer;
import java.util.function.UnaryOperator;

/**
 * A consistent hash that still needs to say over what.
 */
public interface NeedsHashKey {

    /** A request header. */
    HashLoadBalancer httpHeaderName(String name);

    /** A cookie, made when it is not there. */
    HashLoadBalancer httpCookie(String name);

    /** A cookie, made when it is not there. */
    HashLoadBalancer httpCookie(String name, UnaryOperator<HashCookie> cookie);

    /** The address of the caller. */
    HashLoadBalancer useSourceIp();

    /** A query parameter. */
    HashLoadBalancer httpQueryParameterName(String name);
}
