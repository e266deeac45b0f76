package io.meshprovisioner.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Measures and prints: each figure is the median of five rounds after two that do not count. */
final class Figures {
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final PrintStream out;

    Figures(PrintStream out) {
        this.out = out;
    }

    /** Calls a second. */
    void rate(String what, Callable<?> call) throws Exception {
        report(what, median(() -> round(call, System::nanoTime)), "/s");
    }

    /** Calls that one processor makes in a second that it has to itself: those of the thread's own time. */
    void ownRate(String what, Callable<?> call) throws Exception {
        report(what, median(() -> round(call, THREADS::getCurrentThreadCpuTime)), "/s");
    }

    /** Milliseconds of the thread's own time that one call takes, on average over a round. */
    void ownTime(String what, Callable<?> call) throws Exception {
        report(what, median(() -> 1000 / round(call, THREADS::getCurrentThreadCpuTime)), "ms");
    }

    /** The figure that each round gives. */
    void figure(String what, Callable<Double> round, String unit) throws Exception {
        report(what, median(round), unit);
    }

    private interface Clock {
        long nanos();
    }

    private static double round(Callable<?> call, Clock clock) throws Exception {
        long end = System.nanoTime() + ROUND.toNanos();
        long start = clock.nanos();
        long calls = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 10; i++) { // the clock costs more than the shortest calls
                call.call();
            }
            calls += 10;
        }
        return calls * 1e9 / (clock.nanos() - start);
    }

    private static double median(Callable<Double> round) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            round.call();
        }
        double[] figures = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            figures[i] = round.call();
        }
        Arrays.sort(figures);
        return figures[ROUNDS / 2];
    }

    private void report(String what, double figure, String unit) {
        out.printf(Locale.ROOT, figure < 100 ? "%-60s %12.2f %s%n" : "%-60s %,12.0f %s%n", what, figure, unit);
    }
}
