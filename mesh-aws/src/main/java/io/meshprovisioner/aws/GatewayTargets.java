package io.meshprovisioner.aws;

import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.spi.TargetHealth;
import io.meshprovisioner.spi.TargetHealth.Target;
import io.meshprovisioner.spi.TargetHealth.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeInstanceHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeInstanceHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The health of the targets of load balancers that are known by their host names, in both APIs. */
final class GatewayTargets {
    static final Set<String> CALLS = Set.of(
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeInstanceHealth",
            "elasticloadbalancingv2:DescribeLoadBalancers",
            "elasticloadbalancingv2:DescribeTargetGroups",
            "elasticloadbalancingv2:DescribeTargetHealth");

    private final AwsCalls calls;

    GatewayTargets(AwsCalls calls) {
        this.calls = calls;
    }

    /** Of those that are found; nothing where the caller may not look. */
    List<TargetHealth> of(Set<String> hostnames) {
        List<TargetHealth> found = new ArrayList<>();
        try {
            for (LoadBalancer balancer : new BalancerList(calls).second()) {
                named(hostnames, balancer.dnsName())
                        .ifPresent(name -> found.add(new TargetHealth(name, targets(balancer.loadBalancerArn()))));
            }
            if (found.size() < hostnames.size()) {
                for (LoadBalancerDescription balancer : new BalancerList(calls).classic()) {
                    named(hostnames, balancer.dnsName())
                            .ifPresent(
                                    name -> found.add(new TargetHealth(name, instances(balancer.loadBalancerName()))));
                }
            }
        } catch (AccessDeniedException e) {
            return List.of(); // a status with fewer rights than an install is still a status
        }
        return found;
    }

    /** Host names know no case; Kubernetes may have written down another than AWS says now. */
    private static Optional<String> named(Set<String> hostnames, @Nullable String dnsName) {
        return hostnames.stream().filter(name -> name.equalsIgnoreCase(dnsName)).findFirst();
    }

    /** Of one that goes meanwhile there are none. */
    private List<Target> targets(String arn) {
        List<TargetGroup> groups = Pages.all(
                marker -> calls.balancers()
                        .find(
                                DescribeTargetGroupsRequest.builder()
                                        .loadBalancerArn(arn)
                                        .marker(marker)
                                        .build(),
                                ElasticLoadBalancingV2Client::describeTargetGroups)
                        .orElseGet(() -> DescribeTargetGroupsResponse.builder().build()),
                DescribeTargetGroupsResponse::targetGroups,
                DescribeTargetGroupsResponse::nextMarker);
        List<Target> targets = new ArrayList<>();
        for (TargetGroup group : groups) {
            calls.balancers()
                    .find(
                            DescribeTargetHealthRequest.builder()
                                    .targetGroupArn(group.targetGroupArn())
                                    .build(),
                            ElasticLoadBalancingV2Client::describeTargetHealth)
                    .map(DescribeTargetHealthResponse::targetHealthDescriptions)
                    .orElse(List.of())
                    .forEach(target -> targets.add(target(target)));
        }
        return targets;
    }

    private static Target target(TargetHealthDescription described) {
        var health = described.targetHealth();
        Integer port = described.target().port();
        return new Target(
                described.target().id(),
                port == null ? 0 : port,
                verdict(health.state()),
                text(health.stateAsString()),
                text(health.reasonAsString()),
                text(health.description()));
    }

    /** The states as the API reference of TargetHealth lists them; what is not checked at all is sent to. */
    private static Verdict verdict(@Nullable TargetHealthStateEnum state) {
        if (state == null) {
            return Verdict.FAILING;
        }
        return switch (state) {
            case HEALTHY, UNAVAILABLE -> Verdict.HEALTHY;
            case INITIAL -> Verdict.CHECKING;
            case UNUSED, DRAINING, UNHEALTHY_DRAINING -> Verdict.OUT;
            case UNHEALTHY, UNKNOWN_TO_SDK_VERSION -> Verdict.FAILING;
        };
    }

    private List<Target> instances(String name) {
        return calls
                .classicBalancers()
                .find(
                        DescribeInstanceHealthRequest.builder()
                                .loadBalancerName(name)
                                .build(),
                        ElasticLoadBalancingClient::describeInstanceHealth)
                .map(DescribeInstanceHealthResponse::instanceStates)
                .orElse(List.of())
                .stream()
                .map(GatewayTargets::instance)
                .toList();
    }

    /** Where a classic one has nothing to say it says N/A. */
    private static Target instance(InstanceState instance) {
        String reason = text(instance.reasonCode()).replace("N/A", "");
        String description = text(instance.description()).replace("N/A", "");
        return new Target(
                text(instance.instanceId()),
                0,
                verdict(text(instance.state()), reason, description),
                text(instance.state()),
                reason,
                description);
    }

    /**
     * The reason code says only whose matter it is: the load balancer's while it registers an instance, else the
     * instance's, of which the description tells whether it runs.
     */
    private static Verdict verdict(String state, String reason, String description) {
        if (state.equals("InService")) {
            return Verdict.HEALTHY;
        }
        if (reason.equals("ELB") || state.equals("Unknown")) {
            return Verdict.CHECKING;
        }
        return description.matches("Instance is in \\S+ state.*") || description.contains("not currently registered")
                ? Verdict.OUT
                : Verdict.FAILING;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
