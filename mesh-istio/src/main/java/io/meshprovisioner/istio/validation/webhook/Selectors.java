package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;

/** Which workloads or targets an object is for: label selectors and target references. */
final class Selectors {
    private Selectors() {}

    /**
     * The older selector, {@code workloadSelector.labels}. If it is wrong, Istio says nothing else about the object.
     *
     * @return whether to go on
     */
    static boolean checkLabels(Context context, Node selector, String kind) {
        if (!selector.present()) {
            return true;
        }
        int before = context.report().size();
        checkEntries(context, selector.get("labels"));
        if (context.report().size() > before) {
            return false;
        }
        if (!selector.hasAny("labels")) {
            context.warn(
                    selector,
                    "selector.empty",
                    "the workload selector of this " + kind
                            + " has no labels, so it selects every workload of the namespace",
                    "Add labels, or leave the selector out to say that all workloads are meant");
        }
        return true;
    }

    /** The newer selector, {@code selector.matchLabels}. */
    static void checkMatchLabels(Context context, Node selector) {
        if (!selector.present()) {
            return;
        }
        checkEntries(context, selector.get("matchLabels"));
        if (!selector.hasAny("matchLabels")) {
            context.warn(
                    selector,
                    "selector.empty",
                    "the selector has no labels, so it selects every workload of the namespace",
                    "Add matchLabels, or leave the selector out to say that all workloads are meant");
        }
    }

    /** At most one way to choose; then each reference for itself. */
    static void checkTargets(Context context, Node spec) {
        int ways =
                (spec.has("selector") ? 1 : 0) + (spec.has("targetRef") ? 1 : 0) + (spec.hasAny("targetRefs") ? 1 : 0);
        if (ways > 1) {
            context.error(
                    spec,
                    "selector.one-of",
                    "selector, targetRef and targetRefs exclude each other, but more than one is set",
                    "Keep selector for workloads or targetRefs for gateways and services");
        }
        checkMatchLabels(context, spec.get("selector"));
        if (spec.has("targetRef")) {
            checkReference(context, spec.get("targetRef"));
        }
        spec.items("targetRefs").forEach(reference -> checkReference(context, reference));
    }

    private static void checkReference(Context context, Node reference) {
        if (reference.text("name").isEmpty()) {
            context.error(reference, "target-ref.name", "the target reference has no name", "Set the target's name");
        }
        if (!reference.text("namespace").isEmpty()) {
            context.error(
                    reference.get("namespace"),
                    "target-ref.namespace",
                    "a target reference cannot lead into another namespace",
                    "Leave namespace out and put the policy into the namespace of its target");
        }
        String target = reference.text("group") + "/" + reference.text("kind");
        if (!TARGETS.contains(target)) {
            context.error(
                    reference,
                    "target-ref.kind",
                    "nothing of the kind " + target + " can be a target",
                    "Refer to a Service, a ServiceEntry (networking.istio.io), or a Gateway or GatewayClass"
                            + " (gateway.networking.k8s.io)");
        }
    }

    private static final List<String> TARGETS = List.of(
            "/Service",
            "core/Service",
            "networking.istio.io/ServiceEntry",
            "gateway.networking.k8s.io/Gateway",
            "gateway.networking.k8s.io/GatewayClass");

    private static void checkEntries(Context context, Node labels) {
        for (Node label : labels.entries()) {
            if (label.name().isEmpty()) {
                context.error(label, "selector.key", "a label key of the selector is empty", "Write the label's key");
            }
            if (label.name().contains("*") || label.text().contains("*")) {
                context.error(
                        label,
                        "selector.wildcard",
                        "the selector's label " + label.name() + "=" + label.text()
                                + " has a wildcard, which is not understood",
                        "Write the whole key and value; labels are compared as they are");
            }
        }
    }
}
