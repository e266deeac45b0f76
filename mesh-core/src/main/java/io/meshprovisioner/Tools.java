package io.meshprovisioner;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.engine.RunSettings;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.event.AuditLog;
import io.meshprovisioner.event.ProgressListener;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudBackend;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.KubernetesBackend;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** With what a provisioner works. */
record Tools(
        Optional<CloudBackend> cloud,
        Optional<KubernetesBackend> kubernetes,
        Optional<MeshInstaller> installer,
        CloudAccess access,
        Downloads downloads,
        Optional<Time> time,
        Optional<Executor> executor,
        int concurrency,
        Duration timeout,
        ProgressListener listener,
        Supplier<String> runIds,
        Optional<AuditLog> audit,
        Connections connections) {

    static final Tools DEFAULT = new Tools(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            CloudAccess.DEFAULT,
            new HttpDownloads(),
            Optional.empty(),
            Optional.empty(),
            16,
            Duration.ofHours(1),
            ProgressListener.NONE,
            () -> UUID.randomUUID().toString(),
            Optional.empty(),
            Connections.DEFAULT);

    MeshInstaller installerOrFound() {
        return installer.orElseGet(() -> Backends.find(MeshInstaller.class, "mesh-istio"));
    }

    /** @throws InvalidSpecException when nothing could be reached as it is said */
    RunSettings settings() {
        List<SpecProblem> problems = connections.problems();
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
        CloudBackend someCloud = cloud.orElseGet(() -> Backends.find(CloudBackend.class, "mesh-aws"));
        KubernetesBackend someKubernetes =
                kubernetes.orElseGet(() -> Backends.find(KubernetesBackend.class, "mesh-k8s"));
        boolean unsaid = connections.unsaid();
        return new RunSettings(
                runIds.get(),
                time,
                executor,
                concurrency,
                timeout,
                listener,
                unsaid ? someCloud : someCloud.withConnections(connections),
                access,
                unsaid ? someKubernetes : someKubernetes.withConnections(connections),
                installerOrFound(),
                unsaid ? downloads : downloads.withConnections(connections),
                audit);
    }

    Tools cloud(CloudBackend value) {
        return with(draft -> draft.cloud = Optional.of(value));
    }

    Tools kubernetes(KubernetesBackend value) {
        return with(draft -> draft.kubernetes = Optional.of(value));
    }

    Tools installer(MeshInstaller value) {
        return with(draft -> draft.installer = Optional.of(value));
    }

    Tools access(CloudAccess value) {
        return with(draft -> draft.access = value);
    }

    Tools downloads(Downloads value) {
        return with(draft -> draft.downloads = value);
    }

    Tools time(Time value) {
        return with(draft -> draft.time = Optional.of(value));
    }

    Tools executor(Executor value) {
        return with(draft -> draft.executor = Optional.of(value));
    }

    Tools concurrency(int value) {
        return with(draft -> draft.concurrency = value);
    }

    Tools timeout(Duration value) {
        return with(draft -> draft.timeout = value);
    }

    Tools listener(ProgressListener value) {
        return with(draft -> draft.listener = value);
    }

    Tools runIds(Supplier<String> value) {
        return with(draft -> draft.runIds = value);
    }

    Tools audit(AuditLog value) {
        return with(draft -> draft.audit = Optional.of(value));
    }

    Tools connections(Connections value) {
        return with(draft -> draft.connections = value);
    }

    private Tools with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy while it is changed. */
    private static final class Draft {
        private Optional<CloudBackend> cloud;
        private Optional<KubernetesBackend> kubernetes;
        private Optional<MeshInstaller> installer;
        private CloudAccess access;
        private Downloads downloads;
        private Optional<Time> time;
        private Optional<Executor> executor;
        private int concurrency;
        private Duration timeout;
        private ProgressListener listener;
        private Supplier<String> runIds;
        private Optional<AuditLog> audit;
        private Connections connections;

        Draft(Tools tools) {
            cloud = tools.cloud;
            kubernetes = tools.kubernetes;
            installer = tools.installer;
            access = tools.access;
            downloads = tools.downloads;
            time = tools.time;
            executor = tools.executor;
            concurrency = tools.concurrency;
            timeout = tools.timeout;
            listener = tools.listener;
            runIds = tools.runIds;
            audit = tools.audit;
            connections = tools.connections;
        }

        Tools done() {
            return new Tools(
                    cloud,
                    kubernetes,
                    installer,
                    access,
                    downloads,
                    time,
                    executor,
                    concurrency,
                    timeout,
                    listener,
                    runIds,
                    audit,
                    connections);
        }
    }
}
