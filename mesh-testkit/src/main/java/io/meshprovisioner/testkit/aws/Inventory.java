package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that exists as lines that do not depend on ids or instants: references are written as the name of what
 * they lead to. Default parts of a VPC and the already dead are left out.
 */
final class Inventory {
    private final Site site;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();

    private Inventory(Site site) {
        this.site = site;
    }

    static List<String> of(World world, AwsAccount account) {
        List<String> all = new ArrayList<>(global(account.store()));
        for (Region region : account.store().regions()) {
            all.addAll(new Inventory(Site.of(world, region.name)).collect());
        }
        all.sort(null);
        return all;
    }

    private static List<String> global(Store store) {
        List<String> lines = new ArrayList<>();
        store.roles
                .all()
                .forEach(role -> lines.add("iam role " + role.name() + " policies="
                        + role.grants().attached().values()
                        + role.grants().inline().keySet() + " tags=" + role.tags()));
        store.users
                .all()
                .forEach(user -> lines.add("iam user " + user.name() + " keys="
                        + user.keys().size() + " policies="
                        + user.grants().attached().values()
                        + user.grants().inline().keySet() + " tags=" + user.tags()));
        store.policies.all().forEach(policy -> lines.add("iam policy " + policy.name()));
        store.oidcProviders.all().forEach(provider -> lines.add("iam oidc-provider tags=" + provider.tags()));
        store.instanceProfiles.all().forEach(profile -> lines.add("iam instance-profile " + profile.name()));
        return lines;
    }

    private void line(String text) {
        lines.add(site.region() + " " + text);
    }

    private String tags(String id) {
        return " tags=" + new TreeMap<>(site.tags(id));
    }

    /** What a resource is called wherever it is referred to. */
    private void name(String id, String otherwise) {
        names.put(id, Tags.name(site.tags(id), otherwise));
    }

    private String named(String id) {
        return names.getOrDefault(id, "(gone)");
    }

    private List<String> collect() {
        Region here = site.here();
        here.vpcs.all().forEach(vpc -> name(vpc.id(), vpc.cidr()));
        here.subnets.all().forEach(subnet -> name(subnet.id(), subnet.cidr()));
        here.internetGateways.all().forEach(gateway -> name(gateway.id(), "igw"));
        here.natGateways.all().forEach(gateway -> name(gateway.id(), "nat"));
        here.securityGroups.all().forEach(group -> names.put(group.id(), group.name()));
        here.launchTemplates.all().forEach(template -> names.put(template.id(), template.name()));
        network(here);
        machines(here);
        clusters(here);
        here.balancers
                .where(Balancer::shown)
                .forEach(balancer -> line("elb " + (balancer.network() ? "network" : "classic") + " service="
                        + balancer.tags()
                                .getOrDefault(
                                        "kubernetes.io/service-name",
                                        balancer.tags().getOrDefault("service.k8s.aws/stack", ""))
                        + " cluster=" + balancer.cluster()
                        + balancer.pods().map(pods -> " pods=" + pods.size()).orElse("")));
        here.parameters.keys().forEach(name -> line("ssm parameter " + name));
        here.logGroups.keys().forEach(name -> line("logs group " + name));
        return lines;
    }

