package io.meshprovisioner.testkit.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import io.meshprovisioner.testkit.kernel.Kernel;
import io.meshprovisioner.testkit.kernel.RecordedCall;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.Hashes;
import io.meshprovisioner.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * One call of a run goes wrong, in each of four ways: the run ends as if nothing had been, or it says rightly what was
 * wrong, and the next one ends in the same state. A seeded sample by default; with {@code -Dmesh.series=all} each call of
 * an installation and an uninstallation; docs/faults.md has the counts ({@code -Dmesh.docs=write}).
 */
class FaultSeriesTest {
    private static final Path PAGE = Path.of("..", "docs", "faults.md");
    private static final boolean ALL = "all".equals(System.getProperty("mesh.series"));
    private static final int SAMPLE = ALL ? Integer.MAX_VALUE : Integer.getInteger("mesh.series.sample", 10);

    /** How a call goes wrong. */
    private enum Wrong {
        THROTTLED("throttled") {
            @Override
            ApiFault of(String operation) {
                return ApiFault.throttled();
            }
        },
        FAILED("a 500") {
            @Override
            ApiFault of(String operation) {
                return ApiFault.error(500, "InternalError", "An internal error has occurred");
            }
        },
        ANSWER_LOST("connection reset after the effect") {
            @Override
            ApiFault of(String operation) {
                return ApiFault.answerLost();
            }
        },
        DENIED("access denied") {
            @Override
            ApiFault of(String operation) {
                if (operation.startsWith("kubernetes:")) {
                    return ApiFault.error(403, "Forbidden", "forbidden: User \"tester\" cannot do this");
                }
                String code = operation.startsWith("ec2:")
                        ? "UnauthorizedOperation"
                        : operation.startsWith("eks:") || operation.startsWith("ssm:")
                                ? "AccessDeniedException"
                                : "AccessDenied";
                return ApiFault.error(
                        403, code, "User: tester is not authorized to perform: " + operation + " on resource: *");
            }
        };

        private final String words;

        Wrong(String words) {
            this.words = words;
        }

        abstract ApiFault of(String operation);
    }

    /** A call of ours in a run: the which-th of its operation. */
    private record Point(String operation, int ordinal) {}

    /** What came of all calls that went wrong in one way. */
    private static final class Count {
        private int ended;
        private int reported;
    }

    @Test
    void oneCallGoesWrong() throws IOException {
        StringBuilder table = new StringBuilder("""
                # When a call goes wrong

                Each call that an installation and an uninstallation send to AWS and Kubernetes, made to fail once in each of four
                ways, in memory. Either the run ends as if nothing had been, or it reports what was wrong; then the next run ends in
                the same state, without a duplicate or anything left over. (What Helm sends is Helm's to repeat.) A test counts,
                writes this page and keeps it true (`FaultSeriesTest`, `-Dmesh.series=all -Dmesh.docs=write`).

                | run | calls | each once | ended by itself | reported, the next run ended the same | another end |
                | --- | ---: | --- | ---: | ---: | ---: |
                """);
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            Supplier<MeshProvisioner> runs = () -> sandbox.newRun().withIstio("1.30.3");
            Kernel kernel = sandbox.kernel();
            World empty = kernel.snapshot();
            series("installation", kernel, empty, () -> install(runs), table);
            World full = kernel.snapshot();
            series("uninstallation", kernel, full, () -> runs.get().uninstall(), table);
        }
        if (ALL) {
            if ("write".equals(System.getProperty("mesh.docs"))) {
                Files.writeString(PAGE, table);
            }
            // How many calls there are is told, not held: each change of what a run asks for would break it.
            assertThat(uncounted(Files.readString(PAGE))).isEqualTo(uncounted(table.toString()));
        }
    }

    private static String uncounted(String page) {
        return page.replaceAll("\\| [1-9]\\d* ", "| n ");
    }

    private static void install(Supplier<MeshProvisioner> runs) {
        try (Mesh mesh = runs.get().install()) {
            assertThat(mesh.name()).isEqualTo("mesh");
        }
    }

    /** Ends where the run without a fault ends. */
    private static void series(String what, Kernel kernel, World start, Runnable run, StringBuilder table) {
        List<Point> points = points(kernel, run);
        World after = kernel.snapshot();
        List<String> end = kernel.read(World::inventory);
        double share = SAMPLE / (double) (points.size() * Wrong.values().length);
        Map<Wrong, Count> counts = new EnumMap<>(Wrong.class);
        List<String> failures = new ArrayList<>();
        for (Point point : points) {
            for (Wrong wrong : Wrong.values()) {
                if (Hashes.fraction(what + point + wrong) < share) {
                    strike(kernel, start, run, point, wrong, end, counts, failures);
                }
            }
        }
        kernel.clearFaults();
        counts.forEach((wrong, count) -> {
            String row = "| %s | %d | %s | %d | %d | 0 |%n"
                    .formatted(what, points.size(), wrong.words, count.ended, count.reported);
            System.out.print("Fault series " + row);
            table.append(row);
        });
        assertThat(failures).isEmpty();
        kernel.restore(after);
    }

    private static void strike(
            Kernel kernel,
            World start,
            Runnable run,
            Point point,
            Wrong wrong,
            List<String> end,
            Map<Wrong, Count> counts,
            List<String> failures) {
        kernel.restore(start);
        kernel.clearFaults();
        kernel.inject(point.operation, wrong.of(point.operation).after(point.ordinal));
        Count count = counts.computeIfAbsent(wrong, none -> new Count());
        String name = point + " " + wrong + ": ";
        try {
            run.run();
            count.ended++;
        } catch (MeshException reported) {
            count.reported++;
            boolean denial = wrong == Wrong.DENIED;
            if (denial != reported instanceof AccessDeniedException
                    || reported.advice().isEmpty()) {
                failures.add(name + reported);
            }
            if (!hit(kernel.calls(), point)) {
                failures.add(name + "was not hit");
            }
            kernel.clearFaults();
            try {
                run.run();
            } catch (RuntimeException again) {
                failures.add(name + "the next run: " + again);
            }
        } catch (RuntimeException broken) {
            failures.add(name + broken);
        }
        List<String> difference = Inventories.difference(end, kernel.read(World::inventory));
        if (!difference.isEmpty()) {
            failures.add(name + difference);
        }
    }

    private static boolean hit(List<RecordedCall> calls, Point point) {
        List<RecordedCall> same = calls.stream()
                .filter(call -> call.operation().equals(point.operation))
                .toList();
        return same.size() > point.ordinal && !same.get(point.ordinal).outcome().startsWith("2");
    }

    /** The calls of a run that the product itself sends. */
    private static List<Point> points(Kernel kernel, Runnable run) {
        List<Point> points = new ArrayList<>();
        Map<String, Integer> ordinals = new HashMap<>();
        kernel.observe(new CallObserver() {
            @Override
            public boolean beforeEffect(int index, Exchange exchange) {
                int ordinal = ordinals.merge(exchange.operation(), 1, Integer::sum) - 1;
                if (exchange.parked()) {
                    points.add(new Point(exchange.operation(), ordinal));
                }
                return true;
            }
        });
        try {
            run.run();
        } finally {
            kernel.observe(CallObserver.NONE);
        }
        return points;
    }
}
