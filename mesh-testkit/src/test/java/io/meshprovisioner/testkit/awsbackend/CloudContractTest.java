package io.meshprovisioner.testkit.awsbackend;

import io.meshprovisioner.aws.AwsBackend;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.testkit.contract.CloudBackendContract;
import io.meshprovisioner.testkit.time.RunTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The AWS backend's promises, on the simulated account. */
class CloudContractTest extends CloudBackendContract {
    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Override
    protected CloudSession open() {
        return new AwsBackend()
                .open(
                        AwsBench.REGION,
                        new CloudAccess(
                                Optional.of(bench.server.endpoint()),
                                Optional.of(bench.credentials(0)),
                                Optional.empty()),
                        new RunTime(bench.clock, "contract"),
                        ApiCall.Recorder.NONE);
    }

    @Override
    protected MeshSpec spec() {
        return MeshSpec.forRegion(AwsBench.REGION).name("contract");
    }

    @Override
    protected Instant now() {
        return bench.clock.now();
    }

    @Override
    protected void pass(Duration time) {
        bench.pass(time);
    }
}
