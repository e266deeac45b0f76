package io.meshprovisioner.spi;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.time.Time;
import java.util.List;

/** Kubernetes and Helm. Found by {@link java.util.ServiceLoader} or handed in. */
public interface KubernetesBackend {

    /**
     * The same with clients that connect so. Opens no connection. What {@link ApiAccess#connections} says about proxies goes
     * first.
     *
     * @param connections without problems
     * @throws InvalidSpecException by those that cannot be told
     */
    default KubernetesBackend withConnections(Connections connections) {
        throw new InvalidSpecException(List.of(new SpecProblem(
                "connections",
                "This Kubernetes backend cannot be told how to connect.",
                "Have it connect so by itself, and leave withConnections out.")));
    }

    /** Makes a client. Opens no connection and makes no call. */
    KubernetesSession open(ApiAccess access, Time time, ApiCall.Recorder recorder);
}
