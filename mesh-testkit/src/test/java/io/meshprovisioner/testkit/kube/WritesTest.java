package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Creating, changing and deleting objects, as a real API server answers. */
class WritesTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String JSON = "application/json-patch+json";
    private final TestWorld test = new TestWorld("1.34");

    @AfterEach
    void close() {
        test.close();
    }

    private static String map(String name, String data) {
        return Manifests.json("{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: " + data + "}");
    }

    private static ObjectNode body(Response response, int status) {
        assertThat(response.status()).as(response.text()).isEqualTo(status);
        return Trees.parse(response.text());
    }

    private Response patch(String path, String type, String body) {
        return test.call("PATCH", path, body, "content-type", type);
    }

    @Test
    void whatIsThereAlreadyIsRefusedAndWhatIsNotIsNotFound() {
        body(test.call("POST", MAPS, map("a", "{k: v}")), 201);
        ObjectNode exists = body(test.call("POST", MAPS, map("a", "{k: v}")), 409);
        assertThat(Trees.text(exists, "reason")).isEqualTo("AlreadyExists");
        assertThat(Trees.text(exists, "message")).isEqualTo("configmaps \"a\" already exists");
        ObjectNode missing = body(test.call("GET", DEPLOYMENTS + "/none", ""), 404);
        assertThat(Trees.text(missing, "message")).isEqualTo("deployments.apps \"none\" not found");
        assertThat(Trees.text(missing, "details", "group")).isEqualTo("apps");
        ObjectNode nowhere = body(test.call("POST", "/api/v1/namespaces/none/configmaps", map("a", "{}")), 404);
        assertThat(Trees.text(nowhere, "message")).isEqualTo("namespaces \"none\" not found");
    }

    @Test
    void anOutdatedUpdateConflictsAndANullUpdateChangesNothing() {
        ObjectNode made = body(test.call("POST", MAPS, map("a", "{k: v}")), 201);
        ObjectNode changed = made.deepCopy();
        Trees.with(changed, "data").put("k", "w");
        ObjectNode second = body(test.call("PUT", MAPS + "/a", Trees.print(changed)), 200);
        assertThat(Trees.text(second, "metadata", "resourceVersion"))
                .isNotEqualTo(Trees.text(made, "metadata", "resourceVersion"));
        ObjectNode conflict = body(test.call("PUT", MAPS + "/a", Trees.print(changed)), 409);
        assertThat(Trees.text(conflict, "reason")).isEqualTo("Conflict");
        assertThat(Trees.text(conflict, "message")).contains("the object has been modified");
        ObjectNode same = body(test.call("PUT", MAPS + "/a", Trees.print(second)), 200);
        assertThat(same).isEqualTo(second);
    }

    @Test
    void dryRunLeavesNoTrace() {
        body(test.call("POST", MAPS + "?dryRun=All", map("a", "{k: v}")), 201);
        assertThat(test.call("GET", MAPS + "/a", "").status()).isEqualTo(404);
        body(test.call("POST", MAPS, map("a", "{k: v}")), 201);
        ObjectNode patched = body(patch(MAPS + "/a?dryRun=All", MERGE, "{\"data\":{\"k\":\"w\"}}"), 200);
        assertThat(Trees.text(patched, "data", "k")).isEqualTo("w");
        body(test.call("DELETE", MAPS + "/a?dryRun=All", ""), 200);
        assertThat(Trees.text(body(test.call("GET", MAPS + "/a", ""), 200), "data", "k"))
                .isEqualTo("v");
    }

    @Test
    void theThreePatches() {
        body(test.call("POST", DEPLOYMENTS, Manifests.deployment("web", 1)), 201);
        ObjectNode merged = body(
                patch(
                        DEPLOYMENTS + "/web",
                        STRATEGIC,
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"s\"},"
                                + "{\"name\":\"main\",\"env\":[{\"name\":\"A\",\"value\":\"1\"}]}]}}}}"),
                200);
        List<ObjectNode> containers = Trees.objects(Trees.at(merged, "spec", "template", "spec", "containers"));
        assertThat(containers)
                .extracting(container -> Trees.text(container, "name"))
                .containsExactlyInAnyOrder("main", "side");
        ObjectNode without = body(
                patch(
                        DEPLOYMENTS + "/web",
                        STRATEGIC,
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"$patch\":\"delete\"}]}}}}"),
                200);
        assertThat(Trees.at(without, "spec", "template", "spec", "containers")).hasSize(1);
        ObjectNode replaced = body(
                patch(
                        DEPLOYMENTS + "/web",
                        MERGE,
                        "{\"spec\":{\"replicas\":null,\"template\":{\"spec\":{\"containers\":[{\"name\":\"only\",\"image\":\"o\"}]}}}}"),
                200);
        assertThat(Trees.at(replaced, "spec", "replicas").asInt()).isEqualTo(1);
        assertThat(Trees.text(
                        Trees.at(replaced, "spec", "template", "spec", "containers")
                                .path(0),
                        "name"))
                .isEqualTo("only");
        ObjectNode pointed = body(
                patch(
                        DEPLOYMENTS + "/web",
                        JSON,
                        "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":1},"
                                + "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}]"),
                200);
        assertThat(Trees.at(pointed, "spec", "replicas").asInt()).isEqualTo(4);
        body(patch(DEPLOYMENTS + "/web", JSON, "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":1}]"), 422);
        ObjectNode unknown = body(patch(DEPLOYMENTS + "/web", "application/x", "{}"), 415);
        assertThat(Trees.text(unknown, "reason")).isEqualTo("UnsupportedMediaType");
    }

    @Test
    void serverSideApplyConflictsForcesAndLetsGo() {
        String path = DEPLOYMENTS + "/web";
        body(patch(path + "?fieldManager=one", APPLY, Manifests.deployment("web", 2)), 201);
        String three = "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"replicas\":3,"
                + "\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"s\"}]}}}}";
        ObjectNode conflict = body(patch(path + "?fieldManager=two", APPLY, three), 409);
        assertThat(Trees.text(conflict, "message"))
                .isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .spec.replicas");
        assertThat(Trees.text(Trees.at(conflict, "details", "causes").path(0), "reason"))
                .isEqualTo("FieldManagerConflict");
        ObjectNode forced = body(patch(path + "?fieldManager=two&force=true", APPLY, three), 200);
        assertThat(Trees.at(forced, "spec", "replicas").asInt()).isEqualTo(3);
        assertThat(Trees.at(forced, "spec", "template", "spec", "containers")).hasSize(2);
        String less = "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"replicas\":3}}";
        ObjectNode dropped = body(patch(path + "?fieldManager=two", APPLY, less), 200);
        assertThat(Trees.at(dropped, "spec", "template", "spec", "containers")).hasSize(1);
        // The same again is no change.
        ObjectNode again = body(patch(path + "?fieldManager=two", APPLY, less), 200);
        assertThat(again.path("spec")).isEqualTo(dropped.path("spec"));
        assertThat(Trees.at(again, "metadata", "managedFields"))
                .isEqualTo(Trees.at(dropped, "metadata", "managedFields"));
        ObjectNode shared =
                body(patch(path + "?fieldManager=one&force=true", APPLY, Manifests.deployment("web", 3)), 200);
        assertThat(Trees.at(shared, "metadata", "managedFields")).hasSize(3);
        ObjectNode kept = body(
                patch(path + "?fieldManager=two", APPLY, "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\"}"), 200);
        assertThat(Trees.at(kept, "spec", "replicas").asInt()).isEqualTo(3);
    }

    @Test
    void fieldsNobodyKnowsAreToldByPath() {
        String wrong = Manifests.deployment("web", 1).replace("\"replicas\":1", "\"replicas\":1,\"replicsa\":2");
        ObjectNode strict = body(test.call("POST", DEPLOYMENTS + "?fieldValidation=Strict", wrong), 400);
        assertThat(Trees.text(strict, "message"))
                .isEqualTo("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error:"
                        + " unknown field \"spec.replicsa\"");
        Response warned = test.call("POST", DEPLOYMENTS + "?fieldValidation=Warn", wrong);
        assertThat(warned.headers().get("Warning")).isEqualTo("299 - \"unknown field \\\"spec.replicsa\\\"\"");
        assertThat(Trees.present(body(warned, 201), "spec", "replicsa")).isFalse();
        String twice = map("a", "{k: v}").replace("\"kind\"", "\"data\":{},\"kind\"");
        assertThat(test.call("POST", MAPS + "?fieldValidation=Strict", twice).text())
                .contains("duplicate field \\\"data\\\"");
    }

    @Test
    void whatIsInvalidIsToldAllAtOnceWithCauses() {
        ObjectNode invalid = body(
                test.call(
                        "POST",
                        DEPLOYMENTS,
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"Bad_Name\"},"
                                + "\"spec\":{\"replicas\":-1,\"selector\":{\"matchLabels\":{\"a\":\"b\"}},"
                                + "\"template\":{\"metadata\":{\"labels\":{\"a\":\"c\"}},\"spec\":{\"containers\":[]}}}}"),
                422);
        assertThat(Trees.text(invalid, "reason")).isEqualTo("Invalid");
        assertThat(Trees.objects(Trees.at(invalid, "details", "causes")))
                .extracting(cause -> Trees.text(cause, "field"))
                .contains(
                        "metadata.name",
                        "spec.replicas",
                        "spec.template.metadata.labels",
                        "spec.template.spec.containers");
        body(test.call("POST", DEPLOYMENTS, Manifests.deployment("web", 1)), 201);
        ObjectNode immutable = body(
                patch(DEPLOYMENTS + "/web", MERGE, "{\"spec\":{\"selector\":{\"matchLabels\":{\"x\":\"y\"}}}}"), 422);
        assertThat(Trees.text(immutable, "message")).contains("field is immutable");
    }

    @Test
    void ownersTakeTheirDependentsAlongUnlessOrphaned() {
        for (String policy : List.of("Background", "Foreground", "Orphan")) {
            String name = "owner-" + policy.toLowerCase(java.util.Locale.ROOT);
            String uid = Trees.uid(body(test.call("POST", MAPS, map(name, "{}")), 201));
            String child = Manifests.json("""
                    apiVersion: v1
                    kind: Secret
                    metadata:
                      name: child-of-%1$s
                      ownerReferences:
                      - {apiVersion: v1, kind: ConfigMap, name: %1$s, uid: %2$s, blockOwnerDeletion: true}
                    """.formatted(name, uid));
            String secrets = "/api/v1/namespaces/default/secrets";
            body(test.call("POST", secrets, child), 201);
            body(test.call("DELETE", MAPS + "/" + name + "?propagationPolicy=" + policy, ""), 200);
            assertThat(test.call("GET", MAPS + "/" + name, "").status()).isEqualTo(404);
            assertThat(test.call("GET", secrets + "/child-of-" + name, "").status())
                    .as(policy)
                    .isEqualTo(policy.equals("Orphan") ? 200 : 404);
        }
    }

    @Test
    void scaleIsASubresource() {
        body(test.call("POST", DEPLOYMENTS, Manifests.deployment("web", 1)), 201);
        ObjectNode scale = body(test.call("GET", DEPLOYMENTS + "/web/scale", ""), 200);
        assertThat(Trees.text(scale, "status", "selector")).isEqualTo("app=web");
        body(patch(DEPLOYMENTS + "/web/scale", MERGE, "{\"spec\":{\"replicas\":5}}"), 200);
        ObjectNode deployment = body(test.call("GET", DEPLOYMENTS + "/web", ""), 200);
        assertThat(Trees.at(deployment, "spec", "replicas").asInt()).isEqualTo(5);
        assertThat(Trees.at(deployment, "metadata", "generation").asInt()).isEqualTo(2);
    }

    @Test
    void anEvictionRespectsTheBudget() {
        test.withNodes(1).advance(java.time.Duration.ofSeconds(30));
        body(test.call("POST", DEPLOYMENTS, Manifests.deployment("web", 2)), 201);
        body(test.call("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", Manifests.json("""
                        apiVersion: policy/v1
                        kind: PodDisruptionBudget
                        metadata: {name: web}
                        spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                        """)), 201);
        test.advance(java.time.Duration.ofSeconds(30));
        ObjectNode pods = body(test.call("GET", "/api/v1/namespaces/default/pods", ""), 200);
        String eviction = "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\"}";
        String first = "/api/v1/namespaces/default/pods/"
                + Trees.name(pods.path("items").path(0)) + "/eviction";
        String second = "/api/v1/namespaces/default/pods/"
                + Trees.name(pods.path("items").path(1)) + "/eviction";
        body(test.call("POST", first, eviction), 201);
        ObjectNode refused = body(test.call("POST", second, eviction), 429);
        assertThat(Trees.text(refused, "message")).contains("violate the pod's disruption budget");
    }
}
