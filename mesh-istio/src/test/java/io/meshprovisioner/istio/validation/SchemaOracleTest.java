package io.meshprovisioner.istio.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.validation.finding.Layer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our schema and metadata layers against what an API server answered. */
class SchemaOracleTest {
    /** What an API server adds when it leaves out the CEL rules because something else is wrong. */
    private static final String CEL_LEFT_OUT = "<nil>";

    @Test
    void theSchemaLayerAgreesOnEveryCase() {
        List<String> differences = new ArrayList<>();
        List<OracleCase> cases = OracleCase.all();
        for (OracleCase oracle : cases) {
            if (OracleCase.EXCEPTIONS.containsKey(oracle.name())) {
                continue;
            }
            Findings findings = validate(oracle, Layer.SCHEMA);
            List<String> expected = paths(OracleCase.texts(oracle.expected().get("crdErrors")));
            boolean celLeftOut = expected.remove(CEL_LEFT_OUT);
            List<String> errors = findings.errors().stream()
                    .filter(finding -> !celLeftOut || !finding.rule().startsWith("crd.cel."))
                    .map(Finding::path)
                    .sorted()
                    .toList();
            List<String> pruned =
                    findings.warnings().stream().map(Finding::path).sorted().toList();
            List<String> expectedPruned = OracleCase.texts(oracle.expected().get("crdUnknownFields")).stream()
                    .sorted()
                    .toList();
            if (!errors.equals(expected.stream().sorted().toList()) || !pruned.equals(expectedPruned)) {
                differences.add(oracle.name() + "\n  API server: "
                        + oracle.expected().get("crdErrors") + " " + expectedPruned + "\n  ours: " + findings.all());
            }
        }
        assertThat(differences)
                .as("%d of %d cases agree; these do not", cases.size() - differences.size(), cases.size())
                .isEmpty();
    }

    @Test
    void theMetadataLayerAgreesOnEveryCase() {
        List<String> differences = new ArrayList<>();
        for (OracleCase oracle : OracleCase.all()) {
            List<String> errors = validate(oracle, Layer.METADATA).errors().stream()
                    .map(Finding::path)
                    .sorted()
                    .toList();
            List<String> expected = paths(OracleCase.texts(oracle.expected().get("metadataErrors"))).stream()
                    .sorted()
                    .toList();
            if (!errors.equals(expected)) {
                differences.add(oracle.name() + "\n  API server: " + expected + "\n  ours: " + errors);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static Findings validate(OracleCase oracle, Layer layer) {
        return IstioValidator.forRelease("1.30.3")
                .inNamespace(oracle.namespace())
                .layers(layer)
                .validate(oracle.object());
    }

    private static List<String> paths(List<String> messages) {
        List<String> paths = new ArrayList<>();
        messages.forEach(message -> paths.add(message.substring(0, message.indexOf(": "))));
        return paths;
    }
}
