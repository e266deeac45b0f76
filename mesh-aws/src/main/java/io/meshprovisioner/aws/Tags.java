package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Difference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The tags that make a resource ours, and the user's own beside them.
 *
 * @param mesh whose resources they mark
 * @param users the user's own
 */
record Tags(String mesh, Map<String, String> users) {
    /** Whose it is. */
    static final String MESH = "mesh-provisioner/mesh";

    /** Which one it is: {@code <mesh>/<name>}. */
    static final String RESOURCE = "mesh-provisioner/resource";

    private static final String MANAGED = "mesh-provisioner/managed";

    Map<String, String> of(String logical) {
        return of(logical, Map.of());
    }

    Map<String, String> of(String logical, Map<String, String> special) {
        Map<String, String> all = new TreeMap<>(users);
        all.putAll(special);
        all.put("Name", logical);
        all.put(MESH, mesh);
        all.put(RESOURCE, logical);
        all.put(MANAGED, "true");
        return all;
    }

    boolean ours(Map<String, String> tags) {
        return mesh.equals(tags.get(MESH));
    }

    static TagSpecification specification(ResourceType type, Map<String, String> tags) {
        return TagSpecification.builder().resourceType(type).tags(ec2(tags)).build();
    }

    static List<Tag> ec2(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static List<software.amazon.awssdk.services.iam.model.Tag> iam(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> software.amazon.awssdk.services.iam.model.Tag.builder()
                        .key(tag.getKey())
                        .value(tag.getValue())
                        .build())
                .toList();
    }

    static Map<String, String> map(Collection<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value, (first, second) -> second, TreeMap::new));
    }

    static Map<String, String> iamMap(Collection<software.amazon.awssdk.services.iam.model.Tag> tags) {
        return tags.stream()
                .collect(Collectors.toMap(
                        software.amazon.awssdk.services.iam.model.Tag::key,
                        software.amazon.awssdk.services.iam.model.Tag::value,
                        (first, second) -> second,
                        TreeMap::new));
    }

    /** Where the tags that stand are not what they should be; tags of others are nobody's business. */
    static List<Difference> differences(Map<String, String> actual, Map<String, String> desired) {
        List<Difference> result = new ArrayList<>();
        desired.forEach((key, value) -> {
            String found = actual.get(key);
            if (!value.equals(found)) {
                result.add(new Difference("tags." + key, found == null ? "" : found, value, Difference.Remedy.UPDATE));
            }
        });
        return result;
    }

    static boolean isTag(Difference difference) {
        return difference.field().startsWith("tags.");
    }
}
