package io.meshprovisioner.istio.install;

import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.List;

/** What was brought into the cluster and runs there once there are nodes. */
interface Workloads {

    /** Its Deployments, DaemonSets and StatefulSets. */
    List<ObjectKey> workloads();
}
