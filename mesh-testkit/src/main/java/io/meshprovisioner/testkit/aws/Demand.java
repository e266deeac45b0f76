package io.meshprovisioner.testkit.aws;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a call asks IAM for; a call is allowed when all its demands are.
 *
 * @param resource its ARN, {@code *} where the action knows none; empty where what the call names does not exist, so
 *     that only the action counts and the service itself answers
 * @param context condition keys that the request carries, such as {@code aws:ResourceTag/team}
 */
record Demand(String action, Optional<String> resource, Map<String, String> context) {
    Demand {
        context = Collections.unmodifiableMap(new TreeMap<>(context));
    }

    static Demand onAnything(String action) {
        return new Demand(action, Optional.of("*"), Map.of());
    }

    static Demand on(String action, String arn) {
        return new Demand(action, Optional.of(arn), Map.of());
    }

    static Demand onNothing(String action) {
        return new Demand(action, Optional.empty(), Map.of());
    }

    Demand with(String key, String value) {
        Map<String, String> more = new TreeMap<>(context);
        more.put(key, value);
        return new Demand(action, resource, more);
    }

    /** On what has these tags already. */
    Demand tagged(Map<String, String> tags) {
        return withAll("aws:ResourceTag/", tags);
    }

    /** With these tags in the request. */
    Demand tagging(Map<String, String> tags) {
        return withAll("aws:RequestTag/", tags);
    }

    private Demand withAll(String prefix, Map<String, String> tags) {
        Map<String, String> more = new TreeMap<>(context);
        tags.forEach((key, value) -> more.put(prefix + key, value));
        return new Demand(action, resource, more);
    }
}
