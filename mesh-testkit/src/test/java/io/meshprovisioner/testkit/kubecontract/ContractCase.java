package io.meshprovisioner.testkit.kubecontract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.testkit.realcluster.ApiClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A conversation with an API: steps in order, in a namespace of its own ({@code $ns}, also a word of its own for names
 * that are cluster-wide). A step says {@code do} (method and path), {@code body}, {@code type} (of the body, when it is
 * not JSON), {@code accept}, {@code raw} (a body as text), and what it expects: {@code status}, {@code body} as
 * {@code answer}, {@code events} of a watch, {@code contentType}; {@code save} keeps values of the answer under names
 * that later steps write as {@code $name}; {@code eventually} asks again until it fits; {@code since} and {@code until}
 * limit a case to APIs of these minor versions. Steps that several cases of a file begin with stand under a name as
 * {@code given}.
 */
final class ContractCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Duration EVENTUALLY = Duration.ofSeconds(20);

    private final String file;
    private final JsonNode written;
    private final List<JsonNode> steps = new ArrayList<>();

    private ContractCase(String file, JsonNode written, Map<String, JsonNode> given) {
        this.file = file;
        this.written = written;
        if (written.has("given")) {
            given.get(written.get("given").asText()).get("steps").forEach(steps::add);
        }
        written.get("steps").forEach(steps::add);
    }

    static List<ContractCase> read(String file) throws IOException {
        List<ContractCase> cases = new ArrayList<>();
        Map<String, JsonNode> given = new HashMap<>();
        try (var in = ContractCase.class.getResourceAsStream("/kubernetes-contract/" + file)) {
            for (JsonNode one : YAML.readTree(in)) {
                if (one.has("case")) {
                    cases.add(new ContractCase(file, one, given));
                } else {
                    given.put(one.get("given").asText(), one);
                }
            }
        }
        return cases;
    }

    String name() {
        return file.replace(".yaml", "") + ": " + written.get("case").asText();
    }

    /** Whether a minor version of Kubernetes answers so. */
    boolean holds(int minor) {
        return written.path("since").asInt(0) <= minor
                && minor <= written.path("until").asInt(Integer.MAX_VALUE);
    }

    void run(ApiClient api, String namespace) throws IOException, InterruptedException {
        Map<String, String> names = new TreeMap<>((a, b) -> b.compareTo(a));
        names.put("ns", namespace);
        call(
                api,
                "POST /api/v1/namespaces",
                Map.of(),
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + namespace + "\"}}");
        int number = 0;
        for (JsonNode step : steps) {
            number++;
            run(api, step, names, name() + ", step " + number);
        }
        call(api, "DELETE /api/v1/namespaces/" + namespace, Map.of(), "");
    }

    private static void run(ApiClient api, JsonNode step, Map<String, String> names, String where)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(step.path("eventually").asBoolean() ? EVENTUALLY : Duration.ZERO);
        while (true) {
            HttpResponse<byte[]> answer = ask(api, step, names);
            List<String> wrong = judge(step, names, answer);
            if (wrong.isEmpty()) {
                save(step, names, answer);
                return;
            }
            if (Instant.now().isAfter(end)) {
                assertThat(wrong)
                        .as(where + ": " + filled(step.get("do").asText(), names) + "\n" + text(answer))
                        .isEmpty();
            }
            Thread.sleep(100);
        }
    }

    private static HttpResponse<byte[]> ask(ApiClient api, JsonNode step, Map<String, String> names)
            throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        String body = "";
        if (step.has("raw")) {
            body = filled(step.get("raw").asText(), names);
        } else if (step.has("body")) {
            body = filled(JSON.writeValueAsString(step.get("body")), names);
        }
        if (!body.isEmpty()) {
            headers.put("Content-Type", step.path("type").asText("application/json"));
        }
        headers.put("Accept", step.path("accept").asText("application/json"));
        return call(api, filled(step.get("do").asText(), names), headers, body);
    }

    private static HttpResponse<byte[]> call(ApiClient api, String what, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        int space = what.indexOf(' ');
        return api.call(what.substring(0, space), what.substring(space + 1), headers, body);
    }

    private static List<String> judge(JsonNode step, Map<String, String> names, HttpResponse<byte[]> answer)
            throws IOException {
        List<String> wrong = new ArrayList<>();
        int status = step.path("status").asInt(200);
        if (answer.statusCode() != status) {
            wrong.add("status should be " + status + " and is " + answer.statusCode());
        }
        if (step.has("contentType")) {
            String type = answer.headers().firstValue("content-type").orElse("");
            if (!type.startsWith(step.get("contentType").asText())) {
                wrong.add("content-type should be " + step.get("contentType") + " and is " + type);
            }
        }
        if (step.has("answer")) {
            Expectation.compare(filled(step.get("answer"), names), document(answer), "", wrong);
        }
        if (step.has("events")) {
            Expectation.compare(filled(step.get("events"), names), events(answer), "", wrong);
        }
        return wrong;
    }

    private static void save(JsonNode step, Map<String, String> names, HttpResponse<byte[]> answer) throws IOException {
        for (Iterator<Map.Entry<String, JsonNode>> all = step.path("save").fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> one = all.next();
            names.put(one.getKey(), document(answer).at(one.getValue().asText()).asText());
        }
    }

    private static JsonNode document(HttpResponse<byte[]> answer) throws IOException {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text(answer));
        }
    }

    /** The events of a watch, without bookmarks. */
    private static ArrayNode events(HttpResponse<byte[]> answer) throws IOException {
        ArrayNode events = JSON.createArrayNode();
        for (String line : text(answer).split("\n")) {
            if (!line.isBlank()) {
                events.add(JSON.readTree(line));
            }
        }
        return events;
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode filled(JsonNode node, Map<String, String> names) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(filled(node.asText(), names));
        }
        if (node.isArray()) {
            ArrayNode all = JSON.createArrayNode();
            node.forEach(one -> all.add(filled(one, names)));
            return all;
        }
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.fields()
                    .forEachRemaining(
                            field -> object.set(filled(field.getKey(), names), filled(field.getValue(), names)));
            return object;
        }
        return node;
    }

    /** Longer names first, so that {@code $version2} is not read as {@code $version}. */
    private static String filled(String text, Map<String, String> names) {
        String result = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            result = result.replace("$" + name.getKey(), name.getValue());
        }
        return result;
    }
}
