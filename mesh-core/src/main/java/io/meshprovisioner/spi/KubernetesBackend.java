package io.meshprovisioner.spi;

import io.meshprovisioner.time.Time;

/** Kubernetes and Helm. Found by {@link java.util.ServiceLoader} or handed in. */
public interface KubernetesBackend {

    /** Makes a client. Opens no connection and makes no call. */
    KubernetesSession open(ApiAccess access, Time time, ApiCall.Recorder recorder);
}
