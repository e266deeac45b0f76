package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import java.time.Instant;

/** The conditions in a status. */
final class Conditions {
    private Conditions() {}

    /** Sets a condition; its transition time moves only with its status. Changes the status object. */
    static void set(ObjectNode status, Instant now, String type, boolean value, String reason, String message) {
        ObjectNode condition = find(status.withArray("conditions"), type);
        String text = value ? "True" : "False";
        if (!Trees.text(condition, "status").equals(text)) {
            condition.put("lastTransitionTime", Timestamps.seconds(now));
        }
        condition.put("status", text);
        member(condition, "reason", reason);
        member(condition, "message", message);
    }

    private static void member(ObjectNode condition, String name, String value) {
        if (value.isEmpty()) {
            condition.remove(name);
        } else {
            condition.put(name, value);
        }
    }

    private static ObjectNode find(ArrayNode conditions, String type) {
        for (ObjectNode condition : Trees.objects(conditions)) {
            if (Trees.text(condition, "type").equals(type)) {
                return condition;
            }
        }
        return conditions.addObject().put("type", type);
    }

    /** Takes a condition away. */
    static void remove(ObjectNode status, String type) {
        ArrayNode kept = Trees.array();
        for (ObjectNode condition : Trees.objects(status.path("conditions"))) {
            if (!Trees.text(condition, "type").equals(type)) {
                kept.add(condition);
            }
        }
        status.set("conditions", kept);
    }
}
