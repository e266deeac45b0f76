package io.meshprovisioner.spec;

import java.util.regex.Pattern;

/** Numbers of pods, and what they ask for. */
final class PodSettingsCheck {
    /** As Kubernetes writes resources; without exponents, which nobody does. */
    private static final Pattern QUANTITY = Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?");

    private final PodSettings pods;
    private final String at;
    private final Problems problems;

    /** @param at the path of what has these settings, with a dot at its end */
    PodSettingsCheck(PodSettings pods, String at, Problems problems) {
        this.pods = pods;
        this.at = at;
        this.problems = problems;
    }

    void run() {
        pods.replicas()
                .filter(count -> count < 1)
                .ifPresent(count -> problems.add(
                        at + "replicas", "Without a pod nothing runs.", "Use 1 or more; 2 outlive the loss of one."));
        pods.autoscaling().ifPresent(this::autoscaling);
        pods.cpu().ifPresent(cpu -> quantity("cpu", cpu, "500m"));
        pods.memory().ifPresent(memory -> quantity("memory", memory, "2Gi"));
    }

    private void autoscaling(PodSettings.Range range) {
        if (range.min() < 1 || range.max() < range.min()) {
            problems.add(
                    at + "autoscaling",
                    "From " + range.min() + " to " + range.max() + " pods is no range.",
                    "Use 1 or more at least, and no fewer at most.");
        } else if (pods.replicas().isPresent()) {
            problems.add(
                    at + "autoscaling",
                    "Pods are fixed in number, or follow their load.",
                    "Leave replicas or autoscaling out.");
        }
    }

    private void quantity(String field, String quantity, String such) {
        if (!QUANTITY.matcher(quantity).matches()) {
            problems.add(
                    at + field,
                    "\"" + Problems.shown(quantity) + "\" is no quantity of Kubernetes.",
                    "Write one such as " + such + ".");
        }
    }
}
