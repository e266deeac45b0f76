package io.meshprovisioner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void looksWhenItIsExpectedToBeReady() {
        Pace pace = Pace.of(Duration.ofMinutes(9));
        assertThat(pace.nextProbe(Duration.ZERO)).isEqualTo(Duration.ofMinutes(9));
        assertThat(pace.nextProbe(Duration.ofMinutes(8))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void looksEarlierForAFirstSignOfFailure() {
        Pace pace = new Pace(Duration.ofMinutes(2), Duration.ofSeconds(30));
        assertThat(pace.nextProbe(Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pace.nextProbe(Duration.ofSeconds(110))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatIsThereAtOnceIsLookedAtAgainAfterASecond() {
        assertThat(Pace.INSTANT.nextProbe(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Pace.INSTANT.nextProbe(Duration.ofSeconds(6))).isEqualTo(Duration.ofSeconds(3));
        assertThat(Pace.INSTANT.nextProbe(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatMayShowASignIsSeenWithinTenSecondsHoweverLateItIs() {
        Pace pace = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(2));
        for (int second = 0; second < 3600; second += 7) {
            assertThat(pace.nextProbe(Duration.ofSeconds(second))).isLessThanOrEqualTo(Duration.ofSeconds(8));
        }
    }

    @Property
    void anOverdueProbeFindsItSoonAndAsksSeldom(
            @ForAll @IntRange(max = 1200) int expectedSeconds, @ForAll @IntRange(max = 3600) int lateSeconds) {
        Pace pace = Pace.of(Duration.ofSeconds(expectedSeconds));
        Duration ready = pace.expected().plusSeconds(lateSeconds);
        Duration elapsed = Duration.ZERO;
        int probes = 0;
        while (elapsed.compareTo(ready) < 0) {
            Duration next = pace.nextProbe(elapsed);
            assertThat(next).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(1200));
            elapsed = elapsed.plus(next);
            probes++;
        }
        Duration noticedAfter = elapsed.minus(ready);
        assertThat(noticedAfter)
                .describedAs("found late by")
                .isLessThanOrEqualTo(Duration.ofMillis(Math.max(10_000, expectedSeconds * 50)));
        assertThat(probes).isLessThanOrEqualTo(10 + lateSeconds / Math.max(5, expectedSeconds / 20));
    }
}
