package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The instance types that the account offers, with what a node needs to know of them. */
final class InstanceTypes {
    private static final Map<String, Type> TYPES = table(
            "t3.micro 2 1024 2 2",
            "t3.small 2 2048 3 4",
            "t3.medium 2 4096 3 6",
            "t3.large 2 8192 3 12",
            "t3.xlarge 4 16384 4 15",
            "t3.2xlarge 8 32768 4 15",
            "t3a.medium 2 4096 3 6",
            "t3a.large 2 8192 3 12",
            "t4g.medium 2 4096 3 6",
            "t4g.large 2 8192 3 12",
            "m5.large 2 8192 3 10",
            "m5.xlarge 4 16384 4 15",
            "m5.2xlarge 8 32768 4 15",
            "m5.4xlarge 16 65536 8 30",
            "m6i.large 2 8192 3 10",
            "m6i.xlarge 4 16384 4 15",
            "m6g.large 2 8192 3 10",
            "m6g.xlarge 4 16384 4 15",
            "m7i.large 2 8192 3 10",
            "m7i.xlarge 4 16384 4 15",
            "m7g.medium 1 4096 2 4",
            "m7g.large 2 8192 3 10",
            "m7g.xlarge 4 16384 4 15",
            "c5.large 2 4096 3 10",
            "c5.xlarge 4 8192 4 15",
            "c6i.large 2 4096 3 10",
            "c7g.large 2 4096 3 10",
            "r5.large 2 16384 3 10",
            "r5.xlarge 4 32768 4 15",
            "r6g.large 2 16384 3 10");

    private static final Filters<Type> FILTERS = new Filters<>(Type::name)
            .one("instance-type", Type::name)
            .one("current-generation", type -> true)
            .one("processor-info.supported-architecture", Type::architecture)
            .one("vcpu-info.default-vcpus", Type::vcpus)
            .one("memory-info.size-in-mib", Type::memoryMib)
            .one("supported-usage-class", type -> "on-demand");
    private static final Filters<Offer> OFFER_FILTERS =
            new Filters<>(Offer::type).one("instance-type", Offer::type).one("location", Offer::location);

    private InstanceTypes() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("DescribeInstanceTypes", InstanceTypes::describe);
        operations.put("DescribeInstanceTypeOfferings", InstanceTypes::offerings);
    }

    /** @param addresses IPv4 addresses of each of its {@code interfaces} */
    record Type(String name, int vcpus, int memoryMib, int interfaces, int addresses) {
        String architecture() {
            String family = name.substring(0, name.indexOf('.'));
            return family.endsWith("g") ? "arm64" : "x86_64";
        }

        /** How many pods a node of it holds under the VPC CNI. */
        int pods() {
            return Math.min(interfaces * (addresses - 1) + 2, 110);
        }
    }

    private static Map<String, Type> table(String... rows) {
        Map<String, Type> types = new LinkedHashMap<>();
        for (String row : rows) {
            String[] cells = row.split(" ", -1);
            types.put(
                    cells[0],
                    new Type(
                            cells[0],
                            Integer.parseInt(cells[1]),
                            Integer.parseInt(cells[2]),
                            Integer.parseInt(cells[3]),
                            Integer.parseInt(cells[4])));
        }
        return types;
    }

    /** Those that EKS's own node pools take: families c, m and r of the fifth generation or newer, for amd64. */
    static List<Type> ofAutoMode() {
        return TYPES.values().stream()
                .filter(type -> type.name().matches("[cmr][5-9].*")
                        && type.architecture().equals("x86_64"))
                .sorted(Comparator.comparingInt(Type::vcpus)
                        .thenComparingInt(Type::memoryMib)
                        .thenComparing(Type::name))
                .toList();
    }

    static boolean known(String name) {
        return TYPES.containsKey(name);
    }

    static List<Type> all() {
        return List.copyOf(TYPES.values());
    }

    static Type get(String name) {
        Type type = TYPES.get(name);
        if (type == null) {
            throw unknown(name);
        }
        return type;
    }

    private static AwsError unknown(String name) {
        return AwsError.of("InvalidInstanceType", "The following supplied instance types do not exist: [%s]", name);
    }

    /** Newer families are missing in the oldest zone, us-east-1e. */
    private static boolean offered(Type type, String zone) {
        boolean old = type.name().startsWith("t3.") || type.name().startsWith("m5.");
        return old || !zone.equals("us-east-1e");
    }

    private static void describe(Call call, Params in, Xml out) {
        List<String> names = in.list("InstanceType");
        names.forEach(InstanceTypes::get);
        List<Type> asked = TYPES.values().stream()
                .filter(type -> names.isEmpty() || names.contains(type.name()))
                .filter(FILTERS.check(in).of(call.site(), in))
                .toList();
        Pages.answer(in, out, asked, Type::name, "instanceTypeSet", InstanceTypes::write);
    }

    private static void write(Xml out, Type type) {
        out.text("instanceType", type.name())
                .text("currentGeneration", true)
                .text("freeTierEligible", type.name().equals("t3.micro"))
                .texts("supportedUsageClasses", List.of("on-demand", "spot"))
                .texts("supportedRootDeviceTypes", List.of("ebs"))
                .texts("supportedVirtualizationTypes", List.of("hvm"))
                .text("bareMetal", false)
                .text("hypervisor", "nitro")
                .node("processorInfo", info -> info.texts("supportedArchitectures", List.of(type.architecture())))
                .node("vCpuInfo", info -> info.text("defaultVCpus", type.vcpus()))
                .node("memoryInfo", info -> info.text("sizeInMiB", type.memoryMib()))
                .text("instanceStorageSupported", false)
                .node("networkInfo", info -> info.text("maximumNetworkInterfaces", type.interfaces())
                        .text("ipv4AddressesPerInterface", type.addresses())
                        .text("ipv6Supported", true)
                        .text("enaSupport", "required"))
                .text("burstablePerformanceSupported", type.name().startsWith("t"));
    }

    private static void offerings(Call call, Params in, Xml out) {
        String locationType = in.get("LocationType", "region");
        List<Offer> offers = new ArrayList<>();
        for (Type type : TYPES.values()) {
            if (locationType.equals("region")) {
                offers.add(new Offer(type.name(), call.site().region()));
            } else {
                zones(call, type, locationType).forEach(zone -> offers.add(new Offer(type.name(), zone)));
            }
        }
        List<Offer> asked = offers.stream()
                .filter(OFFER_FILTERS.check(in).of(call.site(), in))
                .toList();
        Pages.answer(
                in,
                out,
                asked,
                offer -> offer.type() + "\n" + offer.location(),
                "instanceTypeOfferingSet",
                (item, offer) -> item.text("instanceType", offer.type())
                        .text("locationType", locationType)
                        .text("location", offer.location()));
    }

    private static Stream<String> zones(Call call, Type type, String locationType) {
        return Geography.zones(call.site().region()).stream()
                .filter(zone -> offered(type, zone.name()))
                .map(zone -> locationType.equals("availability-zone-id") ? zone.id() : zone.name());
    }

    private record Offer(String type, String location) {}
}
