package io.meshprovisioner.aws;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.QuotaExceededException;
import io.meshprovisioner.plan.CallFailure;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsRequest;

/** Says which quota is used up, by how much, and how to go on. */
final class Quotas {
    /** By error code, and operation or kind of endpoint where one code stands for several: the quota's name and its code in Service Quotas. */
    private static final Map<String, Quota> BY_CODE = Map.ofEntries(
            Map.entry("VpcLimitExceeded", quota("VPCs per Region", "L-F678F1CE", QuotaCounts.all(Look.VPCS))),
            Map.entry(
                    "SubnetLimitExceeded",
                    quota("subnets per VPC", "L-407747CB", QuotaCounts.within(Look.SUBNETS, "vpc-id", "VpcId"))),
            Map.entry(
                    "InternetGatewayLimitExceeded",
                    quota("internet gateways per Region", "L-A4707A72", QuotaCounts.all(Look.GATEWAYS))),
            Map.entry(
                    "AddressLimitExceeded",
                    quota("Elastic IP addresses per Region", "L-0263D0A3", QuotaCounts.all(Look.ADDRESSES))),
            Map.entry(
                    "NatGatewayLimitExceeded",
                    quota("NAT gateways per zone", "L-FE5A380F", QuotaCounts::natGatewaysOfZone)),
            Map.entry(
                    "VpcEndpointLimitExceeded",
                    quota("interface endpoints per VPC", "L-29B6F2EB", QuotaCounts::interfaceEndpoints)),
            Map.entry(
                    "VpcEndpointLimitExceeded Gateway",
                    quota("gateway endpoints per Region", "L-1B52E74A", QuotaCounts::gatewayEndpoints)),
            Map.entry(
                    "RouteTableLimitExceeded",
                    quota(
                            "route tables per VPC",
                            "L-589F43AA",
                            QuotaCounts.within(Look.ROUTE_TABLES, "vpc-id", "VpcId"))),
            Map.entry("RouteLimitExceeded", quota("routes per route table", "L-93826ACB", QuotaCounts::routesOfTable)),
            Map.entry(
                    "SecurityGroupLimitExceeded",
                    quota("security groups per Region", "L-E79EC296", QuotaCounts.all(Look.GROUPS))),
            Map.entry(
                    "RulesPerSecurityGroupLimitExceeded",
                    quota("rules per security group", "L-0EA8095F", QuotaCounts::rulesOfGroup)),
            Map.entry("VcpuLimitExceeded", quota("running on-demand standard vCPUs", "L-1216C47A", QuotaCounts.NOT)),
            Map.entry(
                    "ResourceLimitExceededException CreateCluster",
                    quota("EKS clusters per Region", "L-1194D53C", QuotaCounts::clusters)),
            Map.entry(
                    "ResourceLimitExceededException CreateNodegroup",
                    quota("managed node groups per cluster", "L-6D54EA21", QuotaCounts::nodeGroups)),
            Map.entry(
                    "ResourceLimitExceededException CreateFargateProfile",
                    quota("Fargate profiles per cluster", "L-33415657", QuotaCounts::fargateProfiles)),
            Map.entry("ResourceLimitExceededException", quota("EKS resources", "", QuotaCounts.NOT)),
            Map.entry("LimitExceeded", quota("IAM entities", "", QuotaCounts.NOT)),
            Map.entry(
                    "LimitExceeded CreateRole",
                    quota("IAM roles per account", "L-FE177D64", QuotaCounts.ofAccount("Roles"))),
            Map.entry(
                    "LimitExceeded CreateUser",
                    quota("IAM users per account", "L-F55AF5E4", QuotaCounts.ofAccount("Users"))),
            Map.entry(
                    "LimitExceeded CreatePolicy",
                    quota("customer managed policies per account", "L-E95E4862", QuotaCounts.ofAccount("Policies"))),
            Map.entry("LimitExceededException", quota("entities", "", QuotaCounts.NOT)),
            Map.entry("ParameterLimitExceeded", quota("SSM parameters", "", QuotaCounts.NOT)));

    /** IAM's words, such as {@code Cannot exceed quota for RolesPerAccount: 1000}, and those of Auto Scaling. */
    private static final Pattern LIMIT = Pattern.compile("(?:quota for \\w+: |limit of )(\\d{1,9})");

    private final AwsCalls calls;

    Quotas(AwsCalls calls) {
        this.calls = calls;
    }

    private static Quota quota(String what, String code, QuotaCounts.Count inUse) {
        return new Quota(what, code, inUse);
    }

    /** What an answer means that says a quota is used up; empty for all other answers. */
    Optional<QuotaExceededException> exceeded(ApiError error, Optional<AwsRequest> request, Throwable cause) {
        Optional<String> kind = request.flatMap(QuotaCounts::endpointType);
        return Optional.ofNullable(BY_CODE.get(error.code() + " " + kind.orElse(error.operation())))
                .or(() -> Optional.ofNullable(BY_CODE.get(error.code())))
                .map(quota -> quota.exceeded(error, cause, inUse(quota, request)));
    }

    private OptionalInt inUse(Quota quota, Optional<AwsRequest> request) {
        try {
            return request.map(asked -> quota.inUse.of(calls, asked)).orElse(OptionalInt.empty());
        } catch (MeshException | CallFailure e) {
            return OptionalInt.empty(); // the quota is what counts, not that it could not be counted
        }
    }

    private record Quota(String what, String quotaCode, QuotaCounts.Count inUse) {
        QuotaExceededException exceeded(ApiError error, Throwable cause, OptionalInt used) {
            String raise = quotaCode.isEmpty()
                    ? "raise the quota in Service Quotas"
                    : "raise quota " + quotaCode + " in Service Quotas";
            OptionalInt limit = limit(error.message(), used);
            return new QuotaExceededException(
                    Failure.of(
                                    "A quota of the account is used up: " + what + numbers(limit, used) + ".",
                                    "Delete what is not needed, " + raise + ", or choose another region; then run"
                                            + " install() again and it continues.")
                            .because(error.message())
                            .answered(error)
                            .causedBy(cause),
                    quotaCode,
                    limit,
                    used);
        }

        /** Where AWS does not say it, it is what is in use: one more was refused. */
        private static OptionalInt limit(String message, OptionalInt used) {
            Matcher said = LIMIT.matcher(message);
            return said.find() ? OptionalInt.of(Integer.parseInt(said.group(1))) : used;
        }

        private static String numbers(OptionalInt limit, OptionalInt used) {
            if (limit.isEmpty()) {
                return "";
            }
            return " (limit " + limit.getAsInt() + (used.isPresent() ? ", in use " + used.getAsInt() : "") + ")";
        }
    }
}
