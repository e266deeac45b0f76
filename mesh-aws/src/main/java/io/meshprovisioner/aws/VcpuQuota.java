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
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.eks.model.Issue;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/**
 * Says with numbers that the vCPUs of an account do not suffice for a node group. Source of the quotas: the EC2 user guide,
 * "On-Demand Instance quotas".
 */
final class VcpuQuota {
    static final Set<String> CALLS = Set.of("ec2:DescribeInstances", "ec2:DescribeInstanceTypes");

    /** Of the families A, C, D, H, I, M, R, T and Z. */
    private static final String STANDARD = "L-1216C47A";

    /** By the letters that a type's name begins with. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("dl", "L-6E869C2A"),
            Map.entry("f", "L-74FC7D96"),
            Map.entry("g", "L-DB2E81BA"),
            Map.entry("gr", "L-DB2E81BA"),
            Map.entry("vt", "L-DB2E81BA"),
            Map.entry("hpc", "L-F7808C92"),
            Map.entry("u", "L-43DA4232"),
            Map.entry("inf", "L-1945791B"),
            Map.entry("p", "L-417A185B"),
            Map.entry("trn", "L-2C3B7624"),
            Map.entry("x", "L-7295265B"));

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
                .filter(issue -> limit(issue).find())
                .findFirst()
                .map(issue -> exceeded(found, issue, spec, now));
    }

    private static Matcher limit(Issue issue) {
        return LIMIT.matcher(String.valueOf(issue.message()));
    }

    /** The quota that a type's vCPUs count in. */
    static String code(String type) {
        return OTHERS.getOrDefault(type.replaceAll("[^a-z].*", ""), STANDARD);
    }

    /** Spot instances have quotas of their own. */
    static boolean counts(Instance machine, String code) {
        return machine.instanceLifecycle() == null
                && code(machine.instanceTypeAsString()).equals(code);
    }

    private QuotaExceededException exceeded(Nodegroup found, Issue issue, NodeGroupSpec spec, Instant now) {
        Matcher said = limit(issue);
        int limit = said.find() ? Integer.parseInt(said.group(1)) : 0;
        String type = spec.instanceTypes().get(0);
        String code = code(type);
        OptionalInt inUse = counted(() -> inUse(code));
        OptionalInt asked = counted(() -> vcpus(List.of(type)).getOrDefault(type, 0) * spec.desiredSize());
        String needs = spec.desiredSize() + " x " + type + (asked.isPresent() ? " needs " + asked.getAsInt() : "");
        return new QuotaExceededException(
                Failure.of(
                                "Node group \"" + spec.name() + "\" cannot start: EC2 says VcpuLimitExceeded in "
                                        + region + " (limit " + limit + text(", in use ", inUse)
                                        + text(", asked ", asked) + ").",
                                "Ask for fewer or smaller nodes (" + needs + "); raise quota " + code
                                        + "; or choose another region. Nothing to clean up: run install() again and it"
                                        + " continues, or uninstall().")
                        .because("Seen "
                                + Duration.between(found.createdAt(), now).toSeconds()
                                + " s after CreateNodegroup; EKS itself would report it after 15 min.")
                        .answered(new ApiError("eks", "DescribeNodegroup", issue.codeAsString(), issue.message(), "")),
                code,
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

    private int inUse(String code) {
        List<String> types = Instances.by(calls, Look.filter("instance-state-name", "pending", "running")).stream()
                .filter(machine -> counts(machine, code))
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
