package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubeClusterTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private final TestWorld test = new TestWorld("1.34");

    @AfterEach
    void close() {
        test.close();
    }

    private ObjectNode get(String path) {
        Response response = test.call("GET", path, "");
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return Trees.parse(response.text());
    }

    private static ObjectNode created(Response response) {
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return Trees.parse(response.text());
    }

    @Test
    void everyNamespaceHasItsAccountAndRootCertificate() {
        created(test.call("POST", "/api/v1/namespaces", Manifests.json("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                """)));
        get("/api/v1/namespaces/shop/serviceaccounts/default");
        get("/api/v1/namespaces/shop/configmaps/kube-root-ca.crt");
        get("/api/v1/namespaces/kube-system/serviceaccounts/default");
    }

    @Test
    void aDeploymentComesUpOnNodesThatTheCniMakesReady() {
        test.withNodes(3);
        assertThat(test.cluster().nodeReady("ip-10-0-0-1.us-west-2.compute.internal"))
                .isFalse();
        created(test.call("POST", DEPLOYMENTS, Manifests.deployment("web", 3)));
        assertThat(Trees.at(get(PODS), "items")).hasSize(3);
        assertThat(Trees.text(get(PODS).path("items").path(0), "status", "phase"))
                .isEqualTo("Pending");
        test.advance(Duration.ofSeconds(30));
        assertThat(test.cluster().nodeReady("ip-10-0-0-1.us-west-2.compute.internal"))
                .isTrue();
        ObjectNode deployment = get(DEPLOYMENTS + "/web");
        assertThat(Trees.at(deployment, "status", "readyReplicas").asInt()).isEqualTo(3);
        assertThat(Trees.conditionTrue(deployment, "Available")).isTrue();
        assertThat(Trees.text(Trees.condition(deployment, "Progressing"), "reason"))
                .isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void podsThatAreRefusedComeOnceTheirAccountIsThere() {
        test.withNodes(3).advance(Duration.ofSeconds(30));
        String body = Manifests.deployment("web", 2);
        String account = body.replaceFirst("\"containers\"", "\"serviceAccountName\":\"late\",\"containers\"");
        assertThat(account).isNotEqualTo(body);
        created(test.call("POST", DEPLOYMENTS, account));
        test.advance(Duration.ofSeconds(25));
        assertThat(get(PODS).path("items")).isEmpty();

        created(test.call("POST", "/api/v1/namespaces/default/serviceaccounts", Manifests.json("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: late}
                """)));
        test.advance(Duration.ofSeconds(30));
        assertThat(get(PODS).path("items")).hasSize(2);
    }

    @Test
    void aNewTemplateRollsOverAndDeletionCascades() {
        test.withNodes(3).advance(Duration.ofSeconds(30));
        created(test.call("POST", DEPLOYMENTS, Manifests.deployment("web", 2)));
        test.advance(Duration.ofSeconds(30));
        Response patched = test.call(
                "PATCH",
                DEPLOYMENTS + "/web",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"nginx:1.28\"}]}}}}",
                "content-type",
                "application/strategic-merge-patch+json");
        assertThat(patched.status()).isEqualTo(200);
        test.advance(Duration.ofSeconds(60));
        ObjectNode pods = get(PODS);
        assertThat(pods.path("items")).hasSize(2);
        pods.path("items").forEach(pod -> assertThat(
                        Trees.text(Trees.at(pod, "spec", "containers").path(0), "image"))
                .isEqualTo("nginx:1.28"));
        assertThat(get("/apis/apps/v1/namespaces/default/replicasets").path("items"))
                .hasSize(2);
        assertThat(test.call("DELETE", DEPLOYMENTS + "/web", "").status()).isEqualTo(200);
        test.advance(Duration.ofSeconds(10));
        assertThat(get(PODS).path("items")).isEmpty();
        assertThat(get("/apis/apps/v1/namespaces/default/replicasets").path("items"))
                .isEmpty();
    }

    @Test
    void podsThatFitNowhereSayWhy() {
        test.withNodes(1).advance(Duration.ofSeconds(30));
        created(test.call("POST", DEPLOYMENTS, Manifests.deployment("web", 20)));
        test.advance(Duration.ofSeconds(30));
        long pending = 0;
        for (ObjectNode pod : Trees.objects(get(PODS).path("items"))) {
            if (Trees.text(pod, "status", "phase").equals("Pending")) {
                pending++;
                assertThat(Trees.text(Trees.condition(pod, "PodScheduled"), "reason"))
                        .isEqualTo("Unschedulable");
                assertThat(Trees.text(Trees.condition(pod, "PodScheduled"), "message"))
                        .isEqualTo("0/1 nodes are available: 1 Too many pods.");
            }
        }
        // 17 pods fit a t3.medium, of which aws-node is one.
        assertThat(pending).isEqualTo(4);
    }

    @Test
    void aLoadBalancerServiceGetsItsAddressAndGoesOnlyAfterIt() {
        String services = "/api/v1/namespaces/default/services";
        ObjectNode made = created(test.call("POST", services, Manifests.json("""
                apiVersion: v1
                kind: Service
                metadata: {name: gateway}
                spec: {type: LoadBalancer, selector: {app: gateway}, ports: [{port: 80}]}
                """)));
        assertThat(Trees.text(made, "spec", "clusterIP")).startsWith("172.20.");
        assertThat(Trees.at(made, "spec", "ports").path(0).path("nodePort").asInt())
                .isBetween(30000, 32767);
        assertThat(Trees.at(get(services + "/gateway"), "metadata", "finalizers")
                        .toString())
                .contains("load-balancer-cleanup");
        test.advance(Duration.ofSeconds(60));
        assertThat(Trees.text(
                        Trees.at(get(services + "/gateway"), "status", "loadBalancer", "ingress")
                                .path(0),
                        "hostname"))
                .isEqualTo("gateway.elb.amazonaws.com");
        assertThat(test.call("DELETE", services + "/gateway", "").status()).isEqualTo(200);
        assertThat(Trees.deleting(get(services + "/gateway"))).isTrue();
        test.advance(Duration.ofSeconds(20));
        assertThat(test.call("GET", services + "/gateway", "").status()).isEqualTo(404);
        assertThat(test.world().cloud().inventory(test.world())).isEmpty();
    }

    @Test
    void aNamespaceTakesItsContentWithIt() {
        created(test.call("POST", "/api/v1/namespaces", Manifests.json("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                """)));
        created(test.call("POST", "/api/v1/namespaces/shop/configmaps", Manifests.json("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, finalizers: [example.com/wait]}
                data: {a: b}
                """)));
        assertThat(test.call("DELETE", "/api/v1/namespaces/shop", "").status()).isEqualTo(200);
        assertThat(Trees.text(get("/api/v1/namespaces/shop"), "status", "phase"))
                .isEqualTo("Terminating");
        Response refused = test.call("POST", "/api/v1/namespaces/shop/configmaps", Manifests.json("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: late}
                """));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("because it is being terminated");
        test.advance(Duration.ofSeconds(10));
        get("/api/v1/namespaces/shop/configmaps/settings");
        test.call(
                "PATCH",
                "/api/v1/namespaces/shop/configmaps/settings",
                "{\"metadata\":{\"finalizers\":null}}",
                "content-type",
                "application/merge-patch+json");
        test.advance(Duration.ofSeconds(10));
        assertThat(test.call("GET", "/api/v1/namespaces/shop", "").status()).isEqualTo(404);
    }

    @Test
    void aCopyIsAnotherWorld() {
        test.withNodes(2).advance(Duration.ofSeconds(30));
        created(test.call("POST", DEPLOYMENTS, Manifests.deployment("web", 2)));
        var copy = test.world().copy();
        List<String> before = test.world().inventory();
        assertThat(copy.inventory()).isEqualTo(before);
        copy.advanceTo(copy.now().plusSeconds(60));
        assertThat(Trees.at(
                                copy.cluster(TestWorld.KEY)
                                        .orElseThrow()
                                        .get("apps/v1", "Deployment", "default", "web")
                                        .orElseThrow(),
                                "status",
                                "readyReplicas")
                        .asInt())
                .isEqualTo(2);
        assertThat(Trees.at(get(DEPLOYMENTS + "/web"), "status", "readyReplicas")
                        .asInt())
                .isZero();
        test.call("DELETE", DEPLOYMENTS + "/web", "");
        assertThat(copy.cluster(TestWorld.KEY).orElseThrow().get("apps/v1", "Deployment", "default", "web"))
                .isPresent();
    }
}
