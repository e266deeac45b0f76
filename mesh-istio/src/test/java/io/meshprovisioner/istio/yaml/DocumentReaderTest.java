package io.meshprovisioner.istio.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentReaderTest {
    private static Document one(String text) {
        List<Document> documents = DocumentReader.standard().read(text);
        assertThat(documents).hasSize(1);
        return documents.get(0);
    }

    @Test
    void knowsTheLineOfEveryValue() {
        Document document = one("""
                # a comment
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: reviews
                  labels:
                    app.kubernetes.io/name: x
                spec:
                  http:
                  - route:
                    - destination: {host: a}
                  - timeout: 5s
                    match:
                    - headers:
                        end-user:
                          exact: jason
                """);
        assertThat(document.line("spec")).hasValue(8);
        assertThat(document.line("spec.http[0]")).hasValue(10);
        assertThat(document.line("spec.http[0].route[0].destination.host")).hasValue(11);
        assertThat(document.line("spec.http[1].timeout")).hasValue(12);
        assertThat(document.line("spec.http[1].match[0].headers.end-user.exact"))
                .hasValue(16);
        assertThat(document.line("spec.http[1].match[0].headers[end-user]")).hasValue(15);
        assertThat(document.line("metadata.labels[\"app.kubernetes.io/name\"]")).hasValue(7);
        assertThat(document.line("spec.http[1].route")).as("nearest around").hasValue(12);
        assertThat(document.line("spec.http[7]")).hasValue(9);
        assertThat(document.at("spec.http[1].match[0].headers[\"end-user\"].exact")
                        .orElseThrow()
                        .asText())
                .isEqualTo("jason");
    }

    @Test
    void knowsTheLinesOfJson() {
        Document document = one("{\n \"kind\": \"X\",\n \"spec\": {\n  \"a\": [1,\n   {\"b\": 2}]\n }\n}");
        assertThat(document.line("spec.a[1].b")).hasValue(5);
        assertThat(document.line("spec.a")).hasValue(4);
    }

    @Test
    void readsStreamsAndLists() {
        List<Document> documents = DocumentReader.standard()
                .read(
                        "---\n# nothing\n---\nkind: A\n---\nkind: List\nitems:\n- kind: B\n- kind: C\n  spec: {}\n...\n---\n");
        assertThat(documents).extracting(Document::kind).containsExactly("A", "List");
        List<Document> items = documents.get(1).items();
        assertThat(items).extracting(Document::kind).containsExactly("B", "C");
        assertThat(items.get(1).line("spec")).hasValue(10);
        assertThat(DocumentReader.standard().read("{\"kind\":\"A\"} {\"kind\":\"B\"}"))
                .hasSize(2);
        assertThat(one("{kind: flow, spec: {}}").kind()).isEqualTo("flow");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "5, 5",
                "0x1F, 31",
                "010, 8",
                "0o17, 15",
                "1_000, 1000",
                "-3, -3",
                "1.50, 1.5",
                "1e3, 1000.0",
                "yes, true",
                "off, false",
                "~, null",
                "NULL, null",
                "5s, \"5s\"",
                "1.2.3, \"1.2.3\"",
                "2020-01-01, \"2020-01-01\"",
                "'5', \"5\"",
                "\"yes\", \"yes\"",
                "!!str 5, \"5\"",
                "9223372036854775808, 9223372036854775808",
                "truely, \"truely\"",
                "-, [null]",
                "08, 8"
            })
    void resolvesPlainScalarsAsKubectlDoes(String yaml, String json) throws Exception {
        assertThat(one("v: " + (yaml.equals("-") ? "\n  -" : yaml)).root().get("v"))
                .isEqualTo(new ObjectMapper().readTree(json));
    }

    @Test
    void followsAnchorsAndMergeKeys() {
        Document document = one("a: &x {p: 1, q: 2}\nb: *x\nc:\n  <<: *x\n  q: 3\nd:\n  <<: [*x, {r: 4}]\n");
        assertThat(document.at("b.p").orElseThrow().asInt()).isEqualTo(1);
        assertThat(document.at("c.q").orElseThrow().asInt()).isEqualTo(3);
        assertThat(document.at("d.r").orElseThrow().asInt()).isEqualTo(4);
        assertThat(document.line("b")).hasValue(2);
    }

    @Test
    void treesRefuseChanges() {
        Document document = one("a: {b: [1]}");
        assertThatThrownBy(() -> document.root().put("c", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> document.root().withArray("/a/b").add(1))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(document.root().deepCopy().put("c", 1)).isNotEqualTo(document.root());
    }

    @Test
    void namesTheLineOfWhatIsNotYaml() {
        assertThatThrownBy(() -> DocumentReader.standard().read("a: 1\nb: [1, 2\nc: 3\n"))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("not YAML");
        assertThatThrownBy(() -> DocumentReader.standard().read("{\"a\": 1,\n \"b\" 2}"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> DocumentReader.standard().read("- a\n- b\n")).hasMessageContaining("a list");
        assertThatThrownBy(() -> DocumentReader.standard().read("just words")).hasMessageContaining("just words");
    }
}
