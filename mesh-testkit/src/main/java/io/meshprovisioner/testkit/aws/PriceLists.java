package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.world.Hashes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The Price List Query API, in the regions that have it. Its attributes are AWS's; its prices are the sandbox's own, in the
 * bundled table's regions those of that table where it has one, elsewhere a quarter more.
 */
final class PriceLists {
    private static final List<String> BASE = List.of("us-east-1", "us-east-2", "us-west-2");
    /** Source: AWS General Reference, "AWS Price List Query API endpoints". */
    private static final List<String> ENDPOINTS = List.of("us-east-1", "eu-central-1", "ap-south-1", "cn-northwest-1");

    private static final BigDecimal ELSEWHERE = new BigDecimal("1.25");
    private static final BigDecimal VCPU = new BigDecimal("0.03");
    private static final BigDecimal GIB = new BigDecimal("0.0045");
    private static final BigDecimal WINDOWS = new BigDecimal("0.046");

    private PriceLists() {}

    static void register(Map<String, BiFunction<Call, ObjectNode, ObjectNode>> operations) {
        operations.put("GetProducts", PriceLists::products);
    }

    /** @param usage the usage type, without the region's short name */
    private record Product(
            String service,
            String family,
            String usage,
            String unit,
            BigDecimal price,
            Map<String, String> attributes) {
        static Product of(String service, String family, String usage, String unit, String price) {
            return new Product(service, family, usage, unit, new BigDecimal(price), Map.of());
        }

        Product with(String... pairs) {
            Map<String, String> more = new TreeMap<>(attributes);
            for (int i = 0; i < pairs.length; i += 2) {
                more.put(pairs[i], pairs[i + 1]);
            }
            return new Product(service, family, usage, unit, price, more);
        }

        Product at(BigDecimal other, String changed) {
            return new Product(service, family, changed, unit, other, attributes);
        }

        String sku(String region) {
            return Hashes.hex("sku\n" + region + "\n" + service + "\n" + usage + attributes, 16)
                    .toUpperCase(Locale.ROOT);
        }
    }

    private static ObjectNode products(Call call, ObjectNode in) {
        if (!ENDPOINTS.contains(call.site().region())) {
            throw AwsError.of(
                    404,
                    "UnknownEndpoint",
                    "There is no price list in %s.",
                    call.site().region());
        }
        String service = EksIn.text(in, "ServiceCode")
                .orElseThrow(() -> AwsError.of("InvalidParameterException", "ServiceCode is required."));
        List<Product> all = catalogue().stream()
                .filter(one -> one.service().equals(service))
                .toList();
        if (all.isEmpty()) {
            throw AwsError.of("NotFoundException", "The service code %s does not exist.", service);
        }
        List<JsonNode> asked = new ArrayList<>();
        for (String region : Geography.regions(Geography.partition(call.site().region()))) {
            for (Product product : all) {
                ObjectNode listed = write(call, product, region);
                if (matches(listed.path("product"), in.path("Filters"))) {
                    asked.add(listed);
                }
            }
        }
        Pages<JsonNode> page = Pages.of(
                asked,
                listed -> listed.at("/product/sku").asText(),
                EksIn.text(in, "NextToken"),
                in.path("MaxResults").asInt(100));
        ObjectNode out = Json.object().put("FormatVersion", "aws_v1");
        out.set(
                "PriceList",
                Json.texts(page.items().stream().map(JsonNode::toString).toList()));
        Json.put(out, "NextToken", page.next());
        return out;
    }

