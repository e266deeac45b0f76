package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private final TestWorld test = new TestWorld("1.34");

    @AfterEach
    void close() {
        test.close();
    }

    private static ObjectNode body(Response response, int status) {
        assertThat(response.status()).as(response.text()).isEqualTo(status);
        return Trees.parse(response.text());
    }

    private void make(String name, String labels) {
        body(
                test.call(
                        "POST",
                        MAPS,
                        Manifests.json("{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + ", labels: "
                                + labels + "}}")),
                201);
    }

    private List<String> names(String query) {
        List<String> names = new ArrayList<>();
        body(test.call("GET", MAPS + query, ""), 200).path("items").forEach(item -> names.add(Trees.name(item)));
        names.remove("kube-root-ca.crt");
        return names;
    }

    @Test
    void selectors() {
        make("a", "{app: x, tier: front}");
        make("b", "{app: x}");
        make("c", "{app: z}");
        assertThat(names("?labelSelector=app%3Dx")).containsExactly("a", "b");
        assertThat(names("?labelSelector=app%3Dx,!tier")).containsExactly("b");
        assertThat(names("?labelSelector=app+in+(x,z),app!%3Dx")).containsExactly("c");
        assertThat(names("?labelSelector=app+notin+(x)")).containsExactly("c");
        assertThat(names("?fieldSelector=metadata.name%3Db")).containsExactly("b");
        assertThat(test.call("GET", MAPS + "?labelSelector=%3D%3D", "").status())
                .isEqualTo(400);
    }

    @Test
    void aListInPagesIsOneSnapshotUntilItsTokenExpires() {
        for (String name : List.of("a", "b", "c", "d")) {
            make(name, "{}");
        }
        ObjectNode first = body(test.call("GET", MAPS + "?limit=2", ""), 200);
        assertThat(first.path("items")).hasSize(2);
        assertThat(Trees.at(first, "metadata", "remainingItemCount").asInt()).isEqualTo(3);
        test.call("DELETE", MAPS + "/d", "");
        make("e", "{}");
        String token = Trees.text(first, "metadata", "continue");
        ObjectNode rest = body(test.call("GET", MAPS + "?limit=9&continue=" + token, ""), 200);
        assertThat(Trees.objects(rest.path("items")))
                .extracting(Trees::name)
                .containsExactly("c", "d", "kube-root-ca.crt");
        assertThat(Trees.text(rest, "metadata", "resourceVersion"))
                .isEqualTo(Trees.text(first, "metadata", "resourceVersion"));
        for (int i = 0; i < 9000; i++) {
            test.call(
                    "PATCH",
                    MAPS + "/a",
                    "{\"data\":{\"n\":\"" + i + "\"}}",
                    "content-type",
                    "application/merge-patch+json");
        }
        ObjectNode gone = body(test.call("GET", MAPS + "?continue=" + token, ""), 410);
        assertThat(Trees.text(gone, "reason")).isEqualTo("Expired");
    }

    @Test
    void discoveryIsAggregatedAndTagged() {
        String accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
        Response groups = test.call("GET", "/apis", "", "accept", accept);
        assertThat(groups.headers().get("Content-Type"))
                .isEqualTo("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(Trees.objects(body(groups, 200).path("items")))
                .extracting(Trees::name)
                .contains("apps", "apiextensions.k8s.io", "networking.k8s.io");
        Response again = test.call(
                "GET",
                "/apis",
                "",
                "accept",
                accept,
                "if-none-match",
                groups.headers().get("ETag"));
        assertThat(again.status()).isEqualTo(304);
        ObjectNode plain = body(test.call("GET", "/apis", ""), 200);
        assertThat(Trees.text(plain, "kind")).isEqualTo("APIGroupList");
    }

    @Test
    void removedVersionsAreNotServed() {
        assertThat(test.call("GET", "/apis/policy/v1beta1", "").status()).isEqualTo(404);
        assertThat(test.call("GET", "/apis/autoscaling/v2beta1/horizontalpodautoscalers", "")
                        .status())
                .isEqualTo(404);
        try (TestWorld old = new TestWorld("1.21")) {
            ObjectNode made = body(
                    old.call(
                            "POST",
                            "/apis/autoscaling/v2beta1/namespaces/default/horizontalpodautoscalers",
                            Manifests.json("""
                                    apiVersion: autoscaling/v2beta1
                                    kind: HorizontalPodAutoscaler
                                    metadata: {name: h}
                                    spec:
                                      maxReplicas: 5
                                      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                                      metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}]
                                    """)),
                    201);
            assertThat(Trees.at(made, "spec", "metrics")
                            .path(0)
                            .path("resource")
                            .path("targetAverageUtilization")
                            .asInt())
                    .isEqualTo(80);
            ObjectNode v1 = body(
                    old.call("GET", "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers/h", ""), 200);
            assertThat(Trees.at(v1, "spec", "targetCPUUtilizationPercentage").asInt())
                    .isEqualTo(80);
            assertThat(old.call("GET", "/apis/autoscaling/v2/horizontalpodautoscalers", "")
                            .status())
                    .isEqualTo(404);
            assertThat(old.call("GET", "/openapi/v3", "").status()).isEqualTo(404);
        }
    }

    @Test
    void whoMayDoWhat() {
        assertThat(test.call("GET", MAPS, "", "authorization", "Bearer nobody").status())
                .isEqualTo(401);
        ObjectNode refused = body(test.call("GET", MAPS, "", "authorization", "Bearer developer"), 403);
        assertThat(Trees.text(refused, "message"))
                .isEqualTo(
                        "configmaps is forbidden: User \"developer\" cannot list resource \"configmaps\" in API group"
                                + " \"\" in the namespace \"default\"");
        body(
                test.call(
                        "POST",
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
                        Manifests.json("""
                                apiVersion: rbac.authorization.k8s.io/v1
                                kind: RoleBinding
                                metadata: {name: developers}
                                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                                subjects: [{kind: Group, name: developers}]
                                """)),
                201);
        body(test.call("GET", MAPS, "", "authorization", "Bearer developer"), 200);
        assertThat(test.call("GET", "/api/v1/configmaps", "", "authorization", "Bearer developer")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aServiceAccountsTokenWorksUntilItExpires() {
        ObjectNode request = body(
                test.call(
                        "POST",
                        "/api/v1/namespaces/default/serviceaccounts/default/token",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}"),
                201);
        String bearer = "Bearer " + Trees.text(request, "status", "token");
        ObjectNode refused = body(test.call("GET", MAPS, "", "authorization", bearer), 403);
        assertThat(Trees.text(refused, "message")).contains("system:serviceaccount:default:default");
        ObjectNode who = body(
                test.call(
                        "POST",
                        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}",
                        "authorization",
                        bearer),
                201);
        assertThat(Trees.text(who, "status", "userInfo", "username"))
                .isEqualTo("system:serviceaccount:default:default");
        assertThat(test.call("GET", MAPS, "", "authorization", bearer + "x").status())
                .isEqualTo(401);
        test.advance(java.time.Duration.ofHours(2));
        assertThat(test.call("GET", MAPS, "", "authorization", bearer).status()).isEqualTo(401);
    }
}
