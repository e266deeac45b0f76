package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** VPC endpoints: by routes at once, by interfaces after a while; deleted ones go with their interfaces. */
final class VpcEndpoints {
    private static final Duration UP = Duration.ofSeconds(60);
    private static final Duration DOWN = Duration.ofSeconds(45);

    private static final List<String> GATEWAYS = List.of("s3", "dynamodb");
    private static final List<String> INTERFACES = List.of(
            "autoscaling",
            "ec2",
            "ecr.api",
            "ecr.dkr",
            "eks",
            "eks-auth",
            "elasticloadbalancing",
            "logs",
            "s3",
            "secretsmanager",
            "sqs",
            "ssm",
            "sts");

    /** In China these begin otherwise; there is no rule. */
    private static final Set<String> CHINESE =
            Set.of("autoscaling", "ec2", "ecr.api", "ecr.dkr", "secretsmanager", "sqs", "sts");

    private static final Filters<VpcEndpoint> FILTERS = new Filters<>(VpcEndpoint::id)
            .one("vpc-endpoint-id", VpcEndpoint::id)
            .one("vpc-id", VpcEndpoint::vpcId)
            .one("service-name", VpcEndpoint::service)
            .one("vpc-endpoint-type", VpcEndpoints::type)
            .on("vpc-endpoint-state", (site, endpoint) -> Stream.of(endpoint.state(site)));

    private static final Filters<Offer> OFFER_FILTERS =
            new Filters<>(Offer::name).one("service-name", Offer::name).one("service-type", Offer::type);

    private VpcEndpoints() {}

    private record Offer(String name, String type) {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateVpcEndpoint", VpcEndpoints::create);
        operations.put(
                "DescribeVpcEndpoints",
                (call, in, out) -> VpcEndpoint.KIND.describe(
                        call,
                        in,
                        out,
                        FILTERS,
                        "vpcEndpointSet",
                        (item, endpoint) -> write(call.site(), item, endpoint)));
        operations.put("ModifyVpcEndpoint", VpcEndpoints::modify);
        operations.put("DeleteVpcEndpoints", VpcEndpoints::delete);
        operations.put("DescribeVpcEndpointServices", VpcEndpoints::services);
    }

    private static String type(VpcEndpoint endpoint) {
        return endpoint.gateway() ? "Gateway" : "Interface";
    }

    private static List<Offer> offers(String region) {
        List<Offer> offers = new ArrayList<>();
        GATEWAYS.forEach(service -> offers.add(new Offer("com.amazonaws." + region + "." + service, "Gateway")));
        boolean china = Geography.partition(region).equals("aws-cn");
        INTERFACES.forEach(service -> offers.add(new Offer(
                (china && CHINESE.contains(service) ? "cn." : "") + "com.amazonaws." + region + "." + service,
                "Interface")));
        return offers;
    }

    private static void services(Call call, Params in, Xml out) {
        Site site = call.site();
        List<String> names = in.list("ServiceName");
        List<Offer> all = offers(site.region());
        names.forEach(name -> known(all, name));
        List<Offer> asked = all.stream()
                .filter(offer -> names.isEmpty() || names.contains(offer.name()))
                .filter(OFFER_FILTERS.check(in).of(site, in))
                .toList();
        out.texts("serviceNameSet", asked.stream().map(Offer::name).distinct().toList());
        Pages.answer(in, out, asked, offer -> offer.name() + offer.type(), "serviceDetailSet", (item, offer) -> {
            item.text("serviceName", offer.name());
            item.list("serviceType", List.of(offer.type()), (one, type) -> one.text("serviceType", type));
            item.texts(
                    "availabilityZoneSet",
                    Geography.zones(site.region()).stream()
                            .map(Geography.Zone::name)
                            .toList());
            item.text("owner", "amazon")
                    .text("vpcEndpointPolicySupported", true)
                    .text("acceptanceRequired", false);
        });
    }

    private static void known(List<Offer> offers, String name) {
        if (offers.stream().noneMatch(offer -> offer.name().equals(name))) {
            throw AwsError.of("InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist", name);
        }
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        String made = Tokens.once(site, "CreateVpcEndpoint", in, () -> make(site, in));
        VpcEndpoint endpoint = VpcEndpoint.KIND.find(site, made);
        out.node("vpcEndpoint", xml -> write(site, xml, endpoint)).text("clientToken", in.get("ClientToken"));
    }

