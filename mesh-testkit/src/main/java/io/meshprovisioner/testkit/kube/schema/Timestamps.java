package io.meshprovisioner.testkit.kube.schema;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Instants as Kubernetes prints them. */
public final class Timestamps {
    private static final DateTimeFormatter MICRO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** Whole seconds, as in metadata.creationTimestamp. */
    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Microseconds, as in the spec of a Lease. */
    public static String micro(Instant instant) {
        return MICRO.format(instant);
    }
}
