package io.meshprovisioner.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.validation.finding.Finding;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/mistakes.md}: each example says what the page says, and its corrected neighbour says nothing. */
class MistakesTest {
    private static final DocsPage PAGE = DocsPage.of("mistakes.md");

    @Test
    void eachMistakeSaysWhatThePageSays() {
        assertThat(PAGE.sections()).hasSize(10).allSatisfy(section -> {
            String wrong = section.fence("yaml");
            assertThat(lines(findings(wrong))).as(section.title()).isEqualTo(section.fence("text"));
        });
    }

    @Test
    void itsNeighbourWhichDiffersInOneLinePasses() {
        assertThat(PAGE.sections()).allSatisfy(section -> {
            String wrong = section.fence("yaml");
            String right = wrong.replaceAll("(?m)^( *).* # right: (.*)$", "$1$2");
            assertThat(right.lines().filter(line -> !wrong.lines().toList().contains(line)))
                    .as(section.title())
                    .hasSize(1);
            assertThat(findings(right)).as(section.title()).isEmpty();
        });
    }

    @Test
    void theCodesAreThoseThatUsersMeet() {
        assertThat(PAGE.sections().stream().flatMap(section -> findings(section.fence("yaml")).stream()))
                .extracting(Finding::rule)
                .contains("IST0101", "IST0109", "IST0112", "IST0128", "IST0131", "IST0132", "IST0149", "IST0162");
    }

    private static List<Finding> findings(String yaml) {
        return Manifests.read(PAGE.beginning().fence("yaml"))
                .and(Manifests.read(yaml))
                .analyze("1.30.3")
                .all();
    }

    private static String lines(List<Finding> findings) {
        return findings.stream().map(finding -> finding + "\n").collect(Collectors.joining());
    }
}
