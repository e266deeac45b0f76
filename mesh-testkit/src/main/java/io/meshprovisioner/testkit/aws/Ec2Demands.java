package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.Params;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What EC2's calls ask IAM for, as the Service Authorization Reference lists each action's resource types: a call must
 * be allowed on what it makes (with the tags it asks for) and on everything that it names (with the tags it has).
 */
final class Ec2Demands {
    private static final String TAG = "ec2:CreateTags";

    /** What an operation makes, by its type in ARNs. */
    private static final Map<String, String> MAKES = Map.ofEntries(
            Map.entry("CreateVpc", "vpc"),
            Map.entry("CreateSubnet", "subnet"),
            Map.entry("CreateInternetGateway", "internet-gateway"),
            Map.entry("AllocateAddress", "elastic-ip"),
            Map.entry("CreateNatGateway", "natgateway"),
            Map.entry("CreateRouteTable", "route-table"),
            Map.entry("CreateVpcEndpoint", "vpc-endpoint"),
            Map.entry("CreateSecurityGroup", "security-group"),
            Map.entry("CreateLaunchTemplate", "launch-template"),
            Map.entry("CreateKeyPair", "key-pair"),
            Map.entry("ImportKeyPair", "key-pair"),
            Map.entry("CreateNetworkInterface", "network-interface"),
            Map.entry("CreateVolume", "volume"));

    /** Of what an operation names, the types that are judged; for operations that are not here: all. */
    private static final Map<String, Set<String>> JUDGED = Map.of(
            "CreateRoute", Set.of("route-table"),
            "ReplaceRoute", Set.of("route-table"),
            "AssociateRouteTable", Set.of("route-table", "subnet"),
            "CreateLaunchTemplate", Set.of(),
            "CreateLaunchTemplateVersion", Set.of("launch-template"));

    private Ec2Demands() {}

    static List<Demand> of(Site site, String operation, Params in) {
        String action = "ec2:" + operation;
        if (operation.matches("(Describe|Get).*") && !operation.equals("DescribeVpcAttribute")) {
            return List.of(Demand.onAnything(action));
        }
        List<Demand> demands = new ArrayList<>();
        Map<String, String> tags = requestedTags(in);
        Optional.ofNullable(MAKES.get(operation)).ifPresent(type -> {
            demands.add(Demand.on(action, arn(site, type, "*")).tagging(tags));
            if (!tags.isEmpty()) {
                demands.add(Demand.on(TAG, arn(site, type, "*")).tagging(tags).with("ec2:CreateAction", operation));
            }
        });
        if (Set.of("CreateVpcEndpoint", "ModifyVpcEndpoint").contains(operation)
                && in.flag("PrivateDnsEnabled").orElse(false)) {
            demands.add(Demand.on(
                    "route53:AssociateVPCWithHostedZone",
                    "arn:" + site.partition() + ":route53:::hostedzone/Z0123456789"));
        }
        if (operation.equals("RunInstances")) {
            // The sandbox launches instances for node groups only, and without tags for others.
            demands.add(Demand.onAnything(action));
        }
        Map<String, String> own = operation.equals("CreateTags") ? Tags.read(in) : Map.of();
        named(site, operation, in)
                .forEach(id -> demands.add(touch(site, action, id).tagging(own)));
        return demands.isEmpty() ? List.of(Demand.onNothing(action)) : demands;
    }

    private static Map<String, String> requestedTags(Params in) {
        Map<String, String> tags = new TreeMap<>();
        in.structs("TagSpecification").forEach(specification -> tags.putAll(Tags.read(specification)));
        return tags;
    }

    /** The ids of what exists and is named, by id or by name. */
    private static Set<String> named(Site site, String operation, Params in) {
        Set<String> ids = new java.util.TreeSet<>();
        in.all().forEach((member, value) -> {
            String id = member.equals("KeyName")
                    ? site.here()
                            .keyPairs
                            .where(pair -> pair.name().equals(value))
                            .map(KeyPair::id)
                            .findFirst()
                            .orElse(value)
                    : member.equals("LaunchTemplateName")
                            ? LaunchTemplates.named(site.here(), value)
                                    .map(LaunchTemplate::id)
                                    .orElse(value)
                            : value;
            if (site.here().cards.has(id) && judged(site, operation, id)) {
                ids.add(id);
            }
        });
        return ids;
    }

    private static boolean judged(Site site, String operation, String id) {
        Set<String> types = JUDGED.get(operation);
        return types == null || types.contains(type(site, id));
    }

    private static String type(Site site, String id) {
        return site.here().cards.get(id).map(Card::type).orElse("");
    }

    private static Demand touch(Site site, String action, String id) {
        return Demand.on(action, arn(site, type(site, id), id)).tagged(site.tags(id));
    }

    private static String arn(Site site, String type, String id) {
        return site.arn("ec2", type + "/" + id);
    }

    /** What EKS tries with the caller's own rights before it takes a launch template. */
    static List<Demand> launch(Site site, Nodegroup.Template template, List<String> subnets, Cluster cluster) {
        String action = "ec2:RunInstances";
        Params data = site.here()
                .launchTemplates
                .get(template.id())
                .flatMap(found -> found.version(String.valueOf(template.version())))
                .map(version -> Params.of(version.data()))
                .orElseGet(() -> Params.of(Map.of()));
        List<Demand> demands = new ArrayList<>();
        for (String type : List.of("instance", "volume")) {
            Map<String, String> tags = new TreeMap<>();
            data.structs("TagSpecification").stream()
                    .filter(specification ->
                            specification.get("ResourceType", "").equals(type))
                    .forEach(specification -> tags.putAll(Tags.read(specification)));
            demands.add(Demand.on(action, arn(site, type, "*")).tagging(tags));
            if (!tags.isEmpty()) {
                demands.add(
                        Demand.on(TAG, arn(site, type, "*")).tagging(tags).with("ec2:CreateAction", "RunInstances"));
            }
        }
        demands.add(Demand.on(action, arn(site, "network-interface", "*")));
        demands.add(Demand.on(action, "arn:" + site.partition() + ":ec2:" + site.region() + "::image/ami-0"));
        demands.add(touch(site, action, template.id()));
        subnets.forEach(subnet -> demands.add(touch(site, action, subnet)));
        List<String> groups = data.list("SecurityGroupId");
        (groups.isEmpty() ? List.of(cluster.net().clusterGroupId()) : groups)
                .forEach(group -> demands.add(touch(site, action, group)));
        data.get("KeyName").ifPresent(key -> demands.add(Demand.on(action, arn(site, "key-pair", key))));
        return demands;
    }
}
