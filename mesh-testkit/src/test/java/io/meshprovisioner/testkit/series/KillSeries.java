package io.meshprovisioner.testkit.series;

import io.meshprovisioner.testkit.kernel.Exchange;
import io.meshprovisioner.testkit.kernel.Kernel;
import io.meshprovisioner.testkit.series.KillPoint.Fate;
import io.meshprovisioner.testkit.series.KillPoint.Others;
import io.meshprovisioner.testkit.world.Hashes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Goes back to a moment, lets the kill strike, and has somebody else carry on. */
final class KillSeries {
    private static final Duration[] LATE = {
        Duration.ofSeconds(5), Duration.ofSeconds(50), Duration.ofSeconds(100), Duration.ofSeconds(200)
    };

    private final Kernel kernel;
    private final List<String> failures = new ArrayList<>();
    private int struck;

    KillSeries(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Carries on after a kill and answers what is wrong with the end; empty when nothing is. */
    @FunctionalInterface
    interface Aftermath {
        List<String> carryOn();
    }

    void strike(KillPoint point, Fate fate, Others others, Aftermath aftermath) {
        struck++;
        kernel.restore(point.world());
        if (others == Others.LANDING_LATE) {
            point.others().forEach(this::landLate);
        }
        switch (fate) {
            case NOT_TAKEN -> {}
            case TAKEN -> landLate(point.call());
            case EFFECTED -> kernel.land(point.call(), Duration.ZERO);
        }
        List<String> wrong;
        try {
            wrong = aftermath.carryOn();
        } catch (RuntimeException failure) {
            wrong = List.of(failure.toString());
        }
        if (!wrong.isEmpty()) {
            failures.add(point + ", " + fate + ", others " + others + ": " + wrong);
        }
    }

    private void landLate(Exchange exchange) {
        int which = (int) (Hashes.fraction(exchange.key()) * LATE.length);
        kernel.land(exchange, LATE[which]);
    }

    List<String> failures() {
        return failures;
    }

    int struck() {
        return struck;
    }
}
