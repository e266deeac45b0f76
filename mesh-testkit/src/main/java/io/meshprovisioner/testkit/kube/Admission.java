package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What happens between defaulting and validation: the built-in admission plugins, then webhooks. */
final class Admission {
    private final ApiServer server;

    Admission(ApiServer server) {
        this.server = server;
    }

    /** Admits a new object; answers it as the plugins and webhooks left it. */
    ObjectNode create(ResourceType type, ObjectNode object) {
        ObjectNode admitted = object;
        if (type.storage().equals("pods")) {
            PodAdmission.apply(server, type, admitted);
        }
        Webhooks webhooks = new Webhooks(server);
        admitted = webhooks.mutate("CREATE", type, admitted);
        webhooks.validate("CREATE", type, admitted);
        QuotaAdmission.check(server, type, admitted);
        return admitted;
    }

    void update(ResourceType type, ObjectNode live, ObjectNode object, String subresource) {
        if (subresource.isEmpty() && !object.equals(live)) {
            new Webhooks(server).validate("UPDATE", type, object);
        }
    }

    void delete(ResourceType type, ObjectNode live) {
        new Webhooks(server).validate("DELETE", type, live);
    }
}
