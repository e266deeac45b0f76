package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.spec.NetworkBalancer.TargetType;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.kernel.Kernel;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.Era;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Gateways whose load balancer sends to pods, and the AWS Load Balancer Controller that makes it. */
class LoadBalancerControllerTest {
    private static final String TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";
    private static final ClusterKey CLUSTER = new ClusterKey("us-west-2", "mesh");

    private static MeshProvisioner pods(MeshProvisioner base) {
        return base.withIstio(
                "1.30.3",
                istio -> istio.ingressGateway(
                        gateway -> gateway.networkLoadBalancer(nlb -> nlb.targets(TargetType.IP))));
    }

    private static <T> T inside(Kernel kernel, Function<ClusterState, T> look) {
        return kernel.read(world -> look.apply(world.cluster(CLUSTER).orElseThrow()));
    }

    private static ObjectNode controller(Kernel kernel) {
        return inside(
                        kernel,
                        cluster -> cluster.get("apps/v1", "Deployment", "kube-system", "aws-load-balancer-controller"))
                .orElseThrow();
    }

    private static List<String> balancers(Kernel kernel) {
        return kernel.read(io.meshprovisioner.testkit.world.World::inventory).stream()
                .filter(line -> line.matches(".* elb (network|classic) .*"))
                .toList();
    }

    /** Over HTTP, with Helm itself. */
    @Test
    void aGatewaysBalancerSendsToItsPods() {
        try (Sandbox sandbox = Sandbox.start()) {
            try (Mesh mesh = pods(sandbox.provisioner()).install()) {
                assertThat(mesh.status().healthy()).isTrue();
            }
            Kernel kernel = sandbox.kernel();
            ObjectNode service = inside(
                            kernel, cluster -> cluster.get("v1", "Service", "istio-system", "istio-ingressgateway"))
                    .orElseThrow();
            assertThat(service.at("/status/loadBalancer/ingress/0/hostname").asText())
                    .startsWith("k8s-istiosys-istioing-");
            assertThat(service.at("/metadata/finalizers").toString()).contains("service.k8s.aws/resources");
            List<String> addresses = inside(kernel, cluster -> cluster.list("v1", "Pod")).stream()
                    .filter(pod -> pod.at("/metadata/name").asText().startsWith("istio-ingressgateway"))
                    .map(pod -> pod.at("/status/podIP").asText())
                    .toList();
            assertThat(addresses).isNotEmpty();
            assertThat(balancers(kernel))
                    .singleElement()
                    .asString()
                    .contains("elb network service=istio-system/istio-ingressgateway")
                    .contains("pods=" + addresses.size());
            assertThat(controller(kernel)
                            .at("/spec/template/spec/containers/0/args")
                            .toString())
                    .contains("--cluster-name=mesh", "--aws-region=us-west-2", "--aws-vpc-id=vpc-");
            assertThat(pods(sandbox.provisioner()).plan().changesNothing()).isTrue();

            UninstallReport gone = sandbox.provisioner().uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }

    /** The controller cannot be asked to clean up: its load balancers and groups are found by the tag on them. */
    @Test
    void itsBalancersGoAlsoWhenTheKubernetesApiNoLongerAnswers() {
        try (Sandbox sandbox = Sandbox.start()) {
            pods(sandbox.provisioner()).install().close();
            assertThat(sandbox.inventory())
                    .anyMatch(line -> line.contains("elb network"))
                    .anyMatch(line -> line.contains("elbv2.k8s.aws/cluster"));
            sandbox.inject("kubernetes:*", ApiFault.connectionLost().always());
            UninstallReport gone = sandbox.provisioner().uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }

    /** Nodes are in public subnets, and there is none for a load balancer inside the VPC. */
    @Test
    void whileABalancerHasNoAddressItIsSaidWhy() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            MeshProvisioner shop = sandbox.newRun()
                    .withVpc(vpc -> vpc.natGateways(NatGateways.NONE))
                    .withIstio("1.30.3", istio -> istio.ingressGateway(gateway -> gateway.internal()));
            assertThatThrownBy(shop::install)
                    .hasMessageContaining("its load balancer has no address yet")
                    .hasMessageContaining("SyncLoadBalancerFailed (Service istio-ingressgateway)");
            assertThat(sandbox.newRun().find().orElseThrow().status().toString())
                    .contains("its load balancer has no address; most likely no subnet of the VPC bears");
        }
    }

    /** By annotations of the user's own, the older of which names no kind of targets. */
    @Test
    void whatIsLeftToTheControllerNobodyElseTouches() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            sandbox.newRun()
                    .withIstio("1.30.3", istio -> istio.ingressGateway(gateway -> gateway.annotation(TYPE, "nlb-ip")))
                    .install()
                    .close();
            assertThat(inside(
                                    sandbox.kernel(),
                                    cluster -> cluster.get("v1", "Service", "istio-system", "istio-ingressgateway"))
                            .orElseThrow()
                            .at("/metadata/finalizers")
                            .toString())
                    .isEqualTo("[\"service.k8s.aws/resources\"]");
            assertThat(balancers(sandbox.kernel())).singleElement().asString().contains("pods=");
        }
    }

    @Test
    void theControllerComesAlsoWhereNoGatewayNeedsItAndTakesNoServiceOver() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            sandbox.newRun()
                    .withCluster(c -> c.loadBalancerController("3.5.0"))
                    .withIstio("1.30.3")
                    .install()
                    .close();
            assertThat(controller(sandbox.kernel())
                            .at("/spec/template/spec/containers/0/image")
                            .asText())
                    .endsWith(":v3.5.0");
            assertThat(balancers(sandbox.kernel())).singleElement().asString().contains("elb classic");

            sandbox.newRun()
                    .withCluster(c -> c.loadBalancerController("3.6.0"))
                    .withIstio("1.30.3")
                    .install()
                    .close();
            assertThat(controller(sandbox.kernel())
                            .at("/spec/template/spec/containers/0/image")
                            .asText())
                    .endsWith(":v3.6.0");
        }
    }
}
