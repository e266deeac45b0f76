package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.spi.NodeCapacity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eks.model.Issue;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupIssueCode;

/** What EKS says of a node group that does not start, and what to do about it. */
final class NodeTrouble {
    private static final Map<NodegroupIssueCode, String> ADVICE = Map.of(
            NodegroupIssueCode.NODE_CREATION_FAILURE,
            "Nodes started and did not join: see that their subnets reach the Internet or EKS's endpoints, that the"
                    + " node role has its policies and the VPC its DNS names.",
            NodegroupIssueCode.ASG_INSTANCE_LAUNCH_FAILURES,
            "Ask for fewer or smaller nodes, another instance type or another zone; or raise the quota that the reason"
                    + " names (on-demand vCPUs: L-1216C47A).",
            NodegroupIssueCode.INSTANCE_LIMIT_EXCEEDED,
            "Ask for fewer or smaller nodes, or raise the quota for on-demand vCPUs (L-1216C47A).",
            NodegroupIssueCode.INSUFFICIENT_FREE_ADDRESSES,
            "The subnets have too few free addresses: ask for fewer nodes or larger subnets.",
            NodegroupIssueCode.EC2_SUBNET_INVALID_CONFIGURATION,
            "Nodes in public subnets need public addresses (mapPublicIpOnLaunch): run install() again, it sets them.",
            NodegroupIssueCode.ACCESS_DENIED,
            "EKS may not act for the account: see the node role and the service-linked role of EKS node groups.");

    private NodeTrouble() {}

    /** Whether a group that is still being made will not come up. */
    static boolean sign(Nodegroup found) {
        return !issues(found).isEmpty();
    }

    private static List<Issue> issues(Nodegroup found) {
        return found.health() == null ? List.of() : found.health().issues();
    }

    static Observation<NodeCapacity> failed(Nodegroup found, boolean discard) {
        String reason = issues(found).stream()
                .map(issue -> issue.codeAsString() + ": " + issue.message())
                .collect(Collectors.joining("; "));
        String advice = issues(found).stream()
                .map(issue -> ADVICE.getOrDefault(issue.code(), "Look the code up in EKS's documentation."))
                .distinct()
                .collect(Collectors.joining(" "));
        return new Observation.Failed<>(
                "Node group \"" + found.nodegroupName() + "\" cannot start (" + found.statusAsString() + "): "
                        + (reason.isEmpty() ? "EKS gives no reason" : reason),
                advice + " Nothing to clean up: run install() again and it continues, or uninstall().",
                discard);
    }
}
