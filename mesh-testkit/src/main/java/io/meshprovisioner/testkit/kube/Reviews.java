package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import java.util.Optional;
import java.util.Set;

/** Questions that are asked by creating an object: who am I, may I. */
final class Reviews {
    private static final Set<String> ALL = Set.of(
            "selfsubjectaccessreviews",
            "subjectaccessreviews",
            "localsubjectaccessreviews",
            "selfsubjectrulesreviews",
            "selfsubjectreviews",
            "tokenreviews");

    private final Call call;

    Reviews(Call call) {
        this.call = call;
    }

    static boolean handles(ResourceType type) {
        return ALL.contains(type.plural());
    }

    /** The question with its answer in the status. */
    ObjectNode review() {
        ObjectNode object = Bodies.typed(call);
        Trees.with(object, "metadata").putNull("creationTimestamp");
        ObjectNode status = object.putObject("status");
        switch (call.type().plural()) {
            case "selfsubjectreviews" -> user(status.putObject("userInfo"), call.caller());
            case "tokenreviews" -> token(object, status);
            case "selfsubjectrulesreviews" -> rules(object, status);
            case "selfsubjectaccessreviews" -> access(object, status, call.caller());
            default ->
                access(
                        object,
                        status,
                        new KubeIdentity(
                                Trees.text(object, "spec", "user"),
                                Trees.texts(Trees.at(object, "spec", "groups")),
                                ""));
        }
        return object;
    }

    private void access(ObjectNode object, ObjectNode status, KubeIdentity who) {
        JsonNode asked = Trees.at(object, "spec", "resourceAttributes");
        Authorizer authorizer = new Authorizer(call.server());
        boolean allowed = asked.isObject()
                ? authorizer.allows(
                        who,
                        new Authorizer.Attempt(
                                Trees.text(asked, "verb"),
                                Trees.text(asked, "group"),
                                Trees.text(asked, "resource")
                                        + (Trees.text(asked, "subresource").isEmpty()
                                                ? ""
                                                : "/" + Trees.text(asked, "subresource")),
                                Trees.text(asked, "namespace"),
                                Trees.text(asked, "name")))
                : authorizer.allowsPath(
                        who,
                        Trees.text(object, "spec", "nonResourceAttributes", "verb"),
                        Trees.text(object, "spec", "nonResourceAttributes", "path"));
        status.put("allowed", allowed);
        if (allowed) {
            status.put("reason", "RBAC: allowed");
        }
    }

    private void rules(ObjectNode object, ObjectNode status) {
        String namespace = Trees.text(object, "spec", "namespace");
        status.putArray("resourceRules");
        status.putArray("nonResourceRules");
        for (JsonNode rule : new Authorizer(call.server()).rules(call.caller(), namespace)) {
            status.withArray(rule.has("nonResourceURLs") ? "nonResourceRules" : "resourceRules")
                    .add(rule);
        }
        status.put("incomplete", false);
    }

    private void token(ObjectNode object, ObjectNode status) {
        Optional<KubeIdentity> found =
                ServiceAccountTokens.identity(call.server(), Trees.text(object, "spec", "token"));
        status.put("authenticated", found.isPresent());
        found.ifPresent(who -> user(status.putObject("user"), who));
        if (found.isEmpty()) {
            status.put("error", "invalid bearer token");
        }
    }

    private static void user(ObjectNode into, KubeIdentity who) {
        into.put("username", who.user());
        who.groups().forEach(into.withArray("groups")::add);
    }
}
