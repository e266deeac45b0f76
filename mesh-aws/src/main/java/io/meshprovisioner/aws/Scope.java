package io.meshprovisioner.aws;

import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spec.IamSpec;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;

/** What all resources of one mesh share. */
record Scope(AwsCalls calls, Names names, Tags tags, Survey survey, Identity identity, IamSpec iam) {

    /** The same mesh in a cluster of somebody else's. */
    Scope in(String adopted) {
        return new Scope(calls, names.in(adopted), tags, survey, identity, iam);
    }

    /** All of the mesh's resources of a kind that carry a logical name; from the survey on a resource's first look. */
    <M> List<M> named(Look<M> look, String logical, ResourceId who, Instant now) {
        List<M> all = survey.first(look, who, now).orElseGet(() -> {
            Filter resource = Look.tag(Tags.RESOURCE, logical);
            return look.ofMesh(calls, names.mesh(), resource);
        });
        return look.named(all, logical).toList();
    }
}
