package io.meshprovisioner.aws;

import io.meshprovisioner.aws.EndpointOffers.Offer;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.aws.Handles.RouteTableId;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/**
 * The way to one service of AWS that does not lead through the Internet: by routes (S3, DynamoDB), or by interfaces in the
 * private subnets with the service's own names. One that came up failed is thrown away and made anew.
 */
final class VpcEndpointResource extends Ec2Resource<VpcEndpoint, Done> {
    /** The name within the mesh of the group that lets in to interfaces. */
    static final String GROUP = "endpoints";

    private static final Pace BY_INTERFACE = new Pace(Duration.ofSeconds(60), Duration.ofSeconds(15));

    private final String service;
    private final Ref<VpcId> vpc;
    private final Way way;

    private VpcEndpointResource(Scope scope, String service, Ref<VpcId> vpc, Way way) {
        super(
                scope,
                Look.ENDPOINTS,
                ResourceType.VPC_ENDPOINT,
                Kinds.ENDPOINT,
                part(service),
                "VPC endpoint for " + service,
                "G1.3");
        this.service = service;
        this.vpc = need(vpc);
        this.way = way;
    }

    static VpcEndpointResource byRoute(Scope scope, String service, Ref<VpcId> vpc, List<Ref<RouteTableId>> tables) {
        VpcEndpointResource made = new VpcEndpointResource(scope, service, vpc, new Way.Routes(tables));
        tables.forEach(made::need);
        return made;
    }

    /**
     * @param subnets by zone
     * @param group lets in from the VPC
     * @param before without which the VPC does not take the endpoint, or it lets nobody in
     */
    static VpcEndpointResource byInterface(
            Scope scope,
            String service,
            Ref<VpcId> vpc,
            Map<String, Ref<SubnetId>> subnets,
            Ref<GroupId> group,
            List<Ref<?>> before) {
        VpcEndpointResource made = new VpcEndpointResource(scope, service, vpc, new Way.Interfaces(subnets, group));
        subnets.values().forEach(made::need);
        made.need(group);
        made.waitFor(before);
        return made;
    }

    /** Its name within the mesh. */
    static String part(String service) {
        return "endpoint-" + service;
    }

    @Override
    public Pace pace() {
        return way instanceof Way.Interfaces ? BY_INTERFACE : Pace.INSTANT;
    }

    @Override
    boolean dead(VpcEndpoint found) {
        return Endpoints.dead(found);
    }

    @Override
    Observation<Done> noneAlive(List<VpcEndpoint> dead) {
        for (VpcEndpoint found : dead) {
            if (Endpoints.state(found).equals("deleting")) {
                return new Observation.Leaving<>("deleting");
            }
            if (!Endpoints.state(found).equals("deleted")) {
                return new Observation.Failed<>(
                        found.vpcEndpointId() + " is " + Endpoints.state(found) + reason(found),
                        "It is deleted and made anew; when that fails, too, the reason says what is missing.",
                        true);
            }
        }
        return Observation.absent();
    }

    private static String reason(VpcEndpoint found) {
        return found.lastError() == null
                ? ""
                : ": " + found.lastError().code() + " (" + found.lastError().message() + ")";
    }

    @Override
    Observation<Done> judge(VpcEndpoint found) {
        String state = Endpoints.state(found);
        return state.equals("available") ? Observation.ready(new Done()) : Observation.pending(state);
    }

    @Override
    public Observation<Done> create(Step step) {
        Offer offer = new EndpointOffers(scope.calls(), scope.names().region())
                .of(List.of(service))
                .get(service);
        if (offer == null) {
            throw new ResourceFailedException(Failure.of(
                    scope.names().region() + " has no endpoint service for " + service + ".",
                    "Leave it out of vpc.endpoints."));
        }
        CreateVpcEndpointRequest request = way.in(
                        step,
                        offer,
                        CreateVpcEndpointRequest.builder()
                                .vpcId(step.get(vpc).value())
                                .serviceName(offer.name())
                                .tagSpecifications(tagged()))
                .build();
        // A VPC takes no second one with the same names or routes.
        String token = Tokens.ofNamed(logical(), request, step.permit());
        return judge(ec2().change(
                        step.permit(), request.toBuilder().clientToken(token).build(), Ec2Client::createVpcEndpoint)
                .vpcEndpoint());
    }

    @Override
    public void discard(Step step) {
        Endpoints endpoints = new Endpoints(scope);
        all(step).stream()
                .filter(this::dead)
                .filter(found -> !Set.of("deleting", "deleted").contains(Endpoints.state(found)))
                .forEach(found -> endpoints.delete(step, found.vpcEndpointId()));
    }

    @Override
    Set<String> operations() {
        return new TreeSet<>(Set.of("CreateVpcEndpoint", "DescribeVpcEndpointServices", "DeleteVpcEndpoints"));
    }

    /** Where it is entered. */
    private sealed interface Way {
        CreateVpcEndpointRequest.Builder in(Step step, Offer offer, CreateVpcEndpointRequest.Builder request);

        record Routes(List<Ref<RouteTableId>> tables) implements Way {
            public Routes {
                tables = List.copyOf(tables);
            }

            @Override
            public CreateVpcEndpointRequest.Builder in(
                    Step step, Offer offer, CreateVpcEndpointRequest.Builder request) {
                return request.vpcEndpointType(VpcEndpointType.GATEWAY)
                        .routeTableIds(tables.stream()
                                .map(table -> step.get(table).value())
                                .toList());
            }
        }

        record Interfaces(Map<String, Ref<SubnetId>> subnets, Ref<GroupId> group) implements Way {
            @Override
            public CreateVpcEndpointRequest.Builder in(
                    Step step, Offer offer, CreateVpcEndpointRequest.Builder request) {
                List<String> places = new ArrayList<>();
                subnets.forEach((zone, subnet) -> {
                    if (offer.zones().contains(zone)) {
                        places.add(step.get(subnet).value());
                    }
                });
                return request.vpcEndpointType(VpcEndpointType.INTERFACE)
                        .subnetIds(places)
                        .securityGroupIds(step.get(group).value())
                        .privateDnsEnabled(true);
            }
        }
    }
}