    private static boolean matches(JsonNode product, JsonNode filters) {
        for (JsonNode filter : filters) {
            String field = filter.path("Field").asText();
            JsonNode value = field.equals("productFamily")
                    ? product.path(field)
                    : product.path("attributes").path(field);
            if (!value.asText().equalsIgnoreCase(filter.path("Value").asText())) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode write(Call call, Product product, String region) {
        String sku = product.sku(region);
        String prefix =
                region.equals("us-east-1") ? "" : Geography.shortName(region).toUpperCase(Locale.ROOT) + "-";
        BigDecimal price =
                BASE.contains(region) ? product.price() : product.price().multiply(ELSEWHERE);
        ObjectNode attributes = Json.map(product.attributes())
                .put("regionCode", region)
                .put("usagetype", prefix + product.usage())
                .put("servicecode", product.service());
        ObjectNode described =
                Json.object().put("productFamily", product.family()).put("sku", sku);
        described.set("attributes", attributes);
        String term = sku + ".JRTCKXETXF";
        ObjectNode dimension = Json.object()
                .put("unit", product.unit())
                .put("beginRange", "0")
                .put("endRange", "Inf")
                .put("rateCode", term + ".6YS6EN2CT7");
        String currency = Geography.partition(region).equals("aws-cn") ? "CNY" : "USD";
        dimension.set(
                "pricePerUnit", Json.object().put(currency, price.setScale(10).toPlainString()));
        dimension.set("appliesTo", Json.texts(List.of()));
        ObjectNode offer = Json.object().put("sku", sku).put("offerTermCode", "JRTCKXETXF");
        offer.set("priceDimensions", Json.object().set(term + ".6YS6EN2CT7", dimension));
        ObjectNode listed = Json.object()
                .put("serviceCode", product.service())
                .put("publicationDate", call.now().toString());
        listed.set("product", described);
        listed.set("terms", Json.object().set("OnDemand", Json.object().set(term, offer)));
        return listed;
    }

    /** Beside what a mesh pays for, its neighbours in the list. */
    private static List<Product> catalogue() {
        List<Product> all = new ArrayList<>(List.of(
                Product.of("AmazonEKS", "Compute", "AmazonEKS-Hours:perCluster", "Hours", "0.10"),
                Product.of("AmazonEKS", "Compute", "AmazonEKS-Hours:extendedSupport", "Hours", "0.50"),
                Product.of("AmazonEKS", "Compute", "Fargate-vCPU-Hours:perCPU", "Hours", "0.04048"),
                Product.of("AmazonEC2", "NAT Gateway", "NatGateway-Hours", "Hrs", "0.045"),
                Product.of("AmazonEC2", "NAT Gateway", "NatGateway-Bytes", "GB", "0.05"),
                Product.of("AmazonVPC", "", "PublicIPv4:InUseAddress", "Hrs", "0.005")
                        .with("group", "VPCPublicIPv4Address"),
                Product.of("AmazonVPC", "", "PublicIPv4:IdleAddress", "Hrs", "0.006")
                        .with("group", "VPCPublicIPv4Address"),
                Product.of("AmazonVPC", "VpcEndpoint", "VpcEndpoint-Hours", "Hrs", "0.01"),
                Product.of("AmazonVPC", "VpcEndpoint", "VpcEndpoint-Bytes", "GB", "0.02"),
                Product.of("AWSELB", "Load Balancer", "LoadBalancerUsage", "Hrs", "0.025"),
                Product.of("AWSELB", "Load Balancer", "DataProcessing-Bytes", "GB", "0.03"),
                Product.of("AWSELB", "Load Balancer-Network", "LoadBalancerUsage", "Hrs", "0.0225"),
                Product.of("AmazonEC2", "Storage", "EBS:VolumeUsage.gp3", "GB-Mo", "0.08")
                        .with("volumeApiName", "gp3"),
                Product.of("AmazonEC2", "Storage", "EBS:VolumeUsage.gp2", "GB-Mo", "0.10")
                        .with("volumeApiName", "gp2")));
        InstanceTypes.all().forEach(type -> all.addAll(instances(type)));
        return all;
    }

    private static List<Product> instances(InstanceTypes.Type type) {
        BigDecimal vcpus = BigDecimal.valueOf(type.vcpus());
        BigDecimal linux = vcpus.multiply(VCPU).add(GIB.multiply(BigDecimal.valueOf(type.memoryMib() / 1024)));
        Product shared = new Product("AmazonEC2", "Compute Instance", "BoxUsage:" + type.name(), "Hrs", linux, Map.of())
                .with("instanceType", type.name(), "operatingSystem", "Linux", "tenancy", "Shared")
                .with("preInstalledSw", "NA", "capacitystatus", "Used");
        return List.of(
                shared,
                shared.at(linux.add(vcpus.multiply(WINDOWS)), shared.usage()).with("operatingSystem", "Windows"),
                shared.at(linux.multiply(BigDecimal.valueOf(2)), shared.usage()).with("preInstalledSw", "SQL Web"),
                shared.at(linux.add(VCPU), "DedicatedUsage:" + type.name()).with("tenancy", "Dedicated"),
                shared.at(BigDecimal.ZERO, "Reservation:" + type.name())
                        .with("capacitystatus", "AllocatedCapacityReservation"));
    }
}
