package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.CelSyntax;
import java.util.List;

/** The rules of Telemetry. */
final class TelemetryRules implements KindRules {
    @Override
    public void check(Context context) {
        Node spec = context.spec();
        Selectors.checkTargets(context, spec);
        spec.items("metrics").forEach(metrics -> checkMetrics(context, metrics));
        checkTracing(context, spec.get("tracing"));
        spec.items("accessLogging").forEach(logging -> checkLogging(context, logging));
    }

    /** Istio reports the first provider without a name. */
    private static void checkProviders(Context context, Node parent) {
        parent.items("providers").stream()
                .filter(provider -> provider.text("name").isEmpty())
                .findFirst()
                .ifPresent(provider -> context.error(
                        provider,
                        "telemetry.provider-name",
                        "the provider has no name",
                        "Name one of the extension providers in the mesh configuration, or prometheus"));
    }

    private static void checkMetrics(Context context, Node metrics) {
        checkProviders(context, metrics);
        for (Node override : metrics.items("overrides")) {
            for (Node tag : override.entries("tagOverrides")) {
                checkTagOverride(context, tag);
            }
            Node metric = override.get("match").lastOf("metric", "customMetric");
            if (metric.present()
                    && metric.name().equals("customMetric")
                    && metric.text().isEmpty()) {
                context.error(
                        metric,
                        "telemetry.custom-metric",
                        "the name of the custom metric is empty",
                        "Write the metric's name, or use metric");
            }
        }
    }

    private static void checkTagOverride(Context context, Node tag) {
        if (tag.name().isEmpty()) {
            context.warn(tag, "telemetry.tag-name", "the tag has no name", "Write the tag's name as key");
        }
        long operation = TrafficPolicyRules.enumNumber(tag.get("operation"), "UPSERT", "REMOVE");
        boolean value = !tag.text("value").isEmpty();
        if (operation == 0 && !value) {
            context.error(
                    tag,
                    "telemetry.tag-value-missing",
                    "the tag \"" + tag.name() + "\" is set to nothing",
                    "Set value to an expression, or operation to REMOVE");
        } else if (operation == 1 && value) {
            context.error(
                    tag.get("value"),
                    "telemetry.tag-value-removed",
                    "the tag \"" + tag.name() + "\" is removed, but has a value",
                    "Remove value, or use the operation UPSERT");
        }
    }

    private static void checkTracing(Context context, Node tracing) {
        List<Node> items = tracing.items();
        if (items.size() > 1) {
            context.warn(
                    tracing,
                    "telemetry.tracing-many",
                    "there are " + items.size() + " tracing items, but only one is used",
                    "Keep one; write another Telemetry for other workloads");
        }
        for (Node item : items) {
            if (item.get("providers").size() > 1) {
                context.warn(
                        item.get("providers"),
                        "telemetry.tracing-providers",
                        "there is more than one tracing provider, but only one is used",
                        "Keep one");
            }
            checkProviders(context, item);
            double sampling = item.get("randomSamplingPercentage").number();
            if (sampling < 0 || sampling > 100) {
                context.error(
                        item.get("randomSamplingPercentage"),
                        "telemetry.sampling",
                        "the sampling percentage is " + sampling,
                        "Use 0 to 100");
            }
            item.entries("customTags").forEach(tag -> checkCustomTag(context, tag));
        }
    }

    private static void checkCustomTag(Context context, Node tag) {
        if (tag.name().isEmpty()) {
            context.error(
                    tag, "telemetry.custom-tag-name", "the custom tag has no name", "Write the tag's name as key");
        }
        Node type = tag.lastOf("literal", "environment", "header", "formatter");
        String needed = type.name().equals("literal") ? "value" : "name";
        if (type.present()
                && !type.name().equals("formatter")
                && type.text(needed).isEmpty()) {
            context.error(
                    type,
                    "telemetry.custom-tag-" + type.name(),
                    "the " + type.name() + " of the tag \"" + tag.name() + "\" has no " + needed,
                    "Set " + needed);
        }
    }

    private static void checkLogging(Context context, Node logging) {
        Node filter = logging.get("filter");
        if (filter.present()) {
            String problem = CelSyntax.problem(filter.text("expression"));
            if (problem != null) {
                context.error(
                        filter.get("expression"),
                        "telemetry.filter",
                        "the expression cannot be read: " + problem,
                        "Write a CEL expression, such as response.code >= 400");
            }
        }
        checkProviders(context, logging);
    }
}
