package io.meshprovisioner.testkit.kube.control;

import java.util.List;

/** All controllers of a simulated cluster, in the order in which they see a change. */
public final class Controllers {
    private Controllers() {}

    public static List<Controller> all() {
        return List.of(
                new DefinitionController(),
                new NamespaceController(),
                new GarbageCollector(),
                new DeploymentController(),
                new ReplicaSetController(),
                new StatefulSetController(),
                new DaemonSetController(),
                new JobController(),
                new Scheduler(),
                new Kubelet(),
                new NodeController(),
                new EndpointsController(),
                new LoadBalancerController(),
                new DisruptionController(),
                new AutoscalerController(),
                new IstiodActor(),
                new OperatorActor());
    }
}
