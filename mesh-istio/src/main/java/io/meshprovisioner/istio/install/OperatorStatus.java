package io.meshprovisioner.istio.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an operator wrote into the status of an IstioOperator: one word for all, one for each component, and errors.
 * Source: InstallStatus of Istio's operator API.
 */
record OperatorStatus(Tree status) {
    /** It waits for what it made, and goes on waiting: not an error that stays. */
    private static final Pattern WAITED = Pattern.compile("(?i)not ready after|timed out waiting|context deadline");

    static OperatorStatus of(Tree istioOperator) {
        return new OperatorStatus(istioOperator.at("status"));
    }

    Health health() {
        String word = status.text("status");
        if (word.equals("HEALTHY")) {
            return Health.WELL;
        }
        String errors = errors();
        if (word.equals("ERROR") && !errors.isEmpty() && !WAITED.matcher(errors).find()) {
            return new Health.Hopeless(
                    "The operator cannot do what is asked: " + errors,
                    "Correct what it names (the values, most often) and run again; its log says more.");
        }
        if (word.isEmpty()) {
            return new Health.Waiting("the operator has not taken it up yet");
        }
        String phase = "the operator says " + word + phases();
        return new Health.Waiting(errors.isEmpty() ? phase : phase + ": " + errors);
    }

    private String phases() {
        List<String> unfinished = new ArrayList<>();
        components().forEach((name, component) -> {
            String word = component.text("status");
            if (!word.equals("HEALTHY")) {
                unfinished.add(name + " " + word.toLowerCase(Locale.ROOT));
            }
        });
        return unfinished.isEmpty() ? "" : " (" + String.join(", ", unfinished) + ")";
    }

    /** Newer operators have one message, older ones an error for each component. */
    private String errors() {
        List<String> errors = new ArrayList<>();
        String message = status.text("message");
        if (!message.isEmpty()) {
            errors.add(message);
        }
        components().forEach((name, component) -> {
            String error = component.text("error");
            if (!error.isEmpty()) {
                errors.add(name + ": " + error);
            }
        });
        return String.join("; ", errors);
    }

    private Map<String, Tree> components() {
        Map<String, Tree> components = new TreeMap<>();
        if (status.at("componentStatus").value() instanceof Map<?, ?> map) {
            map.forEach((name, component) -> components.put(String.valueOf(name), new Tree(component)));
        }
        return components;
    }
}
