package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import java.util.Map;
import java.util.Optional;

/** How a namespace asks for sidecars, as the injector that is there understands it. */
final class Injection {
    private static final String SWITCH = "istio-injection";
    private static final String REVISION = "istio.io/rev";

    private Injection() {}

    /**
     * The label of a namespace whose pods are injected: {@code istio-injection=enabled} where some injector heeds it, else
     * the revision of the one that is there; empty where there is none.
     */
    static Optional<Map<String, String>> label(Look look) {
        var injectors = look.everywhere(
                "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "app=sidecar-injector");
        if (injectors.stream().anyMatch(Injection::heedsTheSwitch)) {
            return Optional.of(Map.of(SWITCH, "enabled"));
        }
        return injectors.stream()
                .map(injector -> injector.texts("metadata", "labels").getOrDefault(REVISION, ""))
                .filter(revision -> !revision.isEmpty())
                .findFirst()
                .map(revision -> Map.of(REVISION, revision));
    }

    /** Whether a namespace has a label that asks for sidecars. */
    static boolean asked(Tree namespace) {
        Map<String, String> labels = namespace.texts("metadata", "labels");
        return labels.containsKey(SWITCH)
                ? "enabled".equals(labels.get(SWITCH))
                : !labels.getOrDefault(REVISION, "").isEmpty();
    }

    private static boolean heedsTheSwitch(Tree injector) {
        return injector.items("webhooks").stream().anyMatch(webhook -> selects(webhook.at("namespaceSelector")));
    }

    private static boolean selects(Tree selector) {
        boolean byExpression = selector.items("matchExpressions").stream()
                .anyMatch(term -> term.text("key").equals(SWITCH)
                        && term.text("operator").equals("In")
                        && term.items("values").stream()
                                .anyMatch(value -> value.text().equals("enabled")));
        return byExpression || "enabled".equals(selector.texts("matchLabels").get(SWITCH));
    }
}
