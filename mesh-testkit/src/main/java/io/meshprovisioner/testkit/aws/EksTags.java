package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Tags of EKS resources, by ARN. */
final class EksTags {
    private EksTags() {}

    static void register(EksRoutes routes) {
        routes.on("TagResource", "POST", "/tags/{resourceArn}", EksTags::tag);
        routes.on("UntagResource", "DELETE", "/tags/{resourceArn}", EksTags::untag);
        routes.on("ListTagsForResource", "GET", "/tags/{resourceArn}", EksTags::list);
    }

    private static ObjectNode tag(Call call, EksIn in) {
        change(call, in.path("resourceArn"), tags -> {
            Map<String, String> all = new TreeMap<>(tags);
            all.putAll(in.tags());
            return all;
        });
        return Json.object();
    }

    private static ObjectNode untag(Call call, EksIn in) {
        List<String> keys = in.request().query().getOrDefault("tagKeys", List.of());
        change(call, in.path("resourceArn"), tags -> {
            Map<String, String> fewer = new TreeMap<>(tags);
            keys.forEach(fewer::remove);
            return fewer;
        });
        return Json.object();
    }

    private static ObjectNode list(Call call, EksIn in) {
        return Json.object().set("tags", Json.map(change(call, in.path("resourceArn"), tags -> tags)));
    }

    private static Map<String, String> change(Call call, String arn, UnaryOperator<Map<String, String>> change) {
        Region here = call.here();
        Optional<Map<String, String>> found = here.clusters
                .where(cluster -> cluster.arn().equals(arn))
                .findFirst()
                .map(cluster -> {
                    Map<String, String> tags = change.apply(cluster.tags());
                    here.clusters.put(cluster.name(), cluster.withTags(tags));
                    return tags;
                })
                .or(() -> here.nodegroups
                        .where(group -> group.arn().equals(arn))
                        .findFirst()
                        .map(group -> {
                            Map<String, String> tags = change.apply(group.tags());
                            here.nodegroups.put(group.key(), group.withTags(tags));
                            return tags;
                        }))
                .or(() -> here.fargateProfiles
                        .where(profile -> profile.arn().equals(arn))
                        .findFirst()
                        .map(profile -> {
                            Map<String, String> tags = change.apply(profile.tags());
                            here.fargateProfiles.put(profile.key(), profile.withTags(tags));
                            return tags;
                        }))
                .or(() -> here.addons
                        .where(addon -> addon.arn().equals(arn))
                        .findFirst()
                        .map(addon -> {
                            Map<String, String> tags = change.apply(addon.tags());
                            here.addons.put(addon.key(), addon.withTags(tags));
                            return tags;
                        }))
                .or(() -> here.accessEntries
                        .where(entry -> entry.arn().equals(arn))
                        .findFirst()
                        .map(entry -> {
                            Map<String, String> tags = change.apply(entry.tags());
                            here.accessEntries.put(entry.key(), entry.withTags(tags));
                            return tags;
                        }))
                .or(() -> here.podIdentities
                        .where(association -> association.arn().equals(arn))
                        .findFirst()
                        .map(association -> {
                            Map<String, String> tags = change.apply(association.tags());
                            here.podIdentities.put(association.key(), association.withTags(tags));
                            return tags;
                        }));
        call.site().world().changed();
        return found.orElseThrow(
                () -> AwsError.of(404, "NotFoundException", "Could not find resource for ARN %s", arn));
    }
}
