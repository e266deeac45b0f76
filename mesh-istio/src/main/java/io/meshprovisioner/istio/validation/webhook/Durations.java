package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.GoDurations;

/** Durations: at least a millisecond, in whole milliseconds. */
final class Durations {
    private Durations() {}

    /** Checks the field if it is there. */
    static void check(Context context, Node parent, String field) {
        Node node = parent.get(field);
        if (node.present()) {
            check(context, node);
        }
    }

    static void check(Context context, Node node) {
        long nanos = nanos(node);
        if (nanos < GoDurations.MILLISECOND) {
            context.error(
                    node,
                    "duration.too-short",
                    "the duration \"" + node.text() + "\" is shorter than a millisecond",
                    "Write at least 1ms, such as 500ms or 2s; leave the field out to get the default");
        } else if (nanos % GoDurations.MILLISECOND != 0) {
            context.error(
                    node,
                    "duration.precision",
                    "the duration \"" + node.text() + "\" is finer than a millisecond",
                    "Round it to whole milliseconds");
        }
    }

    /** The duration in nanoseconds; 0 if it cannot be read, which the decode layer reports. */
    static long nanos(Node node) {
        return GoDurations.parse(node.text()).orElse(0);
    }
}
