package io.meshprovisioner.istio.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** In JShell, completion alone shows the next step, and the echo is short. */
class CompletionTest {
    private static JShell shell;

    @BeforeAll
    static void start() {
        shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(System.getProperty("java.class.path"));
        shell.eval("import io.meshprovisioner.istio.model.*;");
    }

    @AfterAll
    static void stop() {
        shell.close();
    }

    @Test
    void aKindBeginsWithItsName() {
        assertThat(offers("VirtualService.")).contains("named(");
    }

    @Test
    void anObjectOffersItsFields() {
        assertThat(offers("VirtualService.named(\"a\")."))
                .contains("hosts(", "http(", "tls(", "tcp(", "gateways(", "exportTo(", "namespace(");
    }

    @Test
    void aRuleOffersWhatItCanDo() {
        assertThat(offers("VirtualService.named(\"a\").http(r -> r."))
                .contains("match(", "route(", "redirect(", "directResponse(", "delegate(")
                .doesNotContain("retries(", "timeout(");
        assertThat(offers("VirtualService.named(\"a\").http(r -> r.route(\"a\")."))
                .contains("timeout(", "retries(", "fault(")
                .doesNotContain("redirect(", "directResponse(");
    }

    @Test
    void aServerOffersItsProtocolsFirst() {
        assertThat(offers("Gateway.named(\"a\").server(s -> s."))
                .contains("http(", "https(", "tls(", "tcp(")
                .doesNotContain("hosts(");
    }

    @Test
    void theEchoIsShort() {
        String echo = shell.eval("VirtualService.named(\"a\").hosts(\"" + "a".repeat(5_000) + "\")")
                .get(0)
                .value();
        assertThat(echo).startsWith("VirtualService a").hasSizeLessThan(300);
    }

    private static List<String> offers(String input) {
        return shell.sourceCodeAnalysis().completionSuggestions(input, input.length(), new int[1]).stream()
                .map(Suggestion::continuation)
                .distinct()
                .toList();
    }
}
