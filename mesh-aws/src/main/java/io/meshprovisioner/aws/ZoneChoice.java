package io.meshprovisioner.aws;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Chooses the zones: those that stand, those that were named, or the first that have what is asked for. */
final class ZoneChoice {
    /** Zone ids in which EKS makes no control plane, as its network requirements list them. */
    private static final Set<String> WITHOUT_EKS = Set.of("use1-az3", "usw1-az2", "cac1-az3");

    private final AwsCalls calls;
    private final MeshSpec spec;
    private final List<SpecProblem> problems;

    ZoneChoice(AwsCalls calls, MeshSpec spec, List<SpecProblem> problems) {
        this.calls = calls;
        this.spec = spec;
        this.problems = problems;
    }

    /** The zones by name; fewer than asked for where problems were found. */
    List<String> choose() {
        List<String> available = available();
        Map<String, Set<String>> zonesByType = offerings();
        List<String> zones = spec.vpc().zones().isEmpty() ? pick(available, zonesByType) : named(available);
        checkTypes(zones, zonesByType);
        return zones;
    }

    private List<String> available() {
        return calls
                .ec2()
                .read(
                        DescribeAvailabilityZonesRequest.builder()
                                .filters(
                                        Look.filter("zone-type", "availability-zone"),
                                        Look.filter("state", "available"))
                                .build(),
                        Ec2Client::describeAvailabilityZones)
                .availabilityZones()
                .stream()
                .filter(zone -> zone.zoneId() == null || !WITHOUT_EKS.contains(zone.zoneId()))
                .map(AvailabilityZone::zoneName)
                .sorted()
                .toList();
    }

    private Map<String, Set<String>> offerings() {
        Set<String> types = new TreeSet<>();
        spec.nodeGroups().forEach(group -> types.addAll(group.instanceTypes()));
        Map<String, Set<String>> result = new TreeMap<>();
        if (types.isEmpty()) {
            return result;
        }
        Pages.all(
                        token -> calls.ec2()
                                .read(
                                        DescribeInstanceTypeOfferingsRequest.builder()
                                                .locationType(LocationType.AVAILABILITY_ZONE)
                                                .filters(Look.filter("instance-type", types.toArray(String[]::new)))
                                                .nextToken(token)
                                                .build(),
                                        Ec2Client::describeInstanceTypeOfferings),
                        DescribeInstanceTypeOfferingsResponse::instanceTypeOfferings,
                        DescribeInstanceTypeOfferingsResponse::nextToken)
                .forEach(offering -> result.computeIfAbsent(offering.instanceTypeAsString(), type -> new TreeSet<>())
                        .add(offering.location()));
        return result;
    }

    private List<String> named(List<String> available) {
        List<String> unknown = new ArrayList<>(spec.vpc().zones());
        unknown.removeAll(available);
        if (!unknown.isEmpty()) {
            problems.add(new SpecProblem(
                    "vpc.zones",
                    "EKS has no " + String.join(", ", unknown) + " in " + spec.region() + ".",
                    "Choose among " + String.join(", ", available) + "."));
        }
        return spec.vpc().zones();
    }

    private List<String> pick(List<String> available, Map<String, Set<String>> zonesByType) {
        int count = spec.vpc().availabilityZones();
        List<String> standing = Look.SUBNETS.ofMesh(calls, spec.name()).stream()
                .map(Subnet::availabilityZone)
                .distinct()
                .sorted()
                .toList();
        if (available.size() < count) {
            problems.add(new SpecProblem(
                    "vpc.availabilityZones",
                    spec.region() + " has " + available.size() + " zones for EKS, not " + count + ".",
                    "Ask for " + available.size() + " at most."));
        }
        List<String> fitting = available.stream()
                .filter(zone -> zonesByType.values().stream().allMatch(zones -> zones.contains(zone)))
                .toList();
        List<String> order = new ArrayList<>(standing);
        append(order, fitting);
        append(order, available);
        // In one order however far an earlier run came: each zone's blocks hang on its place.
        return order.stream().limit(count).sorted().toList();
    }

    private static void append(List<String> order, Collection<String> more) {
        more.stream().filter(zone -> !order.contains(zone)).forEach(order::add);
    }

    private void checkTypes(List<String> zones, Map<String, Set<String>> zonesByType) {
        for (NodeGroupSpec group : spec.nodeGroups()) {
            for (String type : group.instanceTypes()) {
                Set<String> offered = zonesByType.getOrDefault(type, Set.of());
                List<String> missing =
                        zones.stream().filter(zone -> !offered.contains(zone)).toList();
                if (!missing.isEmpty()) {
                    problems.add(new SpecProblem(
                            "nodeGroups[" + group.name() + "].instanceTypes",
                            "EC2 offers no " + type + " in " + String.join(", ", missing) + ".",
                            offered.isEmpty()
                                    ? "Choose a type that " + spec.region() + " has, such as t3.medium."
                                    : "Choose another type, or zones among " + String.join(", ", offered) + "."));
                }
            }
        }
    }
}
