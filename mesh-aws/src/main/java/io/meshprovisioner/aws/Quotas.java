package io.meshprovisioner.aws;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.QuotaExceededException;
import io.meshprovisioner.plan.CallFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ListClustersRequest;
import software.amazon.awssdk.services.eks.model.ListClustersResponse;

/** Says which quota is used up, by how much, and how to go on. */
final class Quotas {
    /** By error code, and operation where one code stands for several: the quota's name and its code in Service Quotas. */
    private static final Map<String, Quota> BY_CODE = Map.ofEntries(
            Map.entry("VpcLimitExceeded", quota("VPCs per Region", "L-F678F1CE", counting(Look.VPCS))),
            Map.entry("SubnetLimitExceeded", quota("subnets per VPC", "L-407747CB", null)),
            Map.entry(
                    "InternetGatewayLimitExceeded",
                    quota("internet gateways per Region", "L-A4707A72", counting(Look.GATEWAYS))),
            Map.entry(
                    "AddressLimitExceeded",
                    quota("Elastic IP addresses per Region", "L-0263D0A3", counting(Look.ADDRESSES))),
            Map.entry("NatGatewayLimitExceeded", quota("NAT gateways per zone", "L-FE5A380F", null)),
            Map.entry("RouteTableLimitExceeded", quota("route tables per VPC", "L-589F43AA", null)),
            Map.entry("RouteLimitExceeded", quota("routes per route table", "L-93826ACB", null)),
            Map.entry(
                    "SecurityGroupLimitExceeded",
                    quota("security groups per Region", "L-E79EC296", counting(Look.GROUPS))),
            Map.entry("RulesPerSecurityGroupLimitExceeded", quota("rules per security group", "L-0EA8095F", null)),
            Map.entry("VcpuLimitExceeded", quota("running on-demand standard vCPUs", "L-1216C47A", null)),
            Map.entry(
                    "ResourceLimitExceededException CreateCluster",
                    quota("EKS clusters per Region", "L-1194D53C", Quotas::clusters)),
            Map.entry(
                    "ResourceLimitExceededException CreateNodegroup",
                    quota("managed node groups per cluster", "L-6D54EA21", null)),
            Map.entry(
                    "ResourceLimitExceededException CreateFargateProfile",
                    quota("Fargate profiles per cluster", "L-33415657", null)),
            Map.entry("ResourceLimitExceededException", quota("EKS resources", "", null)),
            Map.entry("LimitExceeded", quota("IAM entities", "", null)),
            Map.entry("LimitExceededException", quota("entities", "", null)),
            Map.entry("ParameterLimitExceeded", quota("SSM parameters", "", null)));

    private final AwsCalls calls;

    Quotas(AwsCalls calls) {
        this.calls = calls;
    }

    private static Quota quota(String what, String code, @Nullable Function<AwsCalls, Integer> inUse) {
        return new Quota(what, code, Optional.ofNullable(inUse));
    }

    private static <M> Function<AwsCalls, Integer> counting(Look<M> look) {
        return calls -> look.by(calls).size();
    }

    private static int clusters(AwsCalls calls) {
        List<String> names = Pages.all(
                token -> calls.eks()
                        .read(ListClustersRequest.builder().nextToken(token).build(), EksClient::listClusters),
                ListClustersResponse::clusters,
                ListClustersResponse::nextToken);
        return names.size();
    }

    /** What an answer means that says a quota is used up; empty for all other answers. */
    Optional<QuotaExceededException> exceeded(ApiError error, Throwable cause) {
        return Optional.ofNullable(BY_CODE.get(error.code() + " " + error.operation()))
                .or(() -> Optional.ofNullable(BY_CODE.get(error.code())))
                .map(quota -> quota.exceeded(error, cause, inUse(quota)));
    }

    private OptionalInt inUse(Quota quota) {
        try {
            return quota.inUse.isEmpty()
                    ? OptionalInt.empty()
                    : OptionalInt.of(quota.inUse.get().apply(calls));
        } catch (MeshException | CallFailure e) {
            return OptionalInt.empty(); // the quota is what counts, not that it could not be counted
        }
    }

    private record Quota(String what, String quotaCode, Optional<Function<AwsCalls, Integer>> inUse) {
        QuotaExceededException exceeded(ApiError error, Throwable cause, OptionalInt used) {
            String raise = quotaCode.isEmpty()
                    ? "raise the quota in Service Quotas"
                    : "raise quota " + quotaCode + " in Service Quotas";
            String count = used.isPresent() ? " (" + used.getAsInt() + " in use)" : "";
            return new QuotaExceededException(
                    Failure.of(
                                    "A quota of the account is used up: " + what + count + ".",
                                    "Delete what is not needed, " + raise + ", or choose another region; then run"
                                            + " install() again and it continues.")
                            .because(error.message())
                            .answered(error)
                            .causedBy(cause),
                    quotaCode,
                    OptionalInt.empty(),
                    used);
        }
    }
}
