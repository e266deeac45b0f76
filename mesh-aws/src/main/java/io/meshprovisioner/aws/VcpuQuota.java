package io.meshprovisioner.aws;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.QuotaExceededException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.spec.NodeGroupSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.eks.model.Issue;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/** Says with numbers that the vCPUs of an account do not suffice for a node group. */
final class VcpuQuota {
    static final Set<String> CALLS = Set.of("ec2:DescribeInstances", "ec2:DescribeInstanceTypes");

    private static final String CODE = "L-1216C47A";
    private static final Pattern LIMIT = Pattern.compile("vCPU limit of (\\d+)");

    private final AwsCalls calls;
    private final String region;

    VcpuQuota(AwsCalls calls, String region) {
        this.calls = calls;
        this.region = region;
    }

    /** Empty where a group's trouble is another. */
    Optional<QuotaExceededException> exceeded(Nodegroup found, NodeGroupSpec spec, Instant now) {
        return found.health().issues().stream()
                .map(Issue::message)
                .map(text -> LIMIT.matcher(String.valueOf(text)))
                .filter(Matcher::find)
                .findFirst()
                .map(limit -> exceeded(found, spec, Integer.parseInt(limit.group(1)), now));
    }

    private QuotaExceededException exceeded(Nodegroup found, NodeGroupSpec spec, int limit, Instant now) {
        String type = spec.instanceTypes().get(0);
        OptionalInt inUse = counted(this::inUse);
        OptionalInt asked = counted(() -> vcpus(List.of(type)).getOrDefault(type, 0) * spec.desiredSize());
        String needs = spec.desiredSize() + " x " + type + (asked.isPresent() ? " needs " + asked.getAsInt() : "");
        String issue = found.health().issues().get(0).message();
        return new QuotaExceededException(
                Failure.of(
                                "Node group \"" + spec.name() + "\" cannot start: EC2 says VcpuLimitExceeded in "
                                        + region + " (limit " + limit + text(", in use ", inUse)
                                        + text(", asked ", asked) + ").",
                                "Ask for fewer or smaller nodes (" + needs + "); raise quota " + CODE
                                        + "; or choose another region. Nothing to clean up: run install() again and it"
                                        + " continues, or uninstall().")
                        .because("Seen "
                                + Duration.between(found.createdAt(), now).toSeconds()
                                + " s after CreateNodegroup; EKS itself would report it after 15 min.")
                        .answered(new ApiError(
                                "eks",
                                "DescribeNodegroup",
                                found.health().issues().get(0).codeAsString(),
                                issue,
                                "")),
                CODE,
                OptionalInt.of(limit),
                inUse);
    }

    private static String text(String before, OptionalInt number) {
        return number.isPresent() ? before + number.getAsInt() : "";
    }

    /** What is wrong counts, not that it could not be counted. */
    private static OptionalInt counted(java.util.function.IntSupplier count) {
        try {
            return OptionalInt.of(count.getAsInt());
        } catch (MeshException | CallFailure e) {
            return OptionalInt.empty();
        }
    }

    private int inUse() {
        List<String> types = Pages.all(
                        token -> calls.ec2()
                                .read(
                                        DescribeInstancesRequest.builder()
                                                .filters(Look.filter("instance-state-name", "pending", "running"))
                                                .nextToken(token)
                                                .build(),
                                        Ec2Client::describeInstances),
                        DescribeInstancesResponse::reservations,
                        DescribeInstancesResponse::nextToken)
                .stream()
                .map(Reservation::instances)
                .flatMap(List::stream)
                .map(Instance::instanceTypeAsString)
                .toList();
        if (types.isEmpty()) {
            return 0;
        }
        Map<String, Integer> vcpus = vcpus(types.stream().distinct().toList());
        return types.stream().mapToInt(type -> vcpus.getOrDefault(type, 0)).sum();
    }

    private Map<String, Integer> vcpus(List<String> types) {
        Map<String, Integer> result = new HashMap<>();
        Pages.all(
                        token -> calls.ec2()
                                .read(
                                        DescribeInstanceTypesRequest.builder()
                                                .filters(Look.filter("instance-type", types.toArray(String[]::new)))
                                                .nextToken(token)
                                                .build(),
                                        Ec2Client::describeInstanceTypes),
                        DescribeInstanceTypesResponse::instanceTypes,
                        DescribeInstanceTypesResponse::nextToken)
                .forEach((InstanceTypeInfo type) ->
                        result.put(type.instanceTypeAsString(), type.vCpuInfo().defaultVCpus()));
        return result;
    }
}
