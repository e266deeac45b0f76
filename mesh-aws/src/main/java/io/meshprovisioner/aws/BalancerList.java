package io.meshprovisioner.aws;

import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** All load balancers of the region, of both APIs. */
final class BalancerList {
    private final AwsCalls calls;

    BalancerList(AwsCalls calls) {
        this.calls = calls;
    }

    List<LoadBalancerDescription> classic() {
        return Pages.all(
                marker -> calls.classicBalancers()
                        .read(
                                DescribeLoadBalancersRequest.builder()
                                        .marker(marker)
                                        .build(),
                                ElasticLoadBalancingClient::describeLoadBalancers),
                DescribeLoadBalancersResponse::loadBalancerDescriptions,
                DescribeLoadBalancersResponse::nextMarker);
    }

    List<LoadBalancer> second() {
        return Pages.all(
                marker -> calls.balancers()
                        .read(
                                software.amazon.awssdk.services.elasticloadbalancingv2.model
                                        .DescribeLoadBalancersRequest.builder()
                                        .marker(marker)
                                        .build(),
                                ElasticLoadBalancingV2Client::describeLoadBalancers),
                software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse
                        ::loadBalancers,
                software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse::nextMarker);
    }
}
