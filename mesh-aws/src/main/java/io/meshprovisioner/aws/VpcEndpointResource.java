package io.meshprovisioner.aws;

import io.meshprovisioner.aws.EndpointOffers.Offer;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.aws.Handles.RouteTableId;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/**
 * The way to one service of AWS that does not lead through the Internet: by routes (S3, DynamoDB), or by interfaces in the
 * private subnets with the service's own names. One that came up failed is thrown away and made anew; one that stands gets
 * the route tables, subnets and group that it lacks, and what others put there stays.
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
    Observation<Done> judge(VpcEndpoint found, Step step) {
        return judge(found) instanceof Observation.Ready<Done> ready
                ? Observation.ready(ready.value(), way.differences(step, found, this::offer))
                : judge(found);
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        Observation<Done> tagged = super.update(step, found);
        if (found.differences().stream().allMatch(Tags::isTag)) {
            return tagged;
        }
        alive().stream()
                .filter(one -> !way.differences(step, one, this::offer).isEmpty())
                .forEach(one -> ec2().change(
                                step.permit(),
                                way.missing(step, one, this::offer)
                                        .vpcEndpointId(one.vpcEndpointId())
                                        .build(),
                                Ec2Client::modifyVpcEndpoint));
        return Observation.ready(found.value());
    }

    private Offer offer() {
        Offer offer = new EndpointOffers(scope.calls(), scope.names().region())
                .of(List.of(service))
                .get(service);
        if (offer == null) {
            throw new ResourceFailedException(Failure.of(
                    scope.names().region() + " has no endpoint service for " + service + ".",
                    "Leave it out of vpc.endpoints."));
        }
        return offer;
    }

    @Override
    public Observation<Done> create(Step step) {
        Offer offer = offer();
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
        return new TreeSet<>(
                Set.of("CreateVpcEndpoint", "DescribeVpcEndpointServices", "ModifyVpcEndpoint", "DeleteVpcEndpoints"));
    }

    /** Where it is entered. */
    private sealed interface Way {
        CreateVpcEndpointRequest.Builder in(Step step, Offer offer, CreateVpcEndpointRequest.Builder request);

        /** What one that stands lacks; the offer is asked for only where that may be for the service's own reasons. */
        List<Difference> differences(Step step, VpcEndpoint found, Supplier<Offer> offer);

        ModifyVpcEndpointRequest.Builder missing(Step step, VpcEndpoint found, Supplier<Offer> offer);

        private static List<Difference> lacking(String field, List<String> actual, Collection<String> asked) {
            if (actual.containsAll(asked)) {
                return List.of();
            }
            Set<String> all = new TreeSet<>(actual);
            all.addAll(asked);
            return List.of(new Difference(field, new TreeSet<>(actual).toString(), all.toString(), Remedy.UPDATE));
        }

        private static List<String> beyond(List<String> actual, Collection<String> asked) {
            return asked.stream().filter(id -> !actual.contains(id)).toList();
        }

        record Routes(List<Ref<RouteTableId>> tables) implements Way {
            public Routes {
                tables = List.copyOf(tables);
            }

            @Override
            public CreateVpcEndpointRequest.Builder in(
                    Step step, Offer offer, CreateVpcEndpointRequest.Builder request) {
                return request.vpcEndpointType(VpcEndpointType.GATEWAY).routeTableIds(ids(step));
            }

            @Override
            public List<Difference> differences(Step step, VpcEndpoint found, Supplier<Offer> offer) {
                return Way.lacking("routeTableIds", found.routeTableIds(), ids(step));
            }

            @Override
            public ModifyVpcEndpointRequest.Builder missing(Step step, VpcEndpoint found, Supplier<Offer> offer) {
                return ModifyVpcEndpointRequest.builder()
                        .addRouteTableIds(Way.beyond(found.routeTableIds(), ids(step)));
            }

            /** Of one that is yet to be made: its name. */
            private List<String> ids(Step step) {
                return tables.stream()
                        .map(table -> step.known(table)
                                .map(RouteTableId::value)
                                .orElse(table.id().name()))
                        .toList();
            }
        }

        record Interfaces(Map<String, Ref<SubnetId>> subnets, Ref<GroupId> group) implements Way {
            @Override
            public CreateVpcEndpointRequest.Builder in(
                    Step step, Offer offer, CreateVpcEndpointRequest.Builder request) {
                return request.vpcEndpointType(VpcEndpointType.INTERFACE)
                        .subnetIds(places(step, offer.zones()))
                        .securityGroupIds(step.get(group).value())
                        .privateDnsEnabled(true);
            }

            @Override
            public List<Difference> differences(Step step, VpcEndpoint found, Supplier<Offer> offer) {
                List<Difference> result =
                        new ArrayList<>(Way.lacking("subnetIds", found.subnetIds(), wanted(step, found, offer)));
                result.addAll(Way.lacking("groupIds", groups(found), lets(step)));
                if (!Boolean.TRUE.equals(found.privateDnsEnabled())) {
                    result.add(new Difference("privateDnsEnabled", "false", "true", Remedy.UPDATE));
                }
                return result;
            }

            @Override
            public ModifyVpcEndpointRequest.Builder missing(Step step, VpcEndpoint found, Supplier<Offer> offer) {
                return ModifyVpcEndpointRequest.builder()
                        .addSubnetIds(Way.beyond(found.subnetIds(), wanted(step, found, offer)))
                        .addSecurityGroupIds(Way.beyond(groups(found), lets(step)))
                        .privateDnsEnabled(Boolean.TRUE.equals(found.privateDnsEnabled()) ? null : true);
            }

            private List<String> wanted(Step step, VpcEndpoint found, Supplier<Offer> offer) {
                List<String> everywhere = places(step, subnets.keySet());
                return found.subnetIds().containsAll(everywhere)
                        ? everywhere
                        : places(step, offer.get().zones());
            }

            /** Of one that is yet to be made: its name. */
            private List<String> places(Step step, Collection<String> zones) {
                List<String> places = new ArrayList<>();
                subnets.forEach((zone, subnet) -> {
                    if (zones.contains(zone)) {
                        places.add(step.known(subnet)
                                .map(SubnetId::value)
                                .orElse(subnet.id().name()));
                    }
                });
                return places;
            }

            private List<String> lets(Step step) {
                return List.of(
                        step.known(group).map(GroupId::value).orElse(group.id().name()));
            }

            private static List<String> groups(VpcEndpoint found) {
                return found.groups().stream()
                        .map(SecurityGroupIdentifier::groupId)
                        .toList();
            }
        }
    }
}
