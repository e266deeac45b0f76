package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.Set;

/** Annotations that are not for everybody. A wrong one ends Istio's look at the object. */
final class ReservedAnnotations {
    private static final String DRY_RUN = "istio.io/dry-run";
    private static final String ALWAYS_REJECT = "internal.istio.io/webhook-always-reject";
    private static final Set<String> INTERNAL =
            Set.of("internal.istio.io/parents", "internal.istio.io/parent-namespace");
    private static final Set<String> BOOLEANS =
            Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");

    private ReservedAnnotations() {}

    /** Whether the rules of the kind are asked too. */
    static boolean check(Context context) {
        for (Node annotation : context.object().get("metadata", "annotations").entries()) {
            String name = annotation.name();
            if (name.equals(DRY_RUN) && !checkDryRun(context, annotation)) {
                return false;
            }
            if (name.equals(ALWAYS_REJECT) || INTERNAL.contains(name)) {
                context.error(
                        annotation, "annotation.internal", "the annotation " + name + " is Istio's own", "Remove it");
                return false;
            }
        }
        return true;
    }

    private static boolean checkDryRun(Context context, Node annotation) {
        if (!context.object().text("kind").equals("AuthorizationPolicy")) {
            context.error(
                    annotation,
                    "annotation.dry-run-kind",
                    "the annotation " + DRY_RUN + " is understood on AuthorizationPolicy only",
                    "Remove it");
            return false;
        }
        long action = AuthorizationPolicies.action(context.spec());
        if (action != AuthorizationPolicies.ALLOW && action != AuthorizationPolicies.DENY) {
            context.error(
                    annotation,
                    "annotation.dry-run-action",
                    "a dry run is possible for the actions ALLOW and DENY only",
                    "Remove the annotation, or use one of these actions");
            return false;
        }
        if (!BOOLEANS.contains(annotation.text())) {
            context.error(
                    annotation,
                    "annotation.dry-run-value",
                    "\"" + annotation.text() + "\" is neither true nor false",
                    "Write \"true\" or \"false\"");
            return false;
        }
        return true;
    }
}
