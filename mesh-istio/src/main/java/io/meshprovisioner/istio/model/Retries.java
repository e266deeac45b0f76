package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** When and how a request is tried again. Source: HTTPRetry. */
public final class Retries extends Part<Retries> {
    Retries(ObjectNode tree) {
        super(tree);
    }

    static Retries start() {
        return new Retries(Trees.empty());
    }

    @Override
    protected Retries copy(ObjectNode changed) {
        return new Retries(changed);
    }

    /** How many times at most, beside the first try; 0 turns retries off. */
    public Retries attempts(int attempts) {
        return set("attempts", attempts);
    }

    /** What {@code attempts} says. */
    public Optional<Integer> attempts() {
        return integer("attempts");
    }

    /** How long each try may take, 1 ms or more; default: the timeout of the rule. */
    public Retries perTryTimeout(Duration perTryTimeout) {
        return set("perTryTimeout", perTryTimeout);
    }

    /** What {@code perTryTimeout} says. */
    public Optional<Duration> perTryTimeout() {
        return duration("perTryTimeout");
    }

    /** Whether endpoints in other localities are tried too; default: as the mesh is configured. */
    public Retries retryRemoteLocalities(boolean retryRemoteLocalities) {
        return set("retryRemoteLocalities", retryRemoteLocalities);
    }

    /** What {@code retryRemoteLocalities} says. */
    public Optional<Boolean> retryRemoteLocalities() {
        return flag("retryRemoteLocalities");
    }

    /** Whether endpoints that failed are passed over; default true. Since 1.26. */
    public Retries retryIgnorePreviousHosts(boolean retryIgnorePreviousHosts) {
        return set("retryIgnorePreviousHosts", retryIgnorePreviousHosts);
    }

    /** What {@code retryIgnorePreviousHosts} says. */
    public Optional<Boolean> retryIgnorePreviousHosts() {
        return flag("retryIgnorePreviousHosts");
    }

    /** The least time between tries, 1 ms or more; default 25 ms, with jitter and exponential growth. Since 1.26. */
    public Retries backoff(Duration backoff) {
        return set("backoff", backoff);
    }

    /** What {@code backoff} says. */
    public Optional<Duration> backoff() {
        return duration("backoff");
    }

    /** What counts as a failure worth another try; default: connect-failure, refused-stream, unavailable, cancelled and 503. */
    public Retries retryOn(RetryOn... conditions) {
        return set("retryOn", Arrays.stream(conditions).map(RetryOn::toString).collect(Collectors.joining(",")));
    }

    /** What {@code retryOn} says. */
    public List<RetryOn> retryOn() {
        return text("retryOn").stream()
                .flatMap(all -> Arrays.stream(all.split(",")))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(RetryOn::of)
                .toList();
    }
}
