package io.meshprovisioner.istio.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.SharedData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentWriterTest {
    private static JsonNode again(String text) {
        List<Document> documents;
        try {
            documents = DocumentReader.standard().read(text);
        } catch (MalformedDocumentException e) {
            throw new AssertionError(text, e);
        }
        assertThat(documents).as(text).hasSize(1);
        return documents.get(0).root();
    }

    @Test
    void writesAsIstiosDocumentsDo() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", "VirtualService");
        tree.put("spec", Map.of("hosts", List.of("*.example.com", "reviews", "10.0.0.0/16", "yes", "80")));
        assertThat(DocumentWriter.yaml(Trees.of(tree))).isEqualTo("""
                        kind: VirtualService
                        spec:
                          hosts:
                          - "*.example.com"
                          - reviews
                          - 10.0.0.0/16
                          - "yes"
                          - "80"
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "~",
                "null",
                "true",
                "y",
                "No",
                "1",
                "1.0",
                "0x1F",
                "010",
                "1_000",
                "1e3",
                ".5",
                "+1",
                "-",
                "- a",
                "a: b",
                "a #b",
                "#a",
                "1:30",
                "2020-01-01",
                "<<",
                "=",
                "!a",
                "&a",
                "*a",
                "%a",
                "@a",
                "`a",
                "'a",
                "\"a",
                "{a",
                "[a",
                "a]",
                "a\nb",
                "a\nb\n",
                "\na",
                "a\n\n",
                " a",
                "a ",
                "a\tb",
                "a\r\nb",
                "\u0000",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "é",
                "日本",
                "😀",
                "---",
                "...",
                "--- a",
                "? a",
                ": a",
                "a:",
                "a\n ---\nb",
                "a\n---\nb",
                ".inf",
                ".NaN",
                "12e",
                "0b1",
                "a, b",
                "|",
                ">",
                "^1\\.19.*",
                "http://a:80/",
                "  a\nb",
                "a \nb"
            })
    void everyTextReadsAsItself(String text) {
        JsonNode tree = Trees.of(Map.of("k", text, "l", List.of(text), "m", Map.of(text, text)));
        assertThat(again(DocumentWriter.yaml(tree))).isEqualTo(tree);
        assertThat(again(DocumentWriter.json(tree))).isEqualTo(tree);
        assertThat(again(DocumentWriter.prettyJson(tree))).isEqualTo(tree);
    }

    @Property(tries = 600)
    void anyTreeReadsAsItself(@ForAll("trees") Map<String, Object> map) {
        JsonNode tree = Trees.of(map);
        assertThat(again(DocumentWriter.yaml(tree))).isEqualTo(tree);
        assertThat(again(DocumentWriter.json(tree))).isEqualTo(tree);
    }

    @Provide
    Arbitrary<Map<String, Object>> trees() {
        StringArbitrary all = Arbitraries.strings().all().ofMaxLength(12);
        Arbitrary<String> text = Arbitraries.oneOf(
                all.filter(DocumentWriterTest::wellFormed),
                Arbitraries.strings()
                        .withChars("0123456789+-._:eExyon~ \n#'\"&*!|>{}[],")
                        .ofMaxLength(8));
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                text.map(s -> (Object) s),
                Arbitraries.longs().map(n -> (Object) n),
                Arbitraries.doubles().map(n -> (Object) n),
                Arbitraries.of(true, false).map(b -> (Object) b));
        Arbitrary<Object> value = Arbitraries.lazyOf(
                () -> leaf, () -> leaf, () -> leaf.list().ofMaxSize(4).map(l -> (Object) l), () -> Arbitraries.maps(
                                text, leaf.list().ofMaxSize(3))
                        .ofMaxSize(3)
                        .map(m -> (Object) m));
        return Arbitraries.maps(text, value).ofMinSize(1).ofMaxSize(4);
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void everyDocumentOfTheOracleSurvives() {
        int survived = 0;
        for (String line : SharedData.lines("oracle/documents.jsonl.gz")) {
            JsonNode record = again(line);
            for (Document document :
                    DocumentReader.standard().read(record.get("yaml").asText())) {
                JsonNode tree = document.root();
                assertThat(again(DocumentWriter.yaml(tree))).isEqualTo(tree);
                assertThat(again(DocumentWriter.json(tree))).isEqualTo(tree);
                survived++;
            }
        }
        assertThat(survived).isGreaterThan(400);
    }
}
