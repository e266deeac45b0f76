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
        Instant created) {
    String key() {
        return cluster + "/" + id;
    }
}
