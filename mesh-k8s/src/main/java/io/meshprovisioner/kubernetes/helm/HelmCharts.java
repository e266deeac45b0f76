package io.meshprovisioner.kubernetes.helm;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.Charts;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.time.Time;
import java.util.List;
import java.util.Optional;

/**
 * Helm's releases in one cluster. Looking is done by reading Helm's records, so that it costs one call and no child
 * process; changing and rendering by a {@link HelmRunner}.
 */
public final class HelmCharts implements Charts, AutoCloseable {
    private static final int REVISIONS_KEPT = 10;

    private final ReleaseStore store;
    private final HelmRunner runner;
    private final Time time;
    private final ApiCall.Recorder recorder;
    private final Connections way;

    /**
     * @param runner closed with this
     * @param way by which the runner reaches the cluster, for advice
     */
    public HelmCharts(
            KubernetesSession session, HelmRunner runner, Time time, ApiCall.Recorder recorder, Connections way) {
        this.way = way;
        this.store = new ReleaseStore(session);
        this.runner = runner;
        this.time = time;
        this.recorder = recorder;
    }

    @Override
    public Optional<Release> find(String namespace, String name) {
        return store.newest(namespace, name).map(StoredRelease::release);
    }

    @Override
    public List<Release> list() {
        return store.newestOfEach().stream().map(StoredRelease::release).toList();
    }

    @Override
    public Release apply(ChartRelease release, Permit permit) {
        String fingerprint = release.fingerprint();
        Optional<StoredRelease> standing = store.newest(release.namespace(), release.name());
        if (standing.filter(StoredRelease::leaving).isPresent()) {
            run(new HelmOperation.Uninstall(release.namespace(), release.name()));
            standing = Optional.empty();
        }
        standing.filter(StoredRelease::pending).ifPresent(stored -> store.markFailed(stored, permit));
        run(
                standing.isPresent()
                        ? new HelmOperation.Upgrade(
                                release.namespace(), release.name(), release.chart(), release.values(), fingerprint)
                        : new HelmOperation.Install(
                                release.namespace(),
                                release.name(),
                                release.chart(),
                                release.values(),
                                release.createNamespace(),
                                fingerprint));
        List<StoredRelease> history = store.history(release.namespace(), release.name());
        forgetOldest(history, permit);
        if (history.isEmpty()) {
            throw new ServiceFailureException(Failure.of(
                            "Helm reported success, but its record of the release is not there.",
                            "Check whether somebody else uninstalled it at the same time, then run again.")
                    .at(release.namespace() + "/" + release.name()));
        }
        return history.get(history.size() - 1).release();
    }

    private void forgetOldest(List<StoredRelease> history, Permit permit) {
        history.stream()
                .limit(Math.max(0, history.size() - REVISIONS_KEPT))
                .filter(stored -> !stored.release().status().equals("deployed"))
                .forEach(stored -> store.delete(stored, permit));
    }

    @Override
    public void uninstall(String namespace, String name, Permit permit) {
        if (find(namespace, name).isPresent()) {
            run(new HelmOperation.Uninstall(namespace, name));
        }
    }

    @Override
    public String template(ChartRelease release, String kubernetesVersion) {
        return run(new HelmOperation.Template(
                release.namespace(), release.name(), release.chart(), release.values(), kubernetesVersion));
    }

    private String run(HelmOperation operation) {
        boolean changing = !(operation instanceof HelmOperation.Template);
        String outcome = "ok";
        try {
            return runner.run(operation);
        } catch (HelmFailure e) {
            outcome = e.reason().name();
            throw HelmFailures.of(operation, e, way);
        } catch (RuntimeException e) {
            outcome = e.getClass().getSimpleName();
            throw e;
        } finally {
            recorder.called(new ApiCall("helm", operation.verb(), changing, time.now(), outcome));
        }
    }

    /** Ends the operation under way; it fails as cancelled. */
    public void interrupt() {
        runner.interrupt();
    }

    @Override
    public void close() {
        runner.close();
    }
}
