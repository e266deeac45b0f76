package io.meshprovisioner.kubernetes;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudBackend;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.KubernetesBackend;
import io.meshprovisioner.time.Time;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cluster that stands already, whoever made it and wherever it is: nothing of it is planned, made or deleted; a mesh
 * is installed into it and removed from it. The one writer is agreed by {@code coordination.k8s.io} Leases in
 * {@code kube-system}. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * MeshProvisioner.forCluster(ExistingCluster.kubeconfig(Path.of("config"))).withIstio("1.30.3").install();
 * }</pre>
 */
public final class ExistingCluster implements CloudBackend {
    private final AccessSource source;
    private final KubernetesBackend kubernetes;

    private ExistingCluster(AccessSource source, KubernetesBackend kubernetes) {
        this.source = source;
        this.kubernetes = kubernetes;
    }

    /** By the current context of a kubeconfig file. The file is read when a run begins. */
    public static ExistingCluster kubeconfig(Path file) {
        return new ExistingCluster(time -> KubeconfigFile.read(file, Optional.empty(), time), new ClientJavaBackend());
    }

    /** By a context of a kubeconfig file. */
    public static ExistingCluster kubeconfig(Path file, String context) {
        return new ExistingCluster(
                time -> KubeconfigFile.read(file, Optional.of(context), time), new ClientJavaBackend());
    }

    /** The cluster in one of whose pods this runs, as the pod's service account. */
    public static ExistingCluster inCluster() {
        return new ExistingCluster(
                time -> new ServiceAccount(System.getenv(), ServiceAccount.MOUNTED).access(time),
                new ClientJavaBackend());
    }

    /** Has leases and looks go by this backend; default: client-java over the network. */
    public ExistingCluster through(KubernetesBackend backend) {
        return new ExistingCluster(source, backend);
    }

    @Override
    public ExistingCluster withConnections(Connections connections) {
        return new ExistingCluster(source, kubernetes.withConnections(connections));
    }

    @Override
    public String name() {
        return "existing";
    }

    @Override
    public CloudSession open(String region, CloudAccess access, Time time, ApiCall.Recorder recorder) {
        return new ExistingClusterSession(() -> source.access(time), key -> kubernetes.open(key, time, recorder));
    }

    /** Where the way in comes from. */
    @FunctionalInterface
    interface AccessSource {
        io.meshprovisioner.spi.ApiAccess access(Time time);
    }
}
