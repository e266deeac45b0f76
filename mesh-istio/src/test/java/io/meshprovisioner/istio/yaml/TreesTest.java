package io.meshprovisioner.istio.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frozen objects: few members are kept in an array and many in a table, and nobody can tell. */
class TreesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 40})
    void answersAsAnOrdinaryObject(int size) {
        ObjectNode ordinary = ordinary(size);
        ObjectNode frozen = (ObjectNode) Trees.freeze(ordinary);

        assertThat(frozen).isEqualTo(ordinary).hasSameHashCodeAs(ordinary).hasToString(ordinary.toString());
        assertThat(ordinary).isEqualTo(frozen);
        assertThat(frozen.size()).isEqualTo(size);
        assertThat(names(frozen)).isEqualTo(names(ordinary));
        assertThat(frozen.get("none")).isNull();
        ordinary.properties().forEach(member -> assertThat(frozen.get(new String(member.getKey())))
                .isEqualTo(member.getValue()));
        assertThat(frozen.deepCopy().put("more", 1).size()).isEqualTo(size + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 40})
    void refusesEveryChange(int size) {
        ObjectNode frozen = (ObjectNode) Trees.freeze(ordinary(size));

        assertRefused(() -> frozen.put("m0", 5));
        assertRefused(() -> frozen.put("new", 5));
        assertRefused(() -> frozen.remove("m0"));
        assertRefused(() -> frozen.remove("none"));
        assertRefused(() -> frozen.remove(List.of("m0")));
        assertRefused(frozen::removeAll);
        assertRefused(() -> frozen.setAll(ordinary(2)));
        assertRefused(() -> frozen.properties().iterator().next().setValue(IntNode.valueOf(7)));
        assertRefused(() -> {
            Iterator<?> members = frozen.properties().iterator();
            members.next();
            members.remove();
        });
        assertThat(frozen).isEqualTo(ordinary(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 40})
    void aChangedCopyKeepsTheOrderAndLeavesTheOriginal(int size) {
        ObjectNode before = (ObjectNode) Trees.freeze(ordinary(size));
        Map<String, JsonNode> expected = new LinkedHashMap<>(Trees.members(before));

        ObjectNode replaced = Trees.with(before, "m0", IntNode.valueOf(99));
        expected.put("m0", IntNode.valueOf(99));
        assertThat(names(replaced)).isEqualTo(List.copyOf(expected.keySet()));
        assertThat(replaced.get("m0").intValue()).isEqualTo(99);

        ObjectNode longer = Trees.with(before, "last", IntNode.valueOf(1));
        assertThat(names(longer)).endsWith("last").hasSize(size + 1);

        assertThat(names(Trees.without(before, "m0"))).doesNotContain("m0").hasSize(size - 1);
        assertThat(Trees.without(before, "none")).isSameAs(before);
        assertThat(before).isEqualTo(ordinary(size));
    }

    /** All that a text of one line says stands in it, in whatever depth. */
    @Test
    void jsonOfOneLineKnowsItsLine() {
        String json = "{\"kind\":\"List\",\"items\":[{\"kind\":\"Gateway\",\"spec\":{\"servers\":[{\"port\":1}]}}]}";
        Document list = DocumentReader.standard().read(json).get(0);

        assertThat(list.line("items[0].spec")).hasValue(1);
        assertThat(list.items().get(0).line("spec.servers[0].port")).hasValue(1);
    }

    @Test
    void jsonOfSeveralLinesTellsThemApart() {
        Document document = DocumentReader.standard()
                .read("{\"kind\": \"Gateway\",\n \"spec\": {\n  \"servers\": [\n   {\"port\": 1}]}}")
                .get(0);

        assertThat(document.line("spec.servers[0].port")).hasValue(4);
        assertThat(document.line("spec")).hasValue(2);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOf(UnsupportedOperationException.class);
    }

    private static List<String> names(ObjectNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static ObjectNode ordinary(int size) {
        ObjectNode object = new ObjectMapper().createObjectNode();
        for (int i = 0; i < size; i++) {
            object.put("m" + i, i);
        }
        return object;
    }
}
