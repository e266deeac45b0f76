package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import java.util.ArrayList;
import java.util.List;

/** Role-based access control. Members of system:masters may do everything. */
final class Authorizer {
    private static final String POLICY = "eks:access-policy:";

    private final ApiServer server;

    /**
     * What somebody wants to do.
     *
     * @param resource plural, with {@code /subresource} where there is one
     */
    record Attempt(String verb, String group, String resource, String namespace, String name) {}

    Authorizer(ApiServer server) {
        this.server = server;
    }

    /** Throws unless the caller may. */
    static void check(Call call, String verb) {
        String resource = call.subresource().isEmpty()
                ? call.type().plural()
                : call.type().plural() + "/" + call.subresource();
        Attempt attempt = new Attempt(verb, call.type().group(), resource, call.namespace(), call.name());
        if (!new Authorizer(call.server()).allows(call.caller(), attempt)) {
            throw ApiError.notAllowed(
                    call.caller().user(), verb, call.type(), call.subresource(), call.namespace(), call.name());
        }
    }

    boolean allows(KubeIdentity who, Attempt attempt) {
        if (who.groups().contains("system:masters")) {
            return true;
        }
        for (JsonNode rule : rules(who, attempt.namespace())) {
            boolean fits = has(rule, "verbs", attempt.verb())
                    && has(rule, "apiGroups", attempt.group())
                    && (has(rule, "resources", attempt.resource())
                            || has(rule, "resources", attempt.resource().replaceFirst("^[^/]+/", "*/")))
                    && (rule.path("resourceNames").isEmpty()
                            || Trees.texts(rule.path("resourceNames")).contains(attempt.name()));
            if (fits) {
                return true;
            }
        }
        return false;
    }

    boolean allowsPath(KubeIdentity who, String verb, String path) {
        if (who.groups().contains("system:masters")) {
            return true;
        }
        for (JsonNode rule : rules(who, "")) {
            for (String allowed : Trees.texts(rule.path("nonResourceURLs"))) {
                boolean fits = allowed.endsWith("*")
                        ? path.startsWith(allowed.substring(0, allowed.length() - 1))
                        : path.equals(allowed);
                if (fits && has(rule, "verbs", verb)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean has(JsonNode rule, String list, String value) {
        for (JsonNode entry : rule.path(list)) {
            if (entry.asText().equals("*") || entry.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** The rules that hold for somebody: cluster-wide, and in a namespace unless that is empty. */
    List<JsonNode> rules(KubeIdentity who, String namespace) {
        List<JsonNode> rules = new ArrayList<>();
        for (ObjectNode binding : server.store().list("clusterrolebindings.rbac.authorization.k8s.io")) {
            if (binds(binding, who, "")) {
                add(rules, binding, "");
            }
        }
        for (String group : who.groups()) {
            if (group.startsWith(POLICY)) {
                policy(rules, group.substring(POLICY.length()), namespace);
            }
        }
        if (!namespace.isEmpty()) {
            for (ObjectNode binding : server.store().list("rolebindings.rbac.authorization.k8s.io", namespace)) {
                if (binds(binding, who, namespace)) {
                    add(rules, binding, namespace);
                }
            }
        }
        return rules;
    }

    /** EKS access policies, as the cloud hands them over: {@code <policy>} or {@code <policy>:<namespace>}. */
    private void policy(List<JsonNode> rules, String policy, String namespace) {
        String[] parts = policy.split(":");
        String role =
                switch (parts[0]) {
                    case "AmazonEKSClusterAdminPolicy" -> "cluster-admin";
                    case "AmazonEKSAdminPolicy" -> "admin";
                    case "AmazonEKSEditPolicy" -> "edit";
                    case "AmazonEKSViewPolicy", "AmazonEKSAdminViewPolicy" -> "view";
                    default -> "";
                };
        if (parts.length == 1 || parts[1].equals(namespace)) {
            server.store()
                    .get("clusterroles.rbac.authorization.k8s.io", "", role)
                    .ifPresent(found -> found.path("rules").forEach(rules::add));
        }
    }

    private void add(List<JsonNode> rules, ObjectNode binding, String namespace) {
        String name = Trees.text(binding, "roleRef", "name");
        boolean clusterRole = Trees.text(binding, "roleRef", "kind").equals("ClusterRole");
        server.store()
                .get(
                        (clusterRole ? "clusterroles" : "roles") + ".rbac.authorization.k8s.io",
                        clusterRole ? "" : namespace,
                        name)
                .ifPresent(role -> role.path("rules").forEach(rules::add));
    }

    private static boolean binds(ObjectNode binding, KubeIdentity who, String namespace) {
        for (JsonNode subject : binding.path("subjects")) {
            String name = Trees.text(subject, "name");
            String home = Trees.optional(subject, "namespace").orElse(namespace);
            boolean fits =
                    switch (Trees.text(subject, "kind")) {
                        case "User" -> who.user().equals(name);
                        case "Group" -> who.groups().contains(name);
                        case "ServiceAccount" -> who.user().equals("system:serviceaccount:" + home + ":" + name);
                        default -> false;
                    };
            if (fits) {
                return true;
            }
        }
        return false;
    }
}
