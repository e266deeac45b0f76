package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.LabelSyntax;

/** Maps of labels. */
final class Labels {
    private Labels() {}

    /** Each key and each value must be one that a Kubernetes label can have. */
    static void check(Context context, Node labels) {
        for (Node label : labels.entries()) {
            String keyProblem = LabelSyntax.keyProblem(label.name());
            if (keyProblem != null) {
                context.error(label, "label.key", keyProblem, "Use a key that a Kubernetes label can have");
            }
            if (!LabelSyntax.isValue(label.text())) {
                context.error(
                        label,
                        "label.value",
                        "\"" + label.text() + "\" is no label value",
                        "Use letters, digits, '-', '_' and '.', beginning and ending with a letter or digit");
            }
        }
    }
}
