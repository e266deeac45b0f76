package io.meshprovisioner.benchmarks.model;

import com.sun.management.ThreadMXBean;
import io.meshprovisioner.istio.model.Resource;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The same work as {@link ModelBenchmark} in processor time of the thread, ours and theirs in turns: on a machine that
 * others use, only the quotient of two neighbours means something.
 */
public final class ModelRatios {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 12;
    private static final int ROUNDS = 15;
    private static final long ROUND_NANOS = 400_000_000;

    private final PrintStream out;
    private @Nullable Object last;

    private ModelRatios(PrintStream out) {
        this.out = out;
    }

    /** Prints a row for each kind of work. */
    public static void main(String[] arguments) {
        ModelRatios ratios = new ModelRatios(System.out);
        ModelBenchmark both = new ModelBenchmark();
        ratios.row("build, write YAML", both::buildValidateAndWriteYamlOurs, both::buildAndWriteYamlTheirs);
        ratios.row("read YAML", both::readYamlAndValidateOurs, both::readYamlTheirs);
        ratios.row("build, write JSON", both::buildValidateAndWriteJsonOurs, both::buildAndWriteJsonTheirs);
        ratios.row("read JSON", both::readJsonAndValidateOurs, both::readJsonTheirs);
        ratios.row("build only", OurObjects::build, TheirObjects::build);
        List<Resource<?>> built = OurObjects.build();
        built.forEach(Resource::document);
        ratios.row("of ours: validate; write JSON", () -> both.validate(built), () -> both.write(built));
    }

    /** Medians of rounds in turns: microseconds of processor time and bytes allocated for all four objects. */
    private void row(String what, Supplier<?> ours, Supplier<?> theirs) {
        double[][] left = new double[ROUNDS][];
        double[][] right = new double[ROUNDS][];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            double[] one = round(ours);
            double[] two = round(theirs);
            if (i >= 0) {
                left[i] = one;
                right[i] = two;
            }
        }
        double mine = median(left, 0);
        double others = median(right, 0);
        out.printf(
                Locale.ROOT,
                "%-32s %7.1f us %8.0f B   %7.1f us %8.0f B   %.2f%n",
                what,
                mine,
                median(left, 1),
                others,
                median(right, 1),
                mine / others);
    }

    private double[] round(Supplier<?> work) {
        long end = System.nanoTime() + ROUND_NANOS;
        long bytes = THREAD.getCurrentThreadAllocatedBytes();
        long start = THREAD.getCurrentThreadCpuTime();
        int calls = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 20; i++) { // the clock costs more than the shortest work
                last = work.get();
            }
            calls += 20;
        }
        Objects.requireNonNull(last, "the work gave nothing"); // and so its result is used
        return new double[] {
            (THREAD.getCurrentThreadCpuTime() - start) / 1e3 / calls,
            (double) (THREAD.getCurrentThreadAllocatedBytes() - bytes) / calls
        };
    }

    private static double median(double[][] rounds, int column) {
        return Arrays.stream(rounds)
                .mapToDouble(round -> round[column])
                .sorted()
                .toArray()[rounds.length / 2];
    }
}
