package io.meshprovisioner.testkit.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.kernel.RecordedCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same installation over HTTP, with a throttle and few permits: the same calls at the same instants each time. */
class DeterminismTest {
    private static final int RUNS = "all".equals(System.getProperty("mesh.series")) ? 20 : 5;

    @Test
    void everyRunMakesTheSameCallsAtTheSameInstants() {
        List<String> first = calls();
        assertThat(first).hasSizeGreaterThan(100);
        for (int run = 1; run < RUNS; run++) {
            assertThat(calls()).as("run " + run).isEqualTo(first);
        }
    }

    private static List<String> calls() {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.kernel().throttle("ec2:*", 6, 2);
            sandbox.provisioner().withIstio("1.30.3").withConcurrency(3).install();
            return sandbox.calls().stream()
                    .filter(call -> !call.run().isEmpty())
                    .map(DeterminismTest::line)
                    .sorted()
                    .toList();
        }
    }

    private static String line(RecordedCall call) {
        return call.at() + " " + call.operation() + " " + call.outcome();
    }
}
