package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A managed node group. */
record Nodegroup(
        String cluster,
        String name,
        String arn,
        String uid,
        String version,
        Shape shape,
        Scaling scaling,
        Map<String, String> labels,
        List<Taint> taints,
        Optional<Template> template,
        JsonNode updateConfig,
        Map<String, String> tags,
        Instant created,
        Instant modified,
        Status status,
        List<Issue> issues) {

    Nodegroup {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        taints = List.copyOf(taints);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        issues = List.copyOf(issues);
    }

    enum Status {
        CREATING,
        ACTIVE,
        UPDATING,
        DELETING,
        CREATE_FAILED,
        DELETE_FAILED,
        DEGRADED
    }

    /** What never changes. */
    record Shape(
            List<String> instanceTypes,
            List<String> subnets,
            String roleArn,
            String capacityType,
            String amiType,
            int diskSize,
            Optional<String> sshKey,
            List<String> sshSources) {
        Shape {
            instanceTypes = List.copyOf(instanceTypes);
            subnets = List.copyOf(subnets);
            sshSources = List.copyOf(sshSources);
        }
    }

    record Scaling(int min, int max, int desired) {}

    /** A taint in EKS's words: effect NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE. */
    record Taint(String key, String value, String effect) {}

    /** The launch template in use. */
    record Template(String id, String name, int version) {}

    String key() {
        return cluster + "/" + name;
    }

    String groupName() {
        return "eks-" + name + "-" + uid;
    }

    String instanceType() {
        return shape.instanceTypes().get(0);
    }

    Nodegroup with(Status otherStatus, List<Issue> otherIssues, Instant at) {
        return new Nodegroup(
                cluster,
                name,
                arn,
                uid,
                version,
                shape,
                scaling,
                labels,
                taints,
                template,
                updateConfig,
                tags,
                created,
                at,
                otherStatus,
                otherIssues);
    }

    Nodegroup withStatus(Status other, Instant at) {
        return with(other, issues, at);
    }

    Nodegroup withConfig(
            Scaling otherScaling, Map<String, String> otherLabels, List<Taint> otherTaints, JsonNode otherUpdate) {
        return new Nodegroup(
                cluster,
                name,
                arn,
                uid,
                version,
                shape,
                otherScaling,
                otherLabels,
                otherTaints,
                template,
                otherUpdate,
                tags,
                created,
                modified,
                status,
                issues);
    }

    Nodegroup withVersion(String other, Optional<Template> otherTemplate) {
        return new Nodegroup(
                cluster,
                name,
                arn,
                uid,
                other,
                shape,
                scaling,
                labels,
                taints,
                otherTemplate,
                updateConfig,
                tags,
                created,
                modified,
                status,
                issues);
    }

    Nodegroup withTags(Map<String, String> other) {
        return new Nodegroup(
                cluster,
                name,
                arn,
                uid,
                version,
                shape,
                scaling,
                labels,
                taints,
                template,
                updateConfig,
                other,
                created,
                modified,
                status,
                issues);
    }
}
