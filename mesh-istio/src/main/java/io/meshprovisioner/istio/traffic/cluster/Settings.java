package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.GoDurations;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads fields whose absence means something else than zero. */
final class Settings {
    private Settings() {}

    static Optional<Duration> duration(Node node) {
        OptionalLong nanos = node.present() ? GoDurations.parse(node.text()) : OptionalLong.empty();
        return nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty();
    }

    static OptionalLong number(Node node) {
        return node.present() ? OptionalLong.of(node.integer()) : OptionalLong.empty();
    }

    /** A limit of which zero and less count as not said. */
    static long limit(Node node, long unlimited) {
        return node.integer() > 0 ? node.integer() : unlimited;
    }

    /** A number without sign; 0 for any other text. */
    static long whole(String text) {
        boolean digits = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : 0;
    }
}
