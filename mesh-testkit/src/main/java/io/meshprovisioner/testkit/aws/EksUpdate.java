package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An update of a cluster, a node group or an add-on.
 *
 * @param about {@code cluster}, {@code nodegroup/NAME} or {@code addon/NAME}
 */
record EksUpdate(
        String id,
        String cluster,
        String about,
        String type,
        Map<String, String> params,
        Instant created,
        Instant done,
        Optional<String> failure) {

    EksUpdate {
        params = Collections.unmodifiableMap(new TreeMap<>(params));
    }

    String status(Instant now) {
        if (done.isAfter(now)) {
            return "InProgress";
        }
        return failure.isPresent() ? "Failed" : "Successful";
    }

    ObjectNode write(Instant now) {
        ObjectNode out = Json.object()
                .put("id", id)
                .put("status", status(now))
                .put("type", type)
                .put("createdAt", Json.time(created));
        out.set("params", Json.entries(params, (name, value) -> Json.object()
                .put("type", name)
                .put("value", value)));
        var errors = out.putArray("errors");
        failure.filter(text -> !done.isAfter(now))
                .ifPresent(text -> errors.add(
                        Json.object().put("errorCode", "NodeCreationFailure").put("errorMessage", text)));
        return out;
    }
}
