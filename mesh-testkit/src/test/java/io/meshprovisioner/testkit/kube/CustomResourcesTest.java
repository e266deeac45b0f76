package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomResourcesTest {
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String V1 = "/apis/example.com/v1/namespaces/default/cakes";
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: cakes.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: cakes, singular: cake, kind: Cake, shortNames: [ck]}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        required: [flavour]
                        x-kubernetes-validations:
                        - {rule: "self.flavour != 'apple' || self.layers <= 2", message: apple cakes are flat}
                        properties:
                          flavour: {type: string, enum: [apple, plum]}
                          layers: {type: integer, minimum: 1, maximum: 9, default: 2}
                          toppings:
                            type: array
                            items:
                              type: object
                              required: [name]
                              properties: {name: {type: string}, grams: {type: integer}}
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [name]
                          size:
                            type: object
                            oneOf: [{required: [small]}, {required: [large]}]
                            properties: {small: {type: boolean}, large: {type: boolean}}
                      status: {type: object, properties: {slices: {type: integer}}}
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.layers, statusReplicasPath: .status.slices}
                additionalPrinterColumns: [{name: Flavour, type: string, jsonPath: .spec.flavour}]
            """;
    private final TestWorld test = new TestWorld("1.34");

    @BeforeEach
    void define() {
        ObjectNode definition = Manifests.yaml(DEFINITION);
        ObjectNode older =
                (ObjectNode) Trees.at(definition, "spec", "versions").path(0).deepCopy();
        Trees.with(definition, "spec")
                .withArray("versions")
                .add(older.put("name", "v1beta1").put("storage", false));
        body(test.call("POST", DEFINITIONS, Trees.print(definition)), 201);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static ObjectNode body(Response response, int status) {
        assertThat(response.status()).as(response.text()).isEqualTo(status);
        return Trees.parse(response.text());
    }

    private static String cake(String spec) {
        return Manifests.json("{apiVersion: example.com/v1, kind: Cake, metadata: {name: c}, spec: " + spec
                + ", status: {slices: 3}}");
    }

    @Test
    void aDefinitionIsEstablishedAndServed() {
        ObjectNode definition = body(test.call("GET", DEFINITIONS + "/cakes.example.com", ""), 200);
        assertThat(Trees.conditionTrue(definition, "Established")).isTrue();
        assertThat(Trees.conditionTrue(definition, "NamesAccepted")).isTrue();
        assertThat(Trees.texts(Trees.at(definition, "status", "storedVersions")))
                .containsExactly("v1");
        ObjectNode group = body(test.call("GET", "/apis/example.com", ""), 200);
        assertThat(Trees.text(group, "preferredVersion", "version")).isEqualTo("v1");
        ObjectNode resources = body(test.call("GET", "/apis/example.com/v1", ""), 200);
        assertThat(Trees.objects(resources.path("resources")))
                .extracting(resource -> Trees.text(resource, "name"))
                .containsExactly("cakes", "cakes/scale", "cakes/status");
    }

    @Test
    void objectsAreValidatedPrunedDefaultedAndConverted() {
        ObjectNode made = body(test.call("POST", V1, cake("{flavour: plum, extra: 1}")), 201);
        assertThat(Trees.at(made, "spec", "layers").asInt()).isEqualTo(2);
        assertThat(Trees.present(made, "spec", "extra")).isFalse();
        assertThat(made.has("status")).isFalse();
        ObjectNode other = body(test.call("GET", "/apis/example.com/v1beta1/namespaces/default/cakes/c", ""), 200);
        assertThat(Trees.text(other, "apiVersion")).isEqualTo("example.com/v1beta1");
        ObjectNode invalid = body(
                test.call(
                        "POST",
                        V1,
                        cake("{flavour: cherry, layers: 12, toppings: [{grams: heavy}], size: {small: true, large: true}}")
                                .replace("\"c\"", "\"d\"")),
                422);
        assertThat(Trees.objects(Trees.at(invalid, "details", "causes")))
                .extracting(cause -> Trees.text(cause, "field") + " " + Trees.text(cause, "reason"))
                .containsExactlyInAnyOrder(
                        "spec.flavour FieldValueNotSupported",
                        "spec.layers FieldValueInvalid",
                        "spec.toppings[0].name FieldValueRequired",
                        "spec.toppings[0].grams FieldValueTypeInvalid",
                        "spec.size FieldValueInvalid",
                        "<nil> FieldValueInvalid");
        assertThat(Trees.text(invalid, "message"))
                .contains("spec.flavour: Unsupported value: \"cherry\": supported values: \"apple\", \"plum\"");
    }

    @Test
    void validationRulesAreAsked() {
        ObjectNode made = body(test.call("POST", V1, cake("{flavour: plum, layers: 3}")), 201);
        assertThat(Trees.at(made, "spec", "layers").asInt()).isEqualTo(3);
        ObjectNode refused =
                body(test.call("POST", V1, cake("{flavour: apple, layers: 3}").replace("\"c\"", "\"d\"")), 422);
        assertThat(Trees.text(refused, "message"))
                .isEqualTo("Cake.example.com \"d\" is invalid: spec: Invalid value: apple cakes are flat");
    }

    @Test
    void statusAndScaleAreSubresources() {
        ObjectNode made = body(test.call("POST", V1, cake("{flavour: plum}")), 201);
        ObjectNode changed = made.deepCopy();
        Trees.with(changed, "status").put("slices", 8);
        Trees.with(changed, "spec").put("flavour", "apple");
        ObjectNode updated = body(test.call("PUT", V1 + "/c/status", Trees.print(changed)), 200);
        assertThat(Trees.text(updated, "spec", "flavour")).isEqualTo("plum");
        assertThat(Trees.at(updated, "status", "slices").asInt()).isEqualTo(8);
        assertThat(Trees.at(updated, "metadata", "generation").asInt()).isEqualTo(1);
        ObjectNode scale = body(test.call("GET", V1 + "/c/scale", ""), 200);
        assertThat(Trees.at(scale, "spec", "replicas").asInt()).isEqualTo(2);
        assertThat(Trees.at(scale, "status", "replicas").asInt()).isEqualTo(8);
    }

    @Test
    void listsMergeByKeyInServerSideApplyAndNeverStrategically() {
        String apply = "application/apply-patch+yaml";
        String one = "{apiVersion: example.com/v1, kind: Cake, spec: {flavour: plum, toppings: [{name: nuts}]}}";
        String two = "{apiVersion: example.com/v1, kind: Cake, spec: {toppings: [{name: cream, grams: 5}]}}";
        body(test.call("PATCH", V1 + "/c?fieldManager=one", one, "content-type", apply), 201);
        ObjectNode both = body(test.call("PATCH", V1 + "/c?fieldManager=two", two, "content-type", apply), 200);
        assertThat(Trees.at(both, "spec", "toppings")).hasSize(2);
        Response strategic =
                test.call("PATCH", V1 + "/c", "{}", "content-type", "application/strategic-merge-patch+json");
        assertThat(strategic.status()).isEqualTo(415);
    }

    @Test
    void tablesHaveThePrinterColumns() {
        body(test.call("POST", V1, cake("{flavour: plum}")), 201);
        ObjectNode table = body(
                test.call("GET", V1, "", "accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"),
                200);
        assertThat(Trees.text(table, "kind")).isEqualTo("Table");
        assertThat(Trees.texts(table.path("rows").path(0).path("cells"))).containsExactly("c", "plum");
    }

    @Test
    void aDefinitionTakesItsObjectsAlong() {
        body(test.call("POST", V1, cake("{flavour: plum}")), 201);
        body(test.call("DELETE", DEFINITIONS + "/cakes.example.com", ""), 200);
        assertThat(test.call("GET", V1, "").status()).isEqualTo(404);
        assertThat(test.call("GET", DEFINITIONS + "/cakes.example.com", "").status())
                .isEqualTo(404);
        assertThat(test.world().inventory()).noneMatch(line -> line.contains("Cake"));
    }
}
