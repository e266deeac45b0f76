package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An access entry with the policies associated with it, by policy ARN. */
record AccessEntry(
        String cluster,
        String principalArn,
        String arn,
        String type,
        String username,
        List<String> groups,
        Map<String, Scope> policies,
        Map<String, String> tags,
        Instant created,
        Instant modified) {

    AccessEntry {
        groups = List.copyOf(groups);
        policies = Collections.unmodifiableMap(new TreeMap<>(policies));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** Where a policy counts; no namespace means the whole cluster. */
    record Scope(List<String> namespaces, Instant associated) {
        Scope {
            namespaces = List.copyOf(namespaces);
        }
    }

    String key() {
        return cluster + "/" + principalArn;
    }

    AccessEntry withPolicy(String policyArn, Optional<Scope> scope, Instant at) {
        Map<String, Scope> all = new TreeMap<>(policies);
        scope.ifPresentOrElse(value -> all.put(policyArn, value), () -> all.remove(policyArn));
        return new AccessEntry(cluster, principalArn, arn, type, username, groups, all, tags, created, at);
    }

    AccessEntry with(String otherUsername, List<String> otherGroups, Instant at) {
        return new AccessEntry(
                cluster, principalArn, arn, type, otherUsername, otherGroups, policies, tags, created, at);
    }

    AccessEntry withTags(Map<String, String> other) {
        return new AccessEntry(cluster, principalArn, arn, type, username, groups, policies, other, created, modified);
    }
}
