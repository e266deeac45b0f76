package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.GoDurations;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Durations as Istio writes them. */
final class Durations {
    private Durations() {}

    /** The duration; null where there is none or it is no duration. */
    static @Nullable Duration read(Node node) {
        OptionalLong nanos = node.present() ? GoDurations.parse(node.text()) : OptionalLong.empty();
        return nanos.isPresent() ? Duration.ofNanos(nanos.getAsLong()) : null;
    }
}
