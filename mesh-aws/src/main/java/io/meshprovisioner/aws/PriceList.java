package io.meshprovisioner.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.cost.PriceTable;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;
import software.amazon.awssdk.services.pricing.model.GetProductsRequest;
import software.amazon.awssdk.services.pricing.model.GetProductsResponse;

/**
 * AWS's own prices of what a spec pays for by the hour, as a table. On demand, without taxes and discounts. Source: AWS
 * Price List Query API, GetProducts; its attributes as AWS's "Reading the service price list files" has them.
 */
final class PriceList {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<Product> FIXED = List.of(
            new Product("control-plane", "AmazonEKS", Map.of(), "AmazonEKS-Hours:perCluster"),
            new Product("nat-gateway", "AmazonEC2", Map.of("productFamily", "NAT Gateway"), "NatGateway-Hours"),
            new Product(
                    "public-address", "AmazonVPC", Map.of("group", "VPCPublicIPv4Address"), "PublicIPv4:InUseAddress"),
            new Product("interface-endpoint", "AmazonVPC", Map.of("productFamily", "VpcEndpoint"), "VpcEndpoint-Hours"),
            new Product("load-balancer", "AWSELB", Map.of("productFamily", "Load Balancer"), "LoadBalancerUsage"),
            new Product(
                    "volume-gib",
                    "AmazonEC2",
                    Map.of("productFamily", "Storage", "volumeApiName", "gp3"),
                    "EBS:VolumeUsage.gp3"));

    private final AwsCalls calls;
    private final String region;

    /**
     * @param line what the table calls it
     * @param service whose list it is in
     * @param attributes by which the list is narrowed
     * @param usage its usage type, which most regions write a short name of their own before
     */
    private record Product(String line, String service, Map<String, String> attributes, String usage) {
        static Product instance(String type) {
            return new Product(
                    "instance " + type,
                    "AmazonEC2",
                    Map.of(
                            "instanceType", type,
                            "operatingSystem", "Linux",
                            "tenancy", "Shared",
                            "preInstalledSw", "NA",
                            "capacitystatus", "Used"),
                    "BoxUsage:" + type);
        }

        boolean matches(JsonNode listed) {
            String found = listed.at("/product/attributes/usagetype").asText();
            return found.matches("([A-Z0-9]+-)?" + Pattern.quote(usage));
        }
    }

    /** @param date since when AWS lists it, such as {@code 2026-10-01} */
    private record Price(String date, String currency, BigDecimal amount) {}

    PriceList(AwsCalls calls, String region) {
        this.calls = calls;
        this.region = region;
    }

    /** Empty where the partition has no such service (AWS GovCloud). What AWS does not list here is not in the table. */
    Optional<PriceTable> of(MeshSpec spec) {
        if (!calls.hasPriceList()) {
            return Optional.empty();
        }
        List<Product> products = Stream.concat(
                        FIXED.stream(),
                        spec.nodeGroups().stream()
                                .map(NodeGroupSpec::instanceTypes)
                                .flatMap(List::stream)
                                .distinct()
                                .map(Product::instance))
                .toList();
        Map<String, Price> found = new TreeMap<>();
        products.forEach(product -> price(product).ifPresent(price -> found.put(product.line(), price)));
        return found.isEmpty() ? Optional.empty() : Optional.of(table(found));
    }

    private PriceTable table(Map<String, Price> prices) {
        StringBuilder text = new StringBuilder("regions " + region + "\n");
        prices.values().stream().map(Price::date).min(String::compareTo).ifPresent(date -> text.append("date ")
                .append(date)
                .append('\n'));
        prices.values().stream().map(Price::currency).findFirst().ifPresent(currency -> text.append("currency ")
                .append(currency)
                .append('\n'));
        prices.forEach((line, price) -> text.append(line)
                .append(' ')
                .append(price.amount().toPlainString())
                .append('\n'));
        return PriceTable.read(text.toString());
    }

    /** The dearest, where several match. */
    private Optional<Price> price(Product product) {
        List<Filter> filters = new ArrayList<>(List.of(filter("regionCode", region)));
        product.attributes().forEach((name, value) -> filters.add(filter(name, value)));
        List<String> listed = Pages.all(
                token -> calls.pricing()
                        .read(
                                GetProductsRequest.builder()
                                        .serviceCode(product.service())
                                        .filters(filters)
                                        .formatVersion("aws_v1")
                                        .nextToken(token)
                                        .build(),
                                PricingClient::getProducts),
                GetProductsResponse::priceList,
                GetProductsResponse::nextToken);
        return listed.stream()
                .map(PriceList::parse)
                .filter(product::matches)
                .flatMap(PriceList::onDemand)
                .max(java.util.Comparator.comparing(Price::amount));
    }

    private static Filter filter(String name, String value) {
        return Filter.builder()
                .type(FilterType.TERM_MATCH)
                .field(name)
                .value(value)
                .build();
    }

    private static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException("AWS's price list has an entry that is no JSON.", e);
        }
    }

    /** Of prices in steps the first, which what a mesh takes stays in. */
    private static Stream<Price> onDemand(JsonNode listed) {
        String date = listed.path("publicationDate").asText().replaceFirst("T.*", "");
        return elements(listed.at("/terms/OnDemand"))
                .flatMap(term -> elements(term.path("priceDimensions")))
                .filter(dimension -> dimension.path("beginRange").asText("0").equals("0"))
                .flatMap(dimension -> dimension.path("pricePerUnit").properties().stream())
                .map(price -> new Price(
                        date, price.getKey(), new BigDecimal(price.getValue().asText())));
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