    private void network(Region here) {
        here.vpcs
                .all()
                .forEach(vpc -> line(
                        "ec2 vpc " + vpc.blocks().stream().map(Vpc.Block::cidr).toList() + " dns=" + vpc.dnsSupport()
                                + "/" + vpc.dnsHostnames() + tags(vpc.id())));
        here.subnets
                .all()
                .forEach(subnet -> line("ec2 subnet " + subnet.cidr() + " " + subnet.zone() + " public="
                        + subnet.publicAddresses() + " vpc=" + named(subnet.vpcId()) + tags(subnet.id())));
        here.internetGateways
                .all()
                .forEach(gateway -> line("ec2 internet-gateway vpc="
                        + gateway.vpcId().map(this::named).orElse("none") + tags(gateway.id())));
        here.addresses
                .all()
                .forEach(address ->
                        line("ec2 elastic-ip mapped=" + address.associationId().isPresent() + tags(address.id())));
        here.natGateways
                .where(gateway -> !gateway.dead(site) && gateway.remembered(site))
                .forEach(gateway -> line("ec2 natgateway " + gateway.state(site) + " subnet="
                        + named(gateway.subnetId()) + tags(gateway.id())));
        here.vpcEndpoints
                .all()
                .forEach(endpoint -> line("ec2 vpc-endpoint " + endpoint.service() + " " + endpoint.state(site)
                        + " subnets="
                        + endpoint.subnets().stream().map(this::named).sorted().toList() + " tables="
                        + endpoint.tables().size() + " groups="
                        + endpoint.groups().stream().map(this::named).sorted().toList() + tags(endpoint.id())));
        here.routeTables
                .where(table -> !table.isMain() || table.routes().size() > 1)
                .forEach(table -> line("ec2 route-table vpc=" + named(table.vpcId()) + " routes="
                        + table.routes().stream()
                                .map(route -> route.destination() + ">"
                                        + (route.target().equals("local") ? "local" : named(route.target())))
                                .sorted()
                                .toList()
                        + " subnets="
                        + table.associations().stream()
                                .flatMap(association -> association.subnetId().stream())
                                .map(this::named)
                                .sorted()
                                .toList()
                        + tags(table.id())));
        here.securityGroups
                .where(group -> !group.isDefault())
                .forEach(group -> line("ec2 security-group " + group.name() + " vpc=" + named(group.vpcId())
                        + " rules="
                        + group.rules().stream().map(this::rule).sorted().toList() + tags(group.id())));
    }

    private String rule(SecurityGroup.Rule rule) {
        String peer = rule.kind() == SecurityGroup.Peer.GROUP ? named(rule.peer()) : rule.peer();
        return (rule.egress() ? "out " : "in ") + rule.protocol() + " " + rule.from() + "-" + rule.to() + " " + peer;
    }

    private void machines(Region here) {
        here.keyPairs.all().forEach(pair -> line("ec2 key-pair " + pair.name() + tags(pair.id())));
        here.launchTemplates
                .all()
                .forEach(template -> line("ec2 launch-template " + template.name() + " versions="
                        + template.versions().size() + tags(template.id())));
        here.interfaces
                .all()
                .forEach(eni -> line("ec2 network-interface " + eni.type() + " " + eni.status() + " subnet="
                        + named(eni.subnetId()) + " by=" + eni.requester().orElse("user") + " tag-keys="
                        + site.tags(eni.id()).keySet()));
        here.instances
                .where(Instance::live)
                .forEach(instance -> line("ec2 instance " + instance.type() + " nodegroup=" + instance.nodegroup()
                        + " joined=" + instance.joined()));
        here.volumes
                .all()
                .forEach(volume -> line("ec2 volume " + volume.sizeGib() + " attached="
                        + volume.instanceId().isPresent() + tags(volume.id())));
    }

    private void clusters(Region here) {
        here.clusters
                .all()
                .forEach(cluster -> line("eks cluster " + cluster.name() + " " + cluster.version() + " "
                        + cluster.status() + " mode=" + cluster.access().mode() + " subnets="
                        + cluster.net().subnetIds().stream()
                                .map(this::named)
                                .sorted()
                                .toList()
                        + " tags=" + cluster.tags()));
        here.nodegroups
                .all()
                .forEach(group -> line("eks nodegroup " + group.key() + " " + group.version() + " " + group.status()
                        + " " + group.scaling() + " labels=" + group.labels() + " tags=" + group.tags()));
        here.fargateProfiles
                .all()
                .forEach(profile -> line("eks fargate-profile " + profile.key() + " " + profile.status() + " selectors="
                        + profile.selectors() + " subnets="
                        + profile.subnets().stream().map(this::named).sorted().toList() + " tags=" + profile.tags()));
        here.addons
                .all()
                .forEach(addon -> line("eks addon " + addon.key() + " " + addon.version() + " "
                        + AddonHealth.of(site, addon).status() + " tags=" + addon.tags()));
        here.accessEntries
                .all()
                .forEach(entry -> line("eks access-entry " + entry.key() + " " + entry.type() + " policies="
                        + entry.policies().keySet()));
        here.podIdentities
                .all()
                .forEach(association -> line("eks pod-identity " + association.cluster() + " " + association.namespace()
                        + "/" + association.serviceAccount() + " role=" + association.roleArn() + " tags="
                        + association.tags()));
    }
}
