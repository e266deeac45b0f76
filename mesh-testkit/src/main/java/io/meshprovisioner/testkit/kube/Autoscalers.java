package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Map;

/** The versions of HorizontalPodAutoscaler, whose metrics look different in each; stored is v2. */
final class Autoscalers {
    private static final String CPU_PERCENT = "targetCPUUtilizationPercentage";
    private static final Map<String, String> V2BETA1_TARGETS = Map.of(
            "targetAverageUtilization", "averageUtilization",
            "targetAverageValue", "averageValue",
            "targetValue", "value");

    private Autoscalers() {}

    static void toV2(ObjectNode object, String from) {
        ObjectNode spec = Trees.with(object, "spec");
        if (from.equals("v1")) {
            JsonNode percent = spec.remove(CPU_PERCENT);
            if (percent != null) {
                spec.set("metrics", Trees.array().add(cpu(percent)));
            }
        } else if (from.equals("v2beta1")) {
            for (ObjectNode metric : Trees.objects(spec.path("metrics"))) {
                metric.properties().forEach(entry -> {
                    if (entry.getValue() instanceof ObjectNode source) {
                        sourceToV2(source, entry.getKey());
                    }
                });
            }
        }
    }

    private static ObjectNode cpu(JsonNode percent) {
        ObjectNode metric = Trees.object().put("type", "Resource");
        ObjectNode resource = metric.putObject("resource").put("name", "cpu");
        resource.putObject("target").put("type", "Utilization").set("averageUtilization", percent);
        return metric;
    }

    private static void sourceToV2(ObjectNode source, String kind) {
        ObjectNode target = Trees.object();
        V2BETA1_TARGETS.forEach((old, now) -> {
            JsonNode value = source.remove(old);
            if (value != null) {
                target.put("type", type(now));
                target.set(now, value);
            }
        });
        if (!target.isEmpty()) {
            if (kind.equals("object") && source.get("target") instanceof ObjectNode described) {
                source.set("describedObject", described);
            }
            source.set("target", target);
        }
        JsonNode metricName = source.remove("metricName");
        if (metricName != null) {
            source.putObject("metric").set("name", metricName);
        }
    }

    private static String type(String field) {
        return switch (field) {
            case "averageUtilization" -> "Utilization";
            case "averageValue" -> "AverageValue";
            default -> "Value";
        };
    }

    static void fromV2(ObjectNode object, String to) {
        ObjectNode spec = Trees.with(object, "spec");
        if (to.equals("v1")) {
            ArrayNode metrics = spec.remove("metrics") instanceof ArrayNode list ? list : Trees.array();
            for (JsonNode metric : metrics) {
                JsonNode percent = Trees.at(metric, "resource", "target", "averageUtilization");
                if (Trees.text(metric, "resource", "name").equals("cpu") && percent.isNumber()) {
                    spec.set(CPU_PERCENT, percent);
                }
            }
            spec.remove("behavior");
            JsonNode status = object.path("status");
            if (status instanceof ObjectNode fields) {
                fields.remove("currentMetrics");
                fields.remove("conditions");
            }
        } else if (to.equals("v2beta1")) {
            for (ObjectNode metric : Trees.objects(spec.path("metrics"))) {
                metric.properties().forEach(entry -> {
                    if (entry.getValue() instanceof ObjectNode source) {
                        sourceFromV2(source);
                    }
                });
            }
            spec.remove("behavior");
        }
    }

    private static void sourceFromV2(ObjectNode source) {
        JsonNode target = source.remove("target");
        if (target != null) {
            V2BETA1_TARGETS.forEach((old, now) -> {
                if (target.has(now)) {
                    source.set(old, target.get(now));
                }
            });
        }
        JsonNode metric = source.remove("metric");
        if (metric != null) {
            source.set("metricName", metric.path("name"));
        }
        JsonNode described = source.remove("describedObject");
        if (described != null) {
            source.set("target", described);
        }
    }
}
