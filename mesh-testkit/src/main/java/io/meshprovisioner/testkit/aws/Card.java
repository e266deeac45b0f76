package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every EC2 resource has besides its own facts.
 *
 * @param type as in tag specifications, such as {@code natgateway}
 */
record Card(String type, Instant created, Map<String, String> tags) {
    Card {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    Card withTags(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(tags);
        all.putAll(more);
        return new Card(type, created, all);
    }

    Card withoutTag(String key) {
        Map<String, String> fewer = new TreeMap<>(tags);
        fewer.remove(key);
        return new Card(type, created, fewer);
    }
}
