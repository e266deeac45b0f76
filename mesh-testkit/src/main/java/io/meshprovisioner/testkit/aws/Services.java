package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.CredentialScope;
import io.meshprovisioner.testkit.aws.protocol.Protocol;
import io.meshprovisioner.testkit.wire.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Which services there are, and which of them a request is for. */
final class Services {
    private static final Service EC2 =
            Service.Query.of("ec2", Protocol.EC2, "http://ec2.amazonaws.com/doc/2016-11-15/", Services::registerEc2);
    private static final Service IAM =
            Service.Query.of("iam", Protocol.QUERY, "https://iam.amazonaws.com/doc/2010-05-08/", Iam::register);
    private static final Service STS =
            Service.Query.of("sts", Protocol.QUERY, "https://sts.amazonaws.com/doc/2011-06-15/", Sts::register);
    private static final Service CLASSIC = Service.Query.of(
            "elasticloadbalancing",
            Protocol.QUERY,
            "http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/",
            ClassicBalancers::register);
    private static final Service NETWORK = Service.Query.of(
            "elasticloadbalancingv2",
            Protocol.QUERY,
            "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
            NetworkBalancers::register);
    private static final Service EKS = Service.Rest.of("eks", Services::registerEks);
    private static final Service SSM = Service.Target.of("ssm", Parameters::register);
    private static final Service LOGS = Service.Target.of("logs", LogGroups::register);
    private static final Service PRICING = Service.Target.of("pricing", PriceLists::register);
    private static final Map<String, Service> BY_SIGNING_NAME =
            Map.of("ec2", EC2, "iam", IAM, "sts", STS, "eks", EKS, "ssm", SSM, "logs", LOGS, "pricing", PRICING);

    private Services() {}

    private static void registerEc2(Map<String, Call.QueryHandler> operations) {
        List<Consumer<Map<String, Call.QueryHandler>>> families = List.of(
                Vpcs::register,
                Subnets::register,
                InternetGateways::register,
                RouteTables::register,
                RouteAssociations::register,
                Addresses::register,
                NatGateways::register,
                VpcEndpoints::register,
                SecurityGroups::register,
                SecurityGroupRules::register,
                KeyPairs::register,
                LaunchTemplates::register,
                Interfaces::register,
                Instances::register,
                InstanceTypes::register,
                Volumes::register,
                Places::register,
                Tags::register);
        families.forEach(family -> family.accept(operations));
    }

    private static void registerEks(EksRoutes routes) {
        List<Consumer<EksRoutes>> families = List.of(
                Clusters::register,
                ClusterUpdates::register,
                Nodegroups::register,
                NodegroupUpdates::register,
                FargateProfiles::register,
                Addons::register,
                AccessEntries::register,
                AccessPolicies::register,
                PodIdentities::register,
                EksTags::register);
        families.forEach(family -> family.accept(routes));
    }

    /** The service that a signed request is for. */
    static Optional<Service> of(CredentialScope scope, Request request) {
        return scope.service().equals("elasticloadbalancing")
                ? Optional.of(balancing(request))
                : Optional.ofNullable(BY_SIGNING_NAME.get(scope.service()));
    }

    /** Both generations sign alike; the API's date tells them apart. */
    private static Service balancing(Request request) {
        return request.text().contains("Version=2015-12-01") ? NETWORK : CLASSIC;
    }
}
