package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import java.util.ArrayList;
import java.util.List;

/**
 * Istiod's webhooks. The charts make them without a certificate authority, the validating ones failing open; istiod
 * completes them once it answers. Until then nothing is injected and nothing validated.
 */
final class Webhooks {
    private static final String API = "admissionregistration.k8s.io/v1";

    private final Look look;

    Webhooks(Look look) {
        this.look = look;
    }

    /** Of one control plane. */
    Health health(String revision) {
        List<String> incomplete = new ArrayList<>();
        List<Tree> injectors = of(revision, "MutatingWebhookConfiguration", "app=sidecar-injector");
        injectors.forEach(injector -> check(injector, false, incomplete));
        of(revision, "ValidatingWebhookConfiguration", "app=istiod")
                .forEach(validator -> check(validator, true, incomplete));
        if (injectors.isEmpty()) {
            incomplete.add("istio-sidecar-injector is not there");
        }
        return incomplete.isEmpty() ? Health.WELL : new Health.Waiting(String.join(", ", incomplete));
    }

    private List<Tree> of(String revision, String kind, String selector) {
        return look.everywhere(API, kind, selector).stream()
                .filter(configuration -> ControlPlanes.revision(configuration).equals(revision))
                .toList();
    }

    private static void check(Tree configuration, boolean mustFail, List<String> incomplete) {
        String name = configuration.text("metadata", "name");
        boolean served = configuration.items("webhooks").stream()
                .filter(webhook -> webhook.at("clientConfig", "service").value() != null)
                .allMatch(webhook -> !webhook.text("clientConfig", "caBundle").isEmpty());
        boolean fails = configuration.items("webhooks").stream()
                .allMatch(webhook -> webhook.text("failurePolicy").equals("Fail"));
        if (!served) {
            incomplete.add(name + " has no caBundle from istiod");
        } else if (mustFail && !fails) {
            incomplete.add(name + " still lets everything pass (failurePolicy Ignore)");
        }
    }
}
