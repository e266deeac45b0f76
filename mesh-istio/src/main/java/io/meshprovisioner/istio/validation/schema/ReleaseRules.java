package io.meshprovisioner.istio.validation.schema;

import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import java.util.Optional;

/** What a release does not know yet: kinds, API versions, fields and enum values of later ones. */
final class ReleaseRules {
    private static final int MAX_DEPTH = 200;

    private final Report report;
    private final Release release;

    ReleaseRules(Report report, Release release) {
        this.report = report;
        this.release = release;
    }

    void check(Node object, String group, Optional<KindSchema> kind, boolean cleanFields) {
        String name = object.text("kind");
        if (kind.isEmpty()) {
            SchemaFacts.of(release)
                    .later(group, name)
                    .ifPresent(since -> report.error(
                            object.get("kind"),
                            "release.kind",
                            "Istio " + release + " has no " + name + "; it came with 1." + since,
                            "Use Istio 1." + since + " or later, or leave the object out for this mesh"));
            return;
        }
        String apiVersion = object.text("apiVersion");
        String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        if (!kind.get().versions().contains(version)) {
            report.error(
                    object.get("apiVersion"),
                    "release.api-version",
                    "Istio " + release + " does not serve " + name + " as " + apiVersion,
                    "Write apiVersion: " + group + "/" + kind.get().stored());
        }
        if (!cleanFields && release.minor() < Release.NEWEST.minor()) {
            checkFields(object, kind.get().root(), 0);
        }
    }

    private void checkFields(Node node, SchemaNode schema, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        SchemaNode items = schema.items();
        if (items != null) {
            node.items().forEach(item -> checkFields(item, items, depth + 1));
        }
        SchemaNode values = schema.values();
        if (values != null) {
            node.entries().forEach(entry -> checkFields(entry, values, depth + 1));
        }
        if (!schema.fields().isEmpty()) {
            for (Node field : node.fields()) {
                SchemaNode known = schema.fields().get(field.name());
                Integer since = schema.laterFields().get(field.name());
                if (known != null) {
                    checkFields(field, known, depth + 1);
                } else if (since != null) {
                    report.error(
                            field,
                            "release.field",
                            "Istio " + release + " does not know " + field.name() + ", which came with 1." + since
                                    + ", and would drop it without a word",
                            alternative(field.name(), since));
                }
            }
        }
        Integer since = schema.laterChoices().get(node.text());
        if (since != null) {
            report.error(
                    node,
                    "release.value",
                    "Istio " + release + " does not know the value " + node.text() + ", which came with 1." + since,
                    "Use one of " + schema.choices() + ", or Istio 1." + since + " or later");
        }
    }

    private static String alternative(String field, int since) {
        String later = "use Istio 1." + since + " or later";
        return switch (field) {
            case "directResponse" -> "Route to a workload that answers, or " + later;
            case "mirrors" -> "Use mirror for a single copy, or " + later;
            case "uriRegexRewrite" -> "Use rewrite.uri with a prefix match, or " + later;
            case "warmup" -> "Use warmupDurationSecs if the release has it, or " + later;
            case "ringHash" -> "Use minimumRingSize, or " + later;
            case "credentialNames", "tlsCertificates" -> "Use credentialName for one certificate, or " + later;
            case "targetRef", "targetRefs" -> "Use selector, or " + later;
            case "serviceAccounts", "notServiceAccounts" -> "Use principals, or " + later;
            default -> "Leave it out, or " + later;
        };
    }
}