    private static String make(Site site, Params in) {
        Vpc vpc = Vpc.KIND.find(site, in.require("VpcId"));
        String service = in.require("ServiceName");
        Map<String, String> tags = Tags.requested(in, "vpc-endpoint");
        String type = in.get("VpcEndpointType", "Gateway");
        List<Offer> offers = offers(site.region());
        known(offers, service);
        if (!offers.contains(new Offer(service, type))) {
            throw invalid(
                    "Endpoint type (%s) does not match available service types ([%s]).",
                    type,
                    String.join(
                            ", ",
                            offers.stream()
                                    .filter(offer -> offer.name().equals(service))
                                    .map(Offer::type)
                                    .toList()));
        }
        boolean gateway = type.equals("Gateway");
        List<String> tables = in.list("RouteTableId");
        List<String> subnets = in.list("SubnetId");
        List<String> groups = in.list("SecurityGroupId");
        boolean names = !gateway && in.flag("PrivateDnsEnabled").orElse(true);
        String id = site.newId("vpce", Tags.name(tags, vpc.id() + service));
        List<String> interfaces;
        if (gateway) {
            routes(site, vpc, service, tables, subnets, groups);
            interfaces = List.of();
        } else {
            if (!tables.isEmpty()) {
                throw invalid("Route table IDs are only supported for Gateway type VPC Endpoint.");
            }
            names(site, vpc, service, names);
            if (groups.isEmpty()) {
                groups = SecurityGroups.defaultOf(site.here(), vpc.id()).stream()
                        .map(SecurityGroup::id)
                        .toList();
            }
            interfaces = interfaces(site, vpc, id, List.of(), subnets, groups);
        }
        Optional<ResourceFate.Fails> failure = site.fate("ec2:CreateVpcEndpoint")
                .filter(ResourceFate.Fails.class::isInstance)
                .map(ResourceFate.Fails.class::cast);
        VpcEndpoint.KIND.put(
                site,
                new VpcEndpoint(
                        id,
                        vpc.id(),
                        service,
                        gateway,
                        names,
                        tables,
                        subnets,
                        groups,
                        interfaces,
                        site.now(),
                        gateway ? site.now() : site.now().plus(site.scaled(UP)),
                        failure,
                        Optional.empty()));
        site.born(id, "vpc-endpoint", tags);
        return id;
    }

    private static void routes(
            Site site, Vpc vpc, String service, List<String> tables, List<String> subnets, List<String> groups) {
        if (!subnets.isEmpty() || !groups.isEmpty()) {
            throw invalid("Subnet IDs and security groups are only supported for Interface type VPC Endpoint.");
        }
        for (String table : tables) {
            if (!RouteTable.KIND.find(site, table).vpcId().equals(vpc.id())) {
                throw invalid("Route table %s does not belong to VPC %s.", table, vpc.id());
            }
            if (standing(site, vpc, service).anyMatch(other -> other.tables().contains(table))) {
                throw AwsError.of(
                        "RouteAlreadyExists",
                        "route table %s already has a route with destination-prefix-list-id pl-68a54001",
                        table);
            }
        }
    }

    private static void names(Site site, Vpc vpc, String service, boolean asked) {
        if (!asked) {
            return;
        }
        if (!vpc.dnsSupport() || !vpc.dnsHostnames()) {
            throw invalid(
                    "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to"
                            + " true for %s",
                    vpc.id());
        }
        if (standing(site, vpc, service).anyMatch(VpcEndpoint::privateDns)) {
            throw invalid(
                    "private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s in the"
                            + " VPC %s",
                    service.substring(service.lastIndexOf(site.region())
                                    + site.region().length()
                                    + 1) + "." + site.region() + "." + Geography.dnsSuffix(site.region()),
                    vpc.id());
        }
    }

    private static Stream<VpcEndpoint> standing(Site site, Vpc vpc, String service) {
        return site.here()
                .vpcEndpoints
                .where(other ->
                        other.vpcId().equals(vpc.id()) && other.service().equals(service));
    }

    /** @param standing the subnets in which it has one already */
    private static List<String> interfaces(
            Site site, Vpc vpc, String id, List<String> standing, List<String> subnets, List<String> groups) {
        for (String group : groups) {
            if (!SecurityGroup.KIND.find(site, group).vpcId().equals(vpc.id())) {
                throw invalid("Security group %s does not belong to VPC %s.", group, vpc.id());
            }
        }
        Set<String> zones = new HashSet<>();
        standing.forEach(subnet -> zones.add(Subnet.KIND.find(site, subnet).zone()));
        List<Subnet> places = new ArrayList<>();
        for (String wanted : subnets) {
            Subnet subnet = Subnet.KIND.find(site, wanted);
            if (!subnet.vpcId().equals(vpc.id())) {
                throw invalid("The subnet ID '%s' does not belong to VPC %s.", wanted, vpc.id());
            }
            if (!zones.add(subnet.zone())) {
                throw AwsError.of(
                        "DuplicateSubnetsInSameZone",
                        "Found another VPC endpoint subnet in the availability zone of %s. VPC endpoint subnets"
                                + " should be in different availability zones supported by the VPC endpoint service.",
                        wanted);
            }
            places.add(subnet);
        }
        return places.stream()
                .map(subnet -> Interfaces.make(
                                site,
                                Interface.Spec.in(subnet, "VPC Endpoint Interface " + id)
                                        .ofType("vpc_endpoint")
                                        .groups(groups)
                                        .managedBy("amazon-aws"))
                        .id())
                .toList();
    }

    private static AwsError invalid(String text, Object... values) {
        return AwsError.of("InvalidParameter", text, values);
    }

