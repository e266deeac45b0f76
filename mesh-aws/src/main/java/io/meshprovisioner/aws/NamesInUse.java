package io.meshprovisioner.aws;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/**
 * Which names of a mesh EC2's resources bear, of all kinds in one DescribeTags: whoever looks for what should not be there
 * describes only the kinds of which something is.
 */
final class NamesInUse {
    private final List<TagDescription> tags;
    private final Instant at;

    private NamesInUse(List<TagDescription> tags, Instant at) {
        this.tags = List.copyOf(tags);
        this.at = at;
    }

    static NamesInUse read(AwsCalls calls, String mesh, Instant now) {
        return new NamesInUse(
                Census.tags(calls, Look.filter("key", Tags.RESOURCE), Look.filter("value", mesh + "/*")), now);
    }

    /** Whether it still tells what is there, as far as AWS ever does. */
    boolean isYoung(Instant now) {
        return !now.isAfter(at.plus(Survey.YOUNG));
    }

    /** Each once, however many bear it. */
    Set<String> of(ResourceType kind) {
        return tags.stream()
                .filter(tag -> tag.resourceType() == kind)
                .map(TagDescription::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether two of one of these kinds bear the same name. */
    boolean anyTwice(Set<String> kinds) {
        return tags.stream()
                .filter(tag -> kinds.contains(tag.resourceTypeAsString()))
                .collect(Collectors.groupingBy(
                        tag -> tag.resourceTypeAsString() + " " + tag.value(), Collectors.counting()))
                .values()
                .stream()
                .anyMatch(count -> count > 1);
    }
}
