package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Map;

/** Which role the pods of a service account get. */
record PodIdentityAssociation(
        String cluster,
        String id,
        String arn,
        String namespace,
        String serviceAccount,
        String roleArn,
        Map<String, String> tags,
        Instant created,
        Instant modified) {
    PodIdentityAssociation withRole(String other, Instant now) {
        return new PodIdentityAssociation(cluster, id, arn, namespace, serviceAccount, other, tags, created, now);
    }

    PodIdentityAssociation withTags(Map<String, String> others) {
        return new PodIdentityAssociation(
                cluster, id, arn, namespace, serviceAccount, roleArn, others, created, modified);
    }

    String key() {
        return cluster + "/" + id;
    }
}
