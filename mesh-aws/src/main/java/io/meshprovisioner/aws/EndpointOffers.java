package io.meshprovisioner.aws;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.EndpointServices;
import io.meshprovisioner.spec.VpcSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServicesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServicesResponse;
import software.amazon.awssdk.services.ec2.model.ServiceDetail;

/**
 * What endpoint services a region has. Their names begin with {@code com.amazonaws}; in China some begin with
 * {@code cn.com.amazonaws}, by no rule: whichever is there is the one.
 */
final class EndpointOffers {
    static final String CALL = "ec2:DescribeVpcEndpointServices";

    private static final List<String> PREFIXES = List.of("com.amazonaws.", "cn.com.amazonaws.");

    private final AwsCalls calls;
    private final String region;

    EndpointOffers(AwsCalls calls, String region) {
        this.calls = calls;
        this.region = region;
    }

    /** Reports the services that the region does not have, or not in the zones of a resolved network. */
    void check(VpcSpec vpc, List<SpecProblem> problems) {
        List<String> services = vpc.endpointServices();
        if (services.isEmpty()) {
            return;
        }
        Map<String, Offer> offers = of(services);
        for (int i = 0; i < services.size(); i++) {
            Offer offer = offers.get(services.get(i));
            if (offer == null) {
                problems.add(problem(i, region + " has no endpoint service for " + services.get(i) + "."));
            } else if (vpc.zones().stream().noneMatch(offer.zones::contains)) {
                problems.add(
                        problem(i, offer.name + " is in " + offer.zones + " only, and not in " + vpc.zones() + "."));
            }
        }
    }

    private static SpecProblem problem(int index, String what) {
        return new SpecProblem(
                "vpc.endpoints[" + index + "]",
                what,
                "Name those that are there: vpc.endpointServices(\"...\"). aws ec2 describe-vpc-endpoint-services lists"
                        + " them.");
    }

    /** By the services' short names; what the region does not have is missing. */
    Map<String, Offer> of(Collection<String> services) {
        String[] names = services.stream().flatMap(service -> names(service)).toArray(String[]::new);
        List<ServiceDetail> found = Pages.all(
                token -> calls.ec2()
                        .read(
                                DescribeVpcEndpointServicesRequest.builder()
                                        .filters(Look.filter("service-name", names))
                                        .nextToken(token)
                                        .build(),
                                Ec2Client::describeVpcEndpointServices),
                DescribeVpcEndpointServicesResponse::serviceDetails,
                DescribeVpcEndpointServicesResponse::nextToken);
        Map<String, Offer> offers = new HashMap<>();
        for (String service : services) {
            String type = EndpointServices.byRoute(service) ? "Gateway" : "Interface";
            found.stream()
                    .filter(detail -> names(service).anyMatch(detail.serviceName()::equals))
                    .filter(detail -> detail.serviceType().stream()
                            .anyMatch(one -> type.equalsIgnoreCase(one.serviceTypeAsString())))
                    .findFirst()
                    .ifPresent(detail -> offers.put(
                            service, new Offer(detail.serviceName(), new HashSet<>(detail.availabilityZones()))));
        }
        return offers;
    }

    private Stream<String> names(String service) {
        return PREFIXES.stream().map(prefix -> prefix + region + "." + service);
    }

    /**
     * An endpoint service.
     *
     * @param name all of it
     * @param zones by name
     */
    record Offer(String name, Set<String> zones) {}
}
