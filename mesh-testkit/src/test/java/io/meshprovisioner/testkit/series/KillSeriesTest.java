package io.meshprovisioner.testkit.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.series.KillPoint.Fate;
import io.meshprovisioner.testkit.series.KillPoint.Others;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.Hashes;
import io.meshprovisioner.testkit.world.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Killed at any call and run again: the same end, no orphan, no duplicate. A seeded sample of the points by default;
 * all of them with {@code -Dmesh.series=all}.
 */
class KillSeriesTest {
    private static final boolean ALL = "all".equals(System.getProperty("mesh.series"));
    private static final int SAMPLE = Integer.getInteger("mesh.series.sample", 60);

    @Test
    void installKilledAnywhereEndsInTheSamePlace() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            World untouched = sandbox.kernel().snapshot();
            List<KillPoint> points = KillPoints.of(sandbox.kernel(), () -> install(sandbox));
            List<String> end = sandbox.kernel().read(World::inventory);
            assertThat(untouched.inventory()).isNotEqualTo(end);

            KillSeries series = new KillSeries(sandbox.kernel());
            everywhere(points, "install", series, () -> {
                install(sandbox);
                return difference(end, sandbox.kernel().read(World::inventory));
            });

            report("install", points, series);
        }
    }

    @Test
    void uninstallKilledAnywhereLeavesNothing() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            List<String> before = sandbox.kernel().read(World::inventory);
            install(sandbox);
            List<KillPoint> points =
                    KillPoints.of(sandbox.kernel(), () -> sandbox.newRun().uninstall());
            List<String> end = sandbox.kernel().read(World::inventory);
            assertThat(difference(before, end)).isEmpty();

            KillSeries series = new KillSeries(sandbox.kernel());
            everywhere(points, "uninstall", series, () -> {
                sandbox.newRun().uninstall();
                return difference(before, sandbox.kernel().read(World::inventory));
            });

            report("uninstall", points, series);
        }
    }

    private static void install(InMemorySandbox sandbox) {
        try (Mesh mesh = sandbox.newRun().withIstio("1.30.3").install()) {
            assertThat(mesh.name()).isEqualTo("mesh");
        }
    }

    private static void everywhere(
            List<KillPoint> points, String what, KillSeries series, KillSeries.Aftermath aftermath) {
        double share = ALL ? 1 : SAMPLE / (double) distinct(points);
        for (KillPoint point : points) {
            for (Fate fate : Fate.values()) {
                for (Others others : Others.values()) {
                    if (point.differs(fate, others) && Hashes.fraction(what + point.index() + fate + others) < share) {
                        series.strike(point, fate, others, aftermath);
                    }
                }
            }
        }
    }

    private static long distinct(List<KillPoint> points) {
        long count = 0;
        for (KillPoint point : points) {
            for (Fate fate : Fate.values()) {
                for (Others others : Others.values()) {
                    count += point.differs(fate, others) ? 1 : 0;
                }
            }
        }
        return count;
    }

    private static void report(String what, List<KillPoint> points, KillSeries series) {
        System.out.println("Kill series, " + what + ": " + points.size() + " calls, " + series.struck()
                + " points struck, " + series.failures().size() + " wrong ends");
        assertThat(series.struck()).isPositive();
        assertThat(series.failures()).isEmpty();
    }

    /**
     * What is there and should not be, or should be and is not. How many owners and revisions there were before is
     * history, and differs after a kill.
     */
    private static List<String> difference(List<String> expected, List<String> actual) {
        List<String> wrong = new ArrayList<>();
        List<String> surplus = new ArrayList<>(withoutHistory(actual));
        for (String line : withoutHistory(expected)) {
            if (!surplus.remove(line)) {
                wrong.add("missing: " + line);
            }
        }
        surplus.forEach(line -> wrong.add("surplus: " + line));
        return wrong;
    }

    private static List<String> withoutHistory(List<String> lines) {
        List<String> leases = lines.stream()
                .filter(line -> line.contains("/lease/"))
                .map(line -> line.replaceAll("/lease/\\d+", "/lease/N"))
                .toList();
        List<String> result = new ArrayList<>(leases);
        lines.stream()
                .filter(line -> !line.contains("/lease/"))
                .map(line -> line.replaceAll("(sh\\.helm\\.release\\.v1\\..*)\\.v\\d+", "$1.vN"))
                .distinct()
                .forEach(result::add);
        return result;
    }
}
