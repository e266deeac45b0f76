package io.meshprovisioner.engine;

import io.meshprovisioner.event.AuditLog;
import io.meshprovisioner.event.ProgressListener;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudBackend;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.KubernetesBackend;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a run works with.
 *
 * @param runId names the run in the lease; unique among runs
 * @param time used and not closed; empty: the wall clock, with a timer of its own that ends with the run
 * @param executor used and not shut down; empty: daemon threads of its own that end with the run
 * @param concurrency how many steps at once
 * @param timeout after which the run gives up
 * @param audit where changing calls are written down
 */
public record RunSettings(
        String runId,
        Optional<Time> time,
        Optional<Executor> executor,
        int concurrency,
        Duration timeout,
        ProgressListener listener,
        CloudBackend cloud,
        CloudAccess access,
        KubernetesBackend kubernetes,
        MeshInstaller installer,
        Downloads downloads,
        Optional<AuditLog> audit) {}
