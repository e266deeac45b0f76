package io.meshprovisioner.istio.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.yaml.DocumentReader;
import org.junit.jupiter.api.Test;

/** Places where two readings of a rule are possible, found by asking Istio about mutated objects. */
class EdgesTest {

    @Test
    void theSchemaWritesKeysOfMapsAsFieldsAndItsRulesWriteThemInBrackets() {
        Findings types = findings(
                Layer.SCHEMA,
                "WorkloadEntry",
                "networking.istio.io/v1",
                "{address: 1.1.1.1, ports: {http: \"8080\"}, labels: {a.b/c: 1}}");
        Findings rules = findings(
                Layer.SCHEMA,
                "WorkloadEntry",
                "networking.istio.io/v1",
                "{address: 1.1.1.1, ports: {http: 99999, metrics: 80}}");

        assertThat(types.errors())
                .extracting(Finding::path)
                .containsExactlyInAnyOrder("spec.ports.http", "spec.labels.a.b/c");
        assertThat(rules.errors()).extracting(Finding::path).containsExactly("spec.ports[http]");
    }

    @Test
    void aPatchWithAFieldThatEnvoyHasNotIsLookedIntoNoFurther() {
        Findings findings = envoyFilter("{name: x, connect_timeout: 1s, "
                + "typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}}");
        Findings untyped = envoyFilter("{name: x, connect_timeout: 1s}");
        Findings typeInUnknownField =
                envoyFilter("{name: x, other: {\"@type\": type.googleapis.com/no.such.v3.Message}}");

        assertThat(findings.warnings())
                .extracting(Finding::rule)
                .containsExactly("envoyfilter.internal", "envoyfilter.unknown-field");
        assertThat(untyped.warnings())
                .extracting(Finding::rule)
                .containsExactly("envoyfilter.internal", "envoyfilter.unknown-field");
        assertThat(typeInUnknownField.errors()).isEmpty();
        assertThat(envoyFilter("{name: x, typed_config: {\"@type\": type.googleapis.com/no.such.v3.Message}}")
                        .errors())
                .extracting(Finding::rule)
                .containsExactly("envoyfilter.type-unknown");
    }

    @Test
    void aBracketMayCloseInAHostButNotOpen() {
        assertThat(wasm("te]st.com/module").errors()).isEmpty();
        assertThat(wasm("te[st.com/module").errors()).extracting(Finding::rule).containsExactly("wasm.url");
    }

    private static Findings wasm(String url) {
        return findings(Layer.WEBHOOK, "WasmPlugin", "extensions.istio.io/v1alpha1", "{url: \"" + url + "\"}");
    }

    private static Findings envoyFilter(String value) {
        return findings(
                Layer.WEBHOOK,
                "EnvoyFilter",
                "networking.istio.io/v1alpha3",
                "{configPatches: [{applyTo: HTTP_FILTER, patch: {operation: INSERT_FIRST, value: " + value + "}}]}");
    }

    private static Findings findings(Layer layer, String kind, String apiVersion, String spec) {
        return IstioValidator.forRelease("1.30.3")
                .layers(layer)
                .validate(DocumentReader.standard()
                        .read("apiVersion: " + apiVersion + "\nkind: " + kind
                                + "\nmetadata: {name: x, namespace: test}\nspec: " + spec + "\n")
                        .get(0));
    }
}
