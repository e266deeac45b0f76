package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A health issue of a node group or an add-on. */
record Issue(String code, String message, List<String> resourceIds) {
    Issue {
        resourceIds = List.copyOf(resourceIds);
    }

    static ObjectNode health(List<Issue> issues) {
        ObjectNode health = Json.object();
        health.set("issues", Json.list(issues, issue -> Json.object()
                .put("code", issue.code())
                .put("message", issue.message())
                .set("resourceIds", Json.texts(issue.resourceIds()))));
        return health;
    }
}
