package io.meshprovisioner.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Taints. Source: the EKS API's model (key of 1 to 63 characters, value of 63 at most, 50 a group), Kubernetes' names. */
final class TaintCheck {
    private static final int MOST = 50;
    private static final int KEY_LIMIT = 63;

    private final String path;
    private final Problems problems;

    TaintCheck(String group, Problems problems) {
        this.path = group + ".taints";
        this.problems = problems;
    }

    void run(List<Taint> taints) {
        if (taints.size() > MOST) {
            problems.add(path, taints.size() + " taints are asked for.", "Use " + MOST + " at most.");
        }
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < taints.size(); index++) {
            Taint taint = taints.get(index);
            String at = path + "[" + index + "]";
            if (!KubernetesNames.isQualifiedName(taint.key()) || taint.key().length() > KEY_LIMIT) {
                problems.add(
                        at + ".key",
                        "\"" + Problems.shown(taint.key()) + "\" is not a taint's key that EKS takes.",
                        "Use 1 to " + KEY_LIMIT + " characters such as \"example.com/gpu\".");
            }
            if (!KubernetesNames.isLabelValue(taint.value())) {
                problems.add(
                        at + ".value",
                        "\"" + Problems.shown(taint.value()) + "\" is not a taint's value.",
                        "Use letters, digits, hyphens, underscores and dots, a letter or digit first and last; or none.");
            }
            if (!seen.add(taint.key() + " " + taint.effect())) {
                problems.add(
                        at,
                        "There are two taints of key " + Problems.shown(taint.key()) + " and effect " + taint.effect()
                                + ".",
                        "Remove one of them.");
            }
        }
    }
}
