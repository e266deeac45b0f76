package io.meshprovisioner.istio.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.validation.finding.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our webhook and decode layers against what istiod's own code answered. */
class WebhookOracleTest {
    /** What Istio puts before the error itself, as an item of its own. */
    private static final Set<String> HEADINGS = Set.of("UriRegexRewrite has errors");

    @Test
    void agreesWithIstioOnEveryCase() {
        List<OracleCase> cases = OracleCase.all();
        List<String> differences = new ArrayList<>();
        for (OracleCase oracle : cases) {
            if (!OracleCase.EXCEPTIONS.containsKey(oracle.name())) {
                difference(oracle).ifPresent(text -> differences.add(oracle.name() + "\n" + text));
            }
        }
        assertThat(differences)
                .as("%d of %d cases agree; these do not", cases.size() - differences.size(), cases.size())
                .isEmpty();
        assertThat(cases).hasSizeGreaterThan(800);
    }

    @Test
    void hasNoExceptionThatIsNotNeeded() {
        Set<String> differing = new HashSet<>();
        for (OracleCase oracle : OracleCase.all()) {
            difference(oracle).ifPresent(text -> differing.add(oracle.name()));
        }
        assertThat(differing).containsAll(OracleCase.EXCEPTIONS.keySet());
    }

    private static Optional<String> difference(OracleCase oracle) {
        Findings findings = IstioValidator.forRelease("1.30.3")
                .inNamespace(oracle.namespace())
                .layers(Layer.DECODE, Layer.WEBHOOK)
                .validate(oracle.object());
        boolean decodes = !oracle.expected().has("decodeError");
        boolean expectedValid = decodes && oracle.answer().get("valid").asBoolean();
        List<String> errors = OracleCase.texts(oracle.answer().get("errors")).stream()
                .filter(error -> !HEADINGS.contains(error))
                .toList();
        List<String> warnings = OracleCase.texts(oracle.answer().get("warnings"));
        boolean same = findings.isValid() == expectedValid
                && (!decodes
                        || findings.errors().size() == errors.size()
                                && findings.warnings().size() == warnings.size());
        return same
                ? Optional.empty()
                : Optional.of("  Istio: valid " + expectedValid + " errors " + errors + " warnings " + warnings
                        + "\n  ours: "
                        + findings.stream().map(Finding::toString).toList());
    }
}
