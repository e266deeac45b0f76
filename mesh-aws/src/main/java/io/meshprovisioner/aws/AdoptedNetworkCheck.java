package io.meshprovisioner.aws;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.VpcSpec;
import io.meshprovisioner.spec.VpcSpec.AdoptedVpc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;

/**
 * Whether a network that is to be adopted can carry a mesh as it is, since nothing of it will be changed. EKS's network
 * requirements: two zones, six free addresses a subnet (sixteen advised), both DNS attributes; nodes need a way out.
 */
final class AdoptedNetworkCheck {
    static final Set<String> CALLS =
            Set.of("ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeRouteTables", "ec2:DescribeVpcAttribute");

    private static final int FEWEST_FREE = 6;
    private static final String PATH = "vpc.adopted";

    private final AwsCalls calls;
    private final MeshSpec spec;
    private final AdoptedVpc adopted;
    private final List<SpecProblem> problems;
    private final Map<String, Subnet> subnets = new LinkedHashMap<>();

    AdoptedNetworkCheck(AwsCalls calls, MeshSpec spec, AdoptedVpc adopted, List<SpecProblem> problems) {
        this.calls = calls;
        this.spec = spec;
        this.adopted = adopted;
        this.problems = problems;
    }

    /** The network with the block and the zones that the adopted one has; as it was where problems were found. */
    VpcSpec run() {
        Optional<Vpc> vpc = Look.VPCS.by(calls, Look.filter("vpc-id", adopted.id())).stream()
                .findFirst();
        if (vpc.isEmpty()) {
            add(
                    ".id",
                    "There is no VPC " + adopted.id() + " in " + spec.region() + ".",
                    "Correct the id or the region.");
            return spec.vpc();
        }
        Look.SUBNETS
                .by(calls, Look.filter("vpc-id", adopted.id()))
                .forEach(found -> subnets.put(found.subnetId(), found));
        List<Subnet> named = new ArrayList<>();
        each("publicSubnets", adopted.publicSubnets(), named);
        each("privateSubnets", adopted.privateSubnets(), named);
        if (!problems.isEmpty()) {
            return spec.vpc();
        }
        Set<String> zones = new TreeSet<>();
        named.forEach(subnet -> zones.add(subnet.availabilityZone()));
        if (zones.size() < 2) {
            add("", "All subnets are in " + zones + ".", "Name subnets of two zones at least: EKS needs them.");
        }
        dns();
        routes();
        balancers();
        return spec.vpc().cidr(vpc.get().cidrBlock()).availabilityZones(zones.toArray(String[]::new));
    }

    private void add(String at, String message, String advice) {
        problems.add(new SpecProblem(PATH + at, message, advice));
    }

    private void each(String list, List<String> ids, List<Subnet> named) {
        for (int i = 0; i < ids.size(); i++) {
            String at = "." + list + "[" + i + "]";
            Subnet subnet = subnets.get(ids.get(i));
            if (subnet == null) {
                add(at, ids.get(i) + " is not in VPC " + adopted.id() + ".", "It has " + subnets.keySet() + ".");
            } else {
                named.add(subnet);
                if (subnet.availableIpAddressCount() < FEWEST_FREE) {
                    add(
                            at,
                            ids.get(i) + " has " + subnet.availableIpAddressCount() + " free addresses.",
                            "EKS needs " + FEWEST_FREE + " in each subnet, 16 are advised: name a larger one.");
                }
            }
        }
    }

    private void dns() {
        boolean support = attribute(VpcAttributeName.ENABLE_DNS_SUPPORT)
                .map(DescribeVpcAttributeResponse::enableDnsSupport)
                .map(AttributeBooleanValue::value)
                .orElse(false);
        boolean names = attribute(VpcAttributeName.ENABLE_DNS_HOSTNAMES)
                .map(DescribeVpcAttributeResponse::enableDnsHostnames)
                .map(AttributeBooleanValue::value)
                .orElse(false);
        if (!support || !names) {
            add(
                    ".id",
                    "VPC " + adopted.id() + " has no DNS " + (support ? "host names" : "support")
                            + ": nodes would not find the cluster.",
                    "Run: aws ec2 modify-vpc-attribute --vpc-id " + adopted.id() + " --enable-dns-"
                            + (support ? "hostnames" : "support") + " '{\"Value\":true}'");
        }
    }

    private Optional<DescribeVpcAttributeResponse> attribute(VpcAttributeName name) {
        return calls.ec2()
                .find(
                        DescribeVpcAttributeRequest.builder()
                                .vpcId(adopted.id())
                                .attribute(name)
                                .build(),
                        Ec2Client::describeVpcAttribute);
    }

    private void routes() {
        DefaultRoutes routes = DefaultRoutes.of(calls, adopted.id());
        boolean nodesArePublic = adopted.privateSubnets().isEmpty();
        String list = nodesArePublic ? ".publicSubnets" : ".privateSubnets";
        for (String id : adopted.nodeSubnets()) {
            if (routes.waysOut(id).findAny().isEmpty()) {
                add(
                        list,
                        id + " has no route to the Internet: nodes in it could not join.",
                        "Give its route table a default route, or name another subnet.");
            } else if (nodesArePublic && !Boolean.TRUE.equals(found(id).mapPublicIpOnLaunch())) {
                add(
                        list,
                        id + " gives nodes no public address, without which they reach nothing.",
                        "Run: aws ec2 modify-subnet-attribute --subnet-id " + id
                                + " --map-public-ip-on-launch; or name private subnets with NAT.");
            }
        }
        for (String id : adopted.publicSubnets()) {
            if (!routes.toGateway(id)) {
                add(
                        ".publicSubnets",
                        id + " does not lead to an internet gateway.",
                        "Name it as private, or route it to an internet gateway.");
            }
        }
    }

    private Subnet found(String id) {
        return java.util.Objects.requireNonNull(subnets.get(id));
    }

    /** Kubernetes makes load balancers in subnets that say so, and ours are not these to tag. */
    private void balancers() {
        boolean gateways =
                spec.istio().isPresent() && !spec.istio().get().gateways().isEmpty();
        boolean tagged = adopted.publicSubnets().stream()
                .anyMatch(id -> Tags.map(found(id).tags()).containsKey("kubernetes.io/role/elb"));
        if (gateways && !adopted.publicSubnets().isEmpty() && !tagged) {
            add(
                    ".publicSubnets",
                    "None has the tag kubernetes.io/role/elb: Kubernetes would make no load balancer for Istio's gateway.",
                    "Run: aws ec2 create-tags --resources " + String.join(" ", adopted.publicSubnets())
                            + " --tags Key=kubernetes.io/role/elb,Value=1");
        }
    }
}
