package io.meshprovisioner.istio.validation.schema;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.LabelSyntax;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The API server's rules for the metadata of a namespaced object; it knows only {@code lowerCamel} names. */
public final class MetadataRules {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL_VALUE = 63;
    private static final int MAX_ANNOTATIONS = 256 * 1024;

    private final Report report;

    private MetadataRules(Report report) {
        this.report = report;
    }

    /** What is wrong with the metadata of an object that will live in the given namespace; empty if none is known. */
    public static List<Finding> check(Node object, Object resource, String namespace) {
        Report report = Report.of(Layer.METADATA, resource);
        new MetadataRules(report).check(Node.camelRoot(object.json()).get("metadata"), namespace);
        return report.findings();
    }

    private void check(Node metadata, String namespace) {
        checkName(metadata);
        if (namespace.isEmpty()) {
            report.error(
                    metadata.get("namespace"),
                    "metadata.namespace-missing",
                    "the object has no namespace",
                    "Set metadata.namespace");
        } else if (namespace.length() > 63 || !isLowerLabel(namespace, 0, namespace.length())) {
            report.error(
                    metadata.get("namespace"),
                    "metadata.namespace",
                    "\"" + namespace + "\" is no name for a namespace",
                    "Use lower-case letters, digits and inner dashes, at most 63");
        }
        for (Node label : metadata.entries("labels")) {
            checkKey(label, "label");
            if (!LabelSyntax.isValue(label.text())
                    || label.text().length() > MAX_LABEL_VALUE
                    || !label.json().isTextual()) {
                report.error(
                        label,
                        "metadata.label-value",
                        "\"" + label.json().asText() + "\" is no label value",
                        label.json().isTextual()
                                ? "Use at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends"
                                : "Put it in quotes");
            }
        }
        checkAnnotations(metadata);
    }

    private void checkName(Node metadata) {
        String name = metadata.text("name");
        if (name.isEmpty() && metadata.text("generateName").isEmpty()) {
            report.error(metadata.get("name"), "metadata.name-missing", "the object has no name", "Set metadata.name");
        } else if (!name.isEmpty() && (name.length() > MAX_NAME || !isSubdomain(name))) {
            report.error(
                    metadata.get("name"),
                    "metadata.name",
                    "\"" + name + "\" is no name for an object",
                    "Use lower-case letters, digits, dashes and dots, with a letter or digit at both ends, at most 253");
        }
    }

    private void checkAnnotations(Node metadata) {
        long size = 0;
        for (Node annotation : metadata.entries("annotations")) {
            checkKey(annotation, "annotation");
            if (!annotation.json().isTextual()) {
                report.error(
                        annotation,
                        "metadata.annotation-value",
                        "the value of the annotation " + annotation.name() + " is no text",
                        "Put it in quotes");
            }
            size += annotation.name().length() + annotation.text().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > MAX_ANNOTATIONS) {
            report.error(
                    metadata.get("annotations"),
                    "metadata.annotations-size",
                    "the annotations have " + size + " bytes, at most " + MAX_ANNOTATIONS + " are allowed",
                    "Keep large data in a ConfigMap");
        }
    }

    private void checkKey(Node entry, String what) {
        String key = entry.name();
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        String name = key.substring(slash + 1);
        boolean goodPrefix = slash < 0 || (prefix.length() <= MAX_NAME && isSubdomain(prefix));
        if (!goodPrefix || !LabelSyntax.isQualifiedName(name) || name.length() > MAX_LABEL_VALUE) {
            report.error(
                    entry,
                    "metadata." + what + "-key",
                    "\"" + key + "\" is no key for a " + what,
                    "Use a name of at most 63 letters, digits, '-', '_' and '.', perhaps with a domain and a slash before it");
        }
    }

    /** Labels with dots between them. */
    private static boolean isSubdomain(String text) {
        int start = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
            if (!isLowerLabel(text, start, dot)) {
                return false;
            }
            start = dot + 1;
        }
        return isLowerLabel(text, start, text.length());
    }

    /** Lower-case letters, digits and inner dashes, of any length but none. */
    private static boolean isLowerLabel(String text, int from, int to) {
        if (from == to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }
}
