package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final FakeCluster cluster = new FakeCluster();

    @Test
    void anAvailableRolledOutDeploymentIsWell() throws Exception {
        deployment("observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1, "
                + "conditions: [{type: Available, status: 'True'}]");
        assertThat(health(3)).isEqualTo(Health.WELL);
    }

    @Test
    void anOldGenerationIsNotTheOneAskedFor() throws Exception {
        deployment("observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, "
                + "conditions: [{type: Available, status: 'True'}]");
        assertThat(health(3)).isInstanceOf(Health.Waiting.class);
    }

    @Test
    void noRoomOnAnyNodeIsHopelessOnceAllNodesAreThere() throws Exception {
        deployment("observedGeneration: 2");
        pod("phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, "
                + "message: '0/3 nodes are available: 3 Insufficient memory.'}]");
        assertThat(health(3)).isInstanceOfSatisfying(Health.Hopeless.class, hopeless -> {
            assertThat(hopeless.why()).contains("Pod istiod-1 finds no node").contains("Insufficient memory");
            assertThat(hopeless.advice()).contains("larger nodes");
        });
        assertThat(health(4)).isInstanceOf(Health.Waiting.class);
    }

    @Test
    void nodesThatAreStillComingAreWaitedFor() throws Exception {
        deployment("observedGeneration: 2");
        pod("phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, "
                + "message: '0/3 nodes are available: 3 node(s) had untolerated taint "
                + "{node.kubernetes.io/not-ready: }, 3 Insufficient cpu.'}]");
        assertThat(health(3)).isInstanceOf(Health.Waiting.class);
    }

    @Test
    void anImageThatDoesNotExistIsHopelessAtTheFirstSign() throws Exception {
        deployment("observedGeneration: 2");
        pod("phase: Pending, containerStatuses: [{name: discovery, image: 'docker.io/istio/pilot:1.30.33', state: "
                + "{waiting: {reason: ErrImagePull, message: 'manifest unknown'}}}]");
        assertThat(health(3)).isInstanceOfSatisfying(Health.Hopeless.class, hopeless -> {
            assertThat(hopeless.why()).contains("docker.io/istio/pilot:1.30.33").contains("manifest unknown");
            assertThat(hopeless.advice()).contains("global.tag");
        });
    }

    @Test
    void aRegistryThatStumblesIsGivenAnotherTry() throws Exception {
        deployment("observedGeneration: 2");
        pod("phase: Pending, containerStatuses: [{name: discovery, image: x, state: "
                + "{waiting: {reason: ErrImagePull, message: 'i/o timeout'}}}]");
        assertThat(health(3)).isInstanceOf(Health.Waiting.class);
    }

    @Test
    void aGatewayThatWasNotInjectedSaysSo() throws Exception {
        deployment("observedGeneration: 2");
        pod("phase: Pending, containerStatuses: [{name: istio-proxy, image: auto, state: "
                + "{waiting: {reason: ImagePullBackOff}}}]");
        assertThat(((Health.Hopeless) health(3)).advice()).contains("injector");
    }

    @Test
    void crashesAreToldWithTheirExitCode() throws Exception {
        deployment("observedGeneration: 2");
        pod("phase: Running, containerStatuses: [{name: discovery, restartCount: 4, state: {waiting: {reason: "
                + "CrashLoopBackOff}}, lastState: {terminated: {reason: OOMKilled, exitCode: 137}}}]");
        assertThat(health(3).problem()).contains("crashed 4 times (OOMKilled, exit code 137)");
    }

    @Test
    void podsThatCannotBeMadeAreExplained() throws Exception {
        deployment("observedGeneration: 2, conditions: [{type: ReplicaFailure, status: 'True', message: "
                + "'failed calling webhook namespace.sidecar-injector.istio.io'}]");
        assertThat(health(3).problem()).contains("cannot make its pods").contains("failed calling webhook");
    }

    @Test
    void webhooksAreReadyOnlyWhenIstiodHasCompletedThem() throws Exception {
        Webhooks webhooks = new Webhooks(new Look(cluster));
        assertThat(webhooks.health("default").problem()).contains("istio-sidecar-injector is not there");
        webhook("MutatingWebhookConfiguration", "istio-sidecar-injector", "sidecar-injector", "", "Fail");
        assertThat(webhooks.health("default").problem())
                .isEqualTo("istio-sidecar-injector has no caBundle from istiod");
        webhook("MutatingWebhookConfiguration", "istio-sidecar-injector", "sidecar-injector", "Q0E=", "Fail");
        webhook("ValidatingWebhookConfiguration", "istiod-default-validator", "istiod", "Q0E=", "Ignore");
        assertThat(webhooks.health("default").problem())
                .contains("istiod-default-validator still lets everything pass");
        webhook("ValidatingWebhookConfiguration", "istiod-default-validator", "istiod", "Q0E=", "Fail");
        assertThat(webhooks.health("default")).isEqualTo(Health.WELL);
    }

    @Test
    void aDaemonSetIsWellWhenEveryNodeRunsItAndThereIsOne() throws Exception {
        ObjectKey key = ObjectKey.of("apps/v1", "DaemonSet", "istio-system", "ztunnel");
        Workload workload = new Workload(new Look(cluster), 3);
        String of =
                "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ztunnel, namespace: istio-system, generation: 1}"
                        + "\nspec: {selector: {matchLabels: {app: ztunnel}}}\nstatus: {observedGeneration: 1, ";
        cluster.put(of + "desiredNumberScheduled: 0}");
        assertThat(workload.of(key)).isInstanceOf(Health.Waiting.class);
        cluster.put(of + "desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberReady: 2, numberAvailable: 2}");
        assertThat(workload.of(key).problem()).contains("has 2 of 3 pods");
        cluster.put(of + "desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberReady: 3, numberAvailable: 3}");
        assertThat(workload.of(key)).isEqualTo(Health.WELL);
    }

    private Health health(int nodes) {
        return new Workload(new Look(cluster), nodes).deployment("istio-system", "istiod");
    }

    private void deployment(String status) throws Exception {
        cluster.put("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istiod, namespace: istio-system, "
                + "generation: 2}\nspec: {replicas: 1, selector: {matchLabels: {istio: pilot}}}\nstatus: {" + status
                + "}\n");
    }

    private void pod(String status) throws Exception {
        cluster.put("apiVersion: v1\nkind: Pod\nmetadata: {name: istiod-1, namespace: istio-system, "
                + "labels: {istio: pilot}}\nstatus: {" + status + "}\n");
    }

    private void webhook(String kind, String name, String app, String ca, String policy) throws Exception {
        cluster.put("apiVersion: admissionregistration.k8s.io/v1\nkind: " + kind + "\nmetadata: {name: " + name
                + ", labels: {app: " + app + "}}\nwebhooks: [{name: x, failurePolicy: " + policy
                + ", clientConfig: {service: {name: istiod}, caBundle: '" + ca + "'}}]\n");
    }
}
