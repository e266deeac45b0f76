package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.CalicoNetwork;
import io.meshprovisioner.testkit.kube.json.Selectors;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls the admission webhooks of the cluster, as far as somebody here answers them: Istio's injector does. */
final class Webhooks {
    private static final String GROUP = ".admissionregistration.k8s.io";
    private static final String MUTATING = "mutatingwebhookconfigurations" + GROUP;
    private static final String VALIDATING = "validatingwebhookconfigurations" + GROUP;

    private final ApiServer server;

    Webhooks(ApiServer server) {
        this.server = server;
    }

    ObjectNode mutate(String operation, ResourceType type, ObjectNode object) {
        ObjectNode result = object;
        for (ObjectNode configuration : configurations(MUTATING, type)) {
            for (JsonNode webhook : configuration.path("webhooks")) {
                if (applies(webhook, operation, type, result) && reaches(webhook)) {
                    result = Trees.text(webhook, "clientConfig", "service", "path")
                                    .startsWith("/inject")
                            ? injected(webhook, result)
                            : result;
                }
            }
        }
        return result;
    }

    /** By the istiod that the webhook leads to: its release's proxy, in its revision's name. */
    private ObjectNode injected(JsonNode webhook, ObjectNode pod) {
        return answering(Trees.at(webhook, "clientConfig", "service"))
                .map(istiod -> SidecarInjection.inject(istiod, pod, leadsByPlugin(istiod)))
                .orElse(pod);
    }

    private boolean leadsByPlugin(ObjectNode istiod) {
        return server.store()
                .get("configmaps", Trees.namespace(istiod), SidecarInjection.configuration(istiod))
                .filter(SidecarInjection::leadsByPlugin)
                .isPresent();
    }

    void validate(String operation, ResourceType type, ObjectNode object) {
        for (ObjectNode configuration : configurations(VALIDATING, type)) {
            for (JsonNode webhook : configuration.path("webhooks")) {
                if (applies(webhook, operation, type, object) && reaches(webhook)) {
                    review(webhook, type, object);
                }
            }
        }
    }

    private void review(JsonNode webhook, ResourceType type, ObjectNode object) {
        JsonNode service = Trees.at(webhook, "clientConfig", "service");
        Optional<String> denied = server.cluster()
                .webhookServer()
                .deny(new WebhookServer.Call(Trees.text(service, "path"), image(service), object));
        denied.ifPresent(why -> {
            throw new ApiError(
                    400,
                    "BadRequest",
                    "admission webhook \"" + Trees.text(webhook, "name") + "\" denied the request: " + why,
                    ApiError.details(type, Trees.name(object)));
        });
    }

    private String image(JsonNode service) {
        return answering(service)
                .map(pod -> Trees.text(Trees.at(pod, "spec", "containers").path(0), "image"))
                .orElse("");
    }

    /** A pod that a Service leads to; one that is going is not led to any more. */
    private Optional<ObjectNode> answering(JsonNode service) {
        String namespace = Trees.text(service, "namespace");
        JsonNode selector = server.store()
                .get("services", namespace, Trees.text(service, "name"))
                .map(found -> Trees.at(found, "spec", "selector"))
                .orElse(Trees.object());
        return server.store().list("pods", namespace).stream()
                .filter(pod -> Selectors.contains(selector, Trees.labels(pod))
                        && Trees.conditionTrue(pod, "Ready")
                        && !Trees.deleting(pod))
                .findFirst();
    }

    private List<ObjectNode> configurations(String storage, ResourceType type) {
        // Webhooks are never asked about webhooks, or nobody could repair one.
        return type.storage().endsWith("webhookconfigurations" + GROUP)
                ? List.of()
                : List.copyOf(server.store().list(storage));
    }

    private boolean applies(JsonNode webhook, String operation, ResourceType type, ObjectNode object) {
        boolean rule = false;
        for (JsonNode candidate : webhook.path("rules")) {
            rule |= has(candidate, "operations", operation)
                    && has(candidate, "apiGroups", type.group())
                    && type.versions().stream().anyMatch(version -> has(candidate, "apiVersions", version))
                    && has(candidate, "resources", type.plural());
        }
        if (!rule) {
            return false;
        }
        Map<String, String> namespaceLabels = type.storage().equals("namespaces")
                ? Trees.labels(object)
                : server.store()
                        .get("namespaces", "", Trees.namespace(object))
                        .map(Trees::labels)
                        .orElse(Map.of());
        boolean namespaceFits = (!type.namespaced() && !type.storage().equals("namespaces"))
                || selects(webhook.path("namespaceSelector"), namespaceLabels);
        return namespaceFits && selects(webhook.path("objectSelector"), Trees.labels(object));
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        return !selector.isObject() || Selectors.matches(selector, labels);
    }

    private static boolean has(JsonNode rule, String list, String value) {
        for (JsonNode entry : rule.path(list)) {
            String text = entry.asText();
            if (text.equals("*") || text.equals(value) || text.equals("*/*")) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody answers; where nobody does, throws or skips the webhook as its failure policy says. */
    private boolean reaches(JsonNode webhook) {
        String problem = problem(
                webhook.path("clientConfig"), webhook.path("timeoutSeconds").asInt(10));
        if (problem.isEmpty()) {
            return true;
        }
        if (Trees.text(webhook, "failurePolicy").equals("Ignore")) {
            return false;
        }
        throw ApiError.internal("failed calling webhook \"" + Trees.text(webhook, "name") + "\": "
                + (server.minor() >= 23 ? "failed to call webhook: " : "") + problem);
    }

    private String problem(JsonNode client, int timeout) {
        JsonNode service = client.path("service");
        if (!service.isObject()) {
            return "Post \"" + Trees.text(client, "url") + "?timeout=" + timeout
                    + "s\": dial tcp: lookup failed: no such host";
        }
        String name = Trees.text(service, "name");
        String namespace = Trees.text(service, "namespace");
        String call = "Post \"https://" + name + "." + namespace + ".svc:"
                + service.path("port").asInt(443) + Trees.text(service, "path") + "?timeout=" + timeout + "s\": ";
        if (server.store().get("services", namespace, name).isEmpty()) {
            return call + "service \"" + name + "\" not found";
        }
        boolean ready = server.store()
                .get("endpoints", namespace, name)
                .map(endpoints -> !Trees.at(endpoints.path("subsets").path(0), "addresses")
                        .isEmpty())
                .orElse(false);
        if (!ready) {
            return call + "no endpoints available for service \"" + name + "\"";
        }
        if (beyondReach(namespace, name) || answering(service).isEmpty()) {
            return call + "context deadline exceeded";
        }
        return Trees.text(client, "caBundle").isEmpty() ? call + "x509: certificate signed by unknown authority" : "";
    }

    /** EKS's control plane is no node: of Calico's network it reaches only what is on a node's own. */
    private boolean beyondReach(String namespace, String name) {
        if (CalicoNetwork.of(server.store().get(CalicoNetwork.INSTALLATION.storage(), "", "default"))
                .isEmpty()) {
            return false;
        }
        JsonNode selector = server.store()
                .get("services", namespace, name)
                .map(found -> Trees.at(found, "spec", "selector"))
                .orElse(Trees.object());
        return server.store().list("pods", namespace).stream()
                .filter(pod -> Selectors.contains(selector, Trees.labels(pod)) && Trees.conditionTrue(pod, "Ready"))
                .noneMatch(pod -> Trees.at(pod, "spec", "hostNetwork").asBoolean());
    }
}
