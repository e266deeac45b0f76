package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Log groups: EKS makes one where control plane logging is on, and never deletes it. */
final class LogGroups {
    private LogGroups() {}

    static void register(Map<String, BiFunction<Call, ObjectNode, ObjectNode>> operations) {
        operations.put("CreateLogGroup", LogGroups::create);
        operations.put("DescribeLogGroups", LogGroups::describe);
        operations.put("DeleteLogGroup", LogGroups::delete);
    }

    static void ensure(Site site, String name) {
        if (!site.here().logGroups.has(name)) {
            site.here().logGroups.put(name, new LogGroup(name, site.now(), Map.of()));
            site.world().changed();
        }
    }

    private static ObjectNode create(Call call, ObjectNode in) {
        String name = name(in);
        if (call.here().logGroups.has(name)) {
            throw AwsError.of("ResourceAlreadyExistsException", "The specified log group already exists");
        }
        call.here().logGroups.put(name, new LogGroup(name, call.now(), EksIn.map(in.path("tags"))));
        call.site().world().changed();
        return Json.object();
    }

    private static String name(ObjectNode in) {
        return EksIn.text(in, "logGroupName")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> AwsError.of("InvalidParameterException", "logGroupName is required."));
    }

    private static ObjectNode describe(Call call, ObjectNode in) {
        Optional<String> prefix = EksIn.text(in, "logGroupNamePrefix");
        List<LogGroup> asked = call.here().logGroups.all().stream()
                .filter(group -> group.name().startsWith(prefix.orElse("")))
                .toList();
        Pages<LogGroup> page = Pages.of(
                asked,
                LogGroup::name,
                EksIn.text(in, "nextToken"),
                in.path("limit").asInt(50));
        ObjectNode out = Json.object();
        out.set("logGroups", Json.list(page.items(), group -> Json.object()
                .put("logGroupName", group.name())
                .put("creationTime", group.created().toEpochMilli())
                .put("metricFilterCount", 0)
                .put("arn", call.site().arn("logs", "log-group:" + group.name() + ":*"))
                .put("storedBytes", 0)
                .put("logGroupClass", "STANDARD")));
        Json.put(out, "nextToken", page.next());
        return out;
    }

    private static ObjectNode delete(Call call, ObjectNode in) {
        String name = name(in);
        if (!call.here().logGroups.has(name)) {
            throw AwsError.of("ResourceNotFoundException", "The specified log group does not exist.");
        }
        call.here().logGroups.remove(name);
        call.site().world().changed();
        return Json.object();
    }
}