    private static void write(Site site, Xml out, VpcEndpoint endpoint) {
        String state = endpoint.state(site);
        out.text("vpcEndpointId", endpoint.id())
                .text("vpcEndpointType", type(endpoint))
                .text("vpcId", endpoint.vpcId())
                .text("serviceName", endpoint.service())
                .text("state", state)
                .texts("routeTableIdSet", endpoint.tables())
                .texts("subnetIdSet", endpoint.subnets());
        Interfaces.writeGroups(site, out, endpoint.groups());
        out.text("privateDnsEnabled", endpoint.privateDns())
                .text("requesterManaged", false)
                .texts("networkInterfaceIdSet", endpoint.interfaces())
                .text("creationTimestamp", endpoint.created())
                .text("ownerId", site.options().accountId());
        if (state.equals("failed")) {
            out.node("lastError", error -> error.text("code", endpoint.failure().map(ResourceFate.Fails::code))
                    .text("message", endpoint.failure().map(ResourceFate.Fails::message)));
        }
        Tags.write(out, site.tags(endpoint.id()));
    }

    /** Takes away before it adds. */
    private static void modify(Call call, Params in, Xml out) {
        Site site = call.site();
        VpcEndpoint found = VpcEndpoint.KIND.find(site, in.require("VpcEndpointId"));
        if (!found.state(site).equals("available")) {
            throw AwsError.of(
                    "IncorrectState", "VPC endpoint %s is %s and cannot be changed.", found.id(), found.state(site));
        }
        Vpc vpc = Vpc.KIND.find(site, found.vpcId());
        VpcEndpoint.KIND.put(
                site, found.entered(found.gateway() ? rerouted(site, vpc, found, in) : moved(site, vpc, found, in)));
        out.text("return", true);
    }

    private static VpcEndpoint.Entry rerouted(Site site, Vpc vpc, VpcEndpoint found, Params in) {
        List<String> added = in.list("AddRouteTableId");
        routes(site, vpc, found.service(), added, in.list("AddSubnetId"), in.list("AddSecurityGroupId"));
        List<String> tables = without(found.tables(), in.list("RemoveRouteTableId"));
        tables.addAll(added);
        return new VpcEndpoint.Entry(false, tables, List.of(), List.of(), List.of());
    }

    private static VpcEndpoint.Entry moved(Site site, Vpc vpc, VpcEndpoint found, Params in) {
        if (!in.list("AddRouteTableId").isEmpty()) {
            throw invalid("Route table IDs are only supported for Gateway type VPC Endpoint.");
        }
        boolean names = in.flag("PrivateDnsEnabled").orElse(found.privateDns());
        names(site, vpc, found.service(), names && !found.privateDns());
        List<String> groups = without(found.groups(), in.list("RemoveSecurityGroupId"));
        groups.addAll(without(in.list("AddSecurityGroupId"), groups));
        List<String> gone = in.list("RemoveSubnetId");
        List<String> subnets = without(found.subnets(), gone);
        List<String> interfaces = new ArrayList<>();
        for (int i = 0; i < found.subnets().size(); i++) {
            String eni = found.interfaces().get(i);
            if (gone.contains(found.subnets().get(i))) {
                Interfaces.drop(site, eni);
            } else {
                Interface.KIND.put(site, Interface.KIND.find(site, eni).withGroups(groups));
                interfaces.add(eni);
            }
        }
        List<String> added = in.list("AddSubnetId");
        interfaces.addAll(interfaces(site, vpc, found.id(), subnets, added, groups));
        subnets.addAll(added);
        return new VpcEndpoint.Entry(names, List.of(), subnets, groups, interfaces);
    }

    private static List<String> without(List<String> all, List<String> gone) {
        List<String> left = new ArrayList<>(all);
        left.removeAll(gone);
        return left;
    }

    /** The call succeeds whatever becomes of each. */
    private static void delete(Call call, Params in, Xml out) {
        Site site = call.site();
        in.require("VpcEndpointId.1");
        List<String> missing = new ArrayList<>();
        for (String id : in.list("VpcEndpointId")) {
            Optional<VpcEndpoint> found = site.here().vpcEndpoints.get(id);
            if (found.isEmpty()) {
                missing.add(id);
            } else if (found.get().deleteAt().isEmpty()) {
                begin(site, found.get());
            }
        }
        out.list("unsuccessful", missing, (item, id) -> item.text("resourceId", id)
                .node("error", error -> error.text("code", "InvalidVpcEndpoint.NotFound")
                        .text("message", "The Vpc Endpoint Id '" + id + "' does not exist")));
    }

    private static void begin(Site site, VpcEndpoint endpoint) {
        VpcEndpoint.KIND.put(site, endpoint.deletedFrom(site.now()));
        String id = endpoint.id();
        site.later(
                site.scaled(DOWN),
                "vpce-deleted/" + id,
                then -> then.here().vpcEndpoints.get(id).ifPresent(gone -> {
                    gone.interfaces().forEach(eni -> Interfaces.drop(then, eni));
                    VpcEndpoint.KIND.remove(then, id);
                }));
    }
}
