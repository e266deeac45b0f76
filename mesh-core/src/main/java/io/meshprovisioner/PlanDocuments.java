package io.meshprovisioner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.PlannedStep.Action;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spec.SpecDocuments;
import java.util.ArrayList;
import java.util.List;

/** A plan as JSON. */
final class PlanDocuments {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FORMAT = 1;

    private PlanDocuments() {}

    static String write(Plan plan) {
        ObjectNode document = JSON.createObjectNode();
        document.put("meshProvisionerPlan", FORMAT);
        try {
            document.set("spec", JSON.readTree(SpecDocuments.toJson(plan.spec())));
            ArrayNode steps = document.putArray("steps");
            plan.steps().forEach(step -> write(step, steps.addObject()));
            document.set("iamPolicy", JSON.readTree(plan.iamPolicy().toCompactJson()));
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A plan in memory can be written.", e);
        }
    }

    private static void write(PlannedStep step, ObjectNode node) {
        node.put("kind", step.kind())
                .put("name", step.name())
                .put("title", step.title())
                .put("action", step.action().name());
        ArrayNode differences = node.putArray("differences");
        step.differences().forEach(difference -> differences
                .addObject()
                .put("field", difference.field())
                .put("actual", difference.actual())
                .put("desired", difference.desired())
                .put("remedy", difference.remedy().name()));
    }

    static Plan read(String json) {
        JsonNode document;
        try {
            document = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw notAPlan("", "It is not JSON: " + e.getOriginalMessage());
        }
        if (document.path("meshProvisionerPlan").asInt() != FORMAT) {
            throw notAPlan("meshProvisionerPlan", "It is not a plan of format " + FORMAT + ".");
        }
        List<PlannedStep> steps = new ArrayList<>();
        for (JsonNode step : document.path("steps")) {
            steps.add(step(step, "steps[" + steps.size() + "]"));
        }
        List<IamPolicy.Statement> statements = new ArrayList<>();
        document.path("iamPolicy").path("Statement").forEach(statement -> statements.add(statement(statement)));
        return new Plan(SpecDocuments.read(document.path("spec").toString()), steps, new IamPolicy(statements));
    }

    private static IamPolicy.Statement statement(JsonNode node) {
        List<IamPolicy.Condition> conditions = new ArrayList<>();
        node.path("Condition").properties().forEach(operator -> operator.getValue()
                .properties()
                .forEach(key -> conditions.add(
                        new IamPolicy.Condition(operator.getKey(), key.getKey(), texts(key.getValue())))));
        return new IamPolicy.Statement(
                node.path("Sid").asText(), texts(node.path("Action")), texts(node.path("Resource")), conditions);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static PlannedStep step(JsonNode node, String path) {
        List<Difference> differences = new ArrayList<>();
        for (JsonNode difference : node.path("differences")) {
            differences.add(new Difference(
                    difference.path("field").asText(),
                    difference.path("actual").asText(),
                    difference.path("desired").asText(),
                    constant(Difference.Remedy.class, difference.path("remedy"), path + ".differences.remedy")));
        }
        return new PlannedStep(
                node.path("kind").asText(),
                node.path("name").asText(),
                node.path("title").asText(),
                constant(Action.class, node.path("action"), path + ".action"),
                differences);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode node, String path) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(node.asText())) {
                return constant;
            }
        }
        throw notAPlan(path, "\"" + node.asText() + "\" is none of " + List.of(type.getEnumConstants()) + ".");
    }

    private static InvalidSpecException notAPlan(String path, String message) {
        return new InvalidSpecException(List.of(new SpecProblem(path, message, "Read what Plan.toJson() wrote.")));
    }
}
