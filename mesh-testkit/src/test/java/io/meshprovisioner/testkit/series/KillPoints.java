package io.meshprovisioner.testkit.series;

import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import io.meshprovisioner.testkit.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Takes a snapshot at every call of a run, without disturbing it. */
final class KillPoints implements CallObserver {
    private final Kernel kernel;
    private final List<KillPoint> points = new ArrayList<>();

    KillPoints(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Every call that {@code run} makes, in order. */
    static List<KillPoint> of(Kernel kernel, Runnable run) {
        KillPoints taker = new KillPoints(kernel);
        kernel.observe(taker);
        try {
            run.run();
        } finally {
            kernel.observe(CallObserver.NONE);
        }
        return taker.points;
    }

    @Override
    public boolean beforeEffect(int index, Exchange exchange) {
        List<Exchange> others = kernel.inFlight().stream()
                .filter(other -> !other.key().equals(exchange.key()))
                .toList();
        points.add(new KillPoint(points.size(), kernel.snapshot(), exchange, others));
        return true;
    }
}
