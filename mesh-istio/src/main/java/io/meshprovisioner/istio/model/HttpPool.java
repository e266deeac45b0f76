package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.Optional;

/** Limits on HTTP and gRPC. Source: HTTPSettings. */
public final class HttpPool extends Part<HttpPool> {
    HttpPool(ObjectNode tree) {
        super(tree);
    }

    static HttpPool start() {
        return new HttpPool(Trees.empty());
    }

    @Override
    protected HttpPool copy(ObjectNode changed) {
        return new HttpPool(changed);
    }

    /** How many requests may wait for a connection; default 2^32-1. */
    public HttpPool http1MaxPendingRequests(int http1MaxPendingRequests) {
        return set("http1MaxPendingRequests", http1MaxPendingRequests);
    }

    /** What {@code http1MaxPendingRequests} says. */
    public Optional<Integer> http1MaxPendingRequests() {
        return integer("http1MaxPendingRequests");
    }

    /** How many requests may be under way; default 2^32-1. */
    public HttpPool http2MaxRequests(int http2MaxRequests) {
        return set("http2MaxRequests", http2MaxRequests);
    }

    /** What {@code http2MaxRequests} says. */
    public Optional<Integer> http2MaxRequests() {
        return integer("http2MaxRequests");
    }

    /** How many requests a connection carries; default 0, without end; 1 turns keep-alive off. */
    public HttpPool maxRequestsPerConnection(int maxRequestsPerConnection) {
        return set("maxRequestsPerConnection", maxRequestsPerConnection);
    }

    /** What {@code maxRequestsPerConnection} says. */
    public Optional<Integer> maxRequestsPerConnection() {
        return integer("maxRequestsPerConnection");
    }

    /** How many retries may be under way in the cluster; default 2^32-1. */
    public HttpPool maxRetries(int maxRetries) {
        return set("maxRetries", maxRetries);
    }

    /** What {@code maxRetries} says. */
    public Optional<Integer> maxRetries() {
        return integer("maxRetries");
    }

    /** How long a connection without requests stays; default 1 h. */
    public HttpPool idleTimeout(Duration idleTimeout) {
        return set("idleTimeout", idleTimeout);
    }

    /** What {@code idleTimeout} says. */
    public Optional<Duration> idleTimeout() {
        return duration("idleTimeout");
    }

    /** Whether HTTP/1.1 becomes HTTP/2; default as the mesh is configured. */
    public HttpPool h2UpgradePolicy(H2UpgradePolicy h2UpgradePolicy) {
        return set("h2UpgradePolicy", h2UpgradePolicy);
    }

    /** What {@code h2UpgradePolicy} says. */
    public Optional<H2UpgradePolicy> h2UpgradePolicy() {
        return value("h2UpgradePolicy", H2UpgradePolicy.class);
    }

    /** Whether the protocol of the caller is kept; not together with UPGRADE. Default false. */
    public HttpPool useClientProtocol(boolean useClientProtocol) {
        return set("useClientProtocol", useClientProtocol);
    }

    /** What {@code useClientProtocol} says. */
    public Optional<Boolean> useClientProtocol() {
        return flag("useClientProtocol");
    }

    /** How many streams an HTTP/2 connection carries; default 2^31-1. Since 1.21. */
    public HttpPool maxConcurrentStreams(int maxConcurrentStreams) {
        return set("maxConcurrentStreams", maxConcurrentStreams);
    }

    /** What {@code maxConcurrentStreams} says. */
    public Optional<Integer> maxConcurrentStreams() {
        return integer("maxConcurrentStreams");
    }
}
