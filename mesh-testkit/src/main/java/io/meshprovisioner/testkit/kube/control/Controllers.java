package io.meshprovisioner.testkit.kube.control;

import java.util.List;

/** The controllers of clusters. */
public final class Controllers {
    private Controllers() {}

    /** All controllers of a simulated cluster, in the order in which they see a change. */
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
                new FargateScheduler(),
                new AutoNodeController(),
                new Kubelet(),
                new NodeController(),
                new EndpointsController(),
                new LoadBalancerController(),
                BalancerControllerActor.inPods(),
                BalancerControllerActor.ofAutoMode(),
                new DisruptionController(),
                new AutoscalerController(),
                new IstiodActor(),
                new GatewayApiActor(),
                new OperatorActor(),
                new CalicoActor());
    }

    /** Those that play what runs in no pod, and in no cloud, of a real control plane without either. */
    public static List<Controller> forRealControlPlane() {
        return List.of(new LoadBalancerController(), new IstiodActor(), new OperatorActor());
    }
}
