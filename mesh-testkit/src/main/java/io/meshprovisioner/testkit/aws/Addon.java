package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An add-on of a cluster.
 *
 * @param changed when its objects were last put
 * @param fate what was laid down for it
 * @param deleting whether deletion was asked for
 */
record Addon(
        String cluster,
        String name,
        String arn,
        String version,
        Optional<String> roleArn,
        Optional<String> configuration,
        Map<String, String> tags,
        Instant created,
        Instant changed,
        Optional<ResourceFate> fate,
        boolean deleting) {

    Addon {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    String key() {
        return cluster + "/" + name;
    }

    Addon updated(String otherVersion, Optional<String> role, Optional<String> values, Instant at) {
        return new Addon(cluster, name, arn, otherVersion, role, values, tags, created, at, Optional.empty(), deleting);
    }

    Addon withTags(Map<String, String> other) {
        return new Addon(cluster, name, arn, version, roleArn, configuration, other, created, changed, fate, deleting);
    }

    Addon goingAway() {
        return new Addon(cluster, name, arn, version, roleArn, configuration, tags, created, changed, fate, true);
    }
}
