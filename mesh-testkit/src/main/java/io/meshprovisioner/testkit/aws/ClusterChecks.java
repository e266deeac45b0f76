package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What CreateCluster refuses, in the words of EKS as far as they are public. */
final class ClusterChecks {
    static final List<String> LOG_TYPES = List.of("api", "audit", "authenticator", "controllerManager", "scheduler");
    private static final int FREE_ADDRESSES = 6;

    private ClusterChecks() {}

    /** Checks everything and answers where the cluster will be; its security group is not made yet. */
    static Cluster.Net check(Call call, EksIn in, String name) {
        Site site = call.site();
        if (!name.matches("[0-9A-Za-z][A-Za-z0-9\\-_]{0,99}")) {
            throw EksIn.invalid("Cluster name %s does not match ^[0-9A-Za-z][A-Za-z0-9\\-_]*$ (100 at most).", name);
        }
        if (site.here().clusters.has(name)) {
            throw Clusters.inUse(name, "Cluster already exists with name: " + name);
        }
        if (site.here().clusters.all().size() >= site.quotas().clusters()) {
            throw AwsError.of("ResourceLimitExceededException", "Cluster count limit exceeded");
        }
        version(site, in);
        EksRoles.forCluster(site, in.require("roleArn"));
        JsonNode vpc = in.body().path("resourcesVpcConfig");
        List<Subnet> subnets = subnets(site, EksIn.texts(vpc.path("subnetIds")), name);
        String vpcId = subnets.get(0).vpcId();
        List<String> groups = EksIn.texts(vpc.path("securityGroupIds"));
        groups.forEach(group -> group(site, group, vpcId));
        boolean publicAccess = EksIn.flag(vpc, "endpointPublicAccess").orElse(true);
        boolean privateAccess = EksIn.flag(vpc, "endpointPrivateAccess").orElse(false);
        if (!publicAccess && !privateAccess) {
            throw EksIn.invalid("Private and public endpoint access cannot be false");
        }
        List<String> cidrs = EksIn.texts(vpc.path("publicAccessCidrs"));
        mode(in);
        AutoModeChecks.check(site, in, version(site, in).minor(), mode(in));
        return new Cluster.Net(
                vpcId,
                subnets.stream().map(Subnet::id).toList(),
                groups,
                "",
                serviceCidr(site, in, vpcId),
                publicAccess,
                privateAccess,
                cidrs.isEmpty() ? List.of("0.0.0.0/0") : cidrs);
    }

    private static KubernetesVersions.Offer version(Site site, EksIn in) {
        Era era = site.world().settings().era();
        String minor =
                in.text("version").orElse(KubernetesVersions.standard(era).minor());
        return KubernetesVersions.find(era, minor)
                .orElseThrow(() -> EksIn.invalid("unsupported Kubernetes version %s", minor));
    }

    private static String mode(EksIn in) {
        String mode =
                EksIn.text(in.body().path("accessConfig"), "authenticationMode").orElse("CONFIG_MAP");
        if (!Set.of("API", "API_AND_CONFIG_MAP", "CONFIG_MAP").contains(mode)) {
            throw EksIn.invalid("Unknown authenticationMode %s", mode);
        }
        return mode;
    }

    static List<Subnet> subnets(Site site, List<String> ids, String cluster) {
        if (ids.isEmpty()) {
            throw EksIn.invalid("Subnets specified must be in at least two different AZs");
        }
        List<Subnet> subnets = new ArrayList<>();
        for (String id : ids) {
            subnets.add(site.here()
                    .subnets
                    .get(id)
                    .orElseThrow(() -> EksIn.invalid(
                            "The subnet ID '%s' does not exist (Service: AmazonEC2; Status Code: 400; Error Code:"
                                    + " InvalidSubnetID.NotFound)",
                            id)));
        }
        if (subnets.stream().map(Subnet::vpcId).distinct().count() > 1) {
            throw EksIn.invalid("Subnets specified must belong to the same VPC: %s", ids);
        }
        zones(site, subnets, cluster);
        List<String> full = subnets.stream()
                .filter(subnet -> subnet.free(site.here()) < FREE_ADDRESSES)
                .map(Subnet::id)
                .toList();
        if (!full.isEmpty()) {
            throw EksIn.invalid(
                    "Insufficient free addresses in subnets %s: at least %s are needed in each.", full, FREE_ADDRESSES);
        }
        return subnets;
    }

    private static void zones(Site site, List<Subnet> subnets, String cluster) {
        Set<String> zones = new TreeSet<>();
        subnets.forEach(subnet -> zones.add(subnet.zone()));
        Set<String> refused = site.options().eksUnsupportedZones();
        List<String> valid = Geography.zones(site.region()).stream()
                .map(Geography.Zone::name)
                .filter(zone -> !refused.contains(zone))
                .toList();
        Optional<String> bad = zones.stream().filter(refused::contains).findFirst();
        if (bad.isPresent()) {
            throw AwsError.of(
                            "UnsupportedAvailabilityZoneException",
                            "Cannot create cluster '%s' because %s, the targeted availability zone, does not currently"
                                    + " have sufficient capacity to support the cluster. Retry and choose from these"
                                    + " availability zones: %s",
                            cluster,
                            bad.get(),
                            String.join(", ", valid))
                    .with("clusterName", cluster)
                    .with("validZones", valid);
        }
        if (zones.size() < 2) {
            throw EksIn.invalid("Subnets specified must be in at least two different AZs");
        }
    }

    static void group(Site site, String id, String vpcId) {
        boolean fits = site.here()
                .securityGroups
                .get(id)
                .filter(group -> group.vpcId().equals(vpcId))
                .isPresent();
        if (!fits) {
            throw EksIn.invalid("Security group(s) %s are not in the same VPC as the subnets, or do not exist.", id);
        }
    }

    /** EKS takes 10.100.0.0/16, or 172.20.0.0/16 where the VPC is in 10.0.0.0/8. */
    private static String serviceCidr(Site site, EksIn in, String vpcId) {
        List<Cidr> blocks = Vpc.KIND.find(site, vpcId).blocks().stream()
                .map(block -> Cidr.parse(block.cidr()))
                .toList();
        Optional<String> asked = EksIn.text(in.body().path("kubernetesNetworkConfig"), "serviceIpv4Cidr");
        if (asked.isEmpty()) {
            boolean ten = blocks.stream().anyMatch(Cidr.parse("10.0.0.0/8")::overlaps);
            return ten ? "172.20.0.0/16" : "10.100.0.0/16";
        }
        Cidr cidr = Cidr.parse(asked.get());
        boolean isPrivate = List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16").stream()
                .anyMatch(range -> Cidr.parse(range).contains(cidr));
        if (!isPrivate
                || cidr.prefix() < 12
                || cidr.prefix() > 24
                || blocks.stream().anyMatch(cidr::overlaps)) {
            throw EksIn.invalid(
                    "The service CIDR %s must be private, between /12 and /24, and must not overlap the VPC's CIDRs.",
                    cidr);
        }
        return cidr.toString();
    }

    static List<String> logTypes(JsonNode logging) {
        Set<String> types = new TreeSet<>();
        for (JsonNode setup : logging.path("clusterLogging")) {
            List<String> named = EksIn.texts(setup.path("types"));
            named.stream().filter(type -> !LOG_TYPES.contains(type)).findFirst().ifPresent(type -> {
                throw EksIn.invalid("Unknown log type %s", type);
            });
            if (EksIn.flag(setup, "enabled").orElse(false)) {
                types.addAll(named);
            } else {
                named.forEach(types::remove);
            }
        }
        return List.copyOf(types);
    }

    /** The key of an encryptionConfig, which encrypts Secrets and nothing else. */
    static Optional<String> key(JsonNode configs) {
        if (configs.isEmpty()) {
            return Optional.empty();
        }
        JsonNode config = configs.path(0);
        String arn = config.at("/provider/keyArn").asText();
        if (!EksIn.texts(config.path("resources")).equals(List.of("secrets")) || !arn.contains(":kms:")) {
            throw EksIn.invalid("Invalid encryptionConfig: resources must be secrets, and the key an ARN of KMS.");
        }
        return Optional.of(arn);
    }

    static Cluster assemble(Call call, EksIn in, String name, Cluster.Net net) {
        Site site = call.site();
        boolean creatorAdmin = EksIn.flag(in.body().path("accessConfig"), "bootstrapClusterCreatorAdminPermissions")
                .orElse(true);
        Cluster.Access access = new Cluster.Access(
                mode(in), creatorAdmin, AccessEntries.iamPrincipal(call.caller().principalArn()));
        Map<String, String> tags = in.tags();
        return new Cluster(
                name,
                site.arn("eks", "cluster/" + name),
                version(site, in).minor(),
                in.require("roleArn"),
                net,
                access,
                logTypes(in.body().path("logging")),
                EksIn.text(in.body().path("upgradePolicy"), "supportType").orElse("EXTENDED"),
                EksIn.flag(in.body(), "deletionProtection").orElse(false),
                EksIn.flag(in.body(), "bootstrapSelfManagedAddons").orElse(true),
                new Cluster.Extras(
                        key(in.body().path("encryptionConfig")),
                        EksIn.flag(in.body().path("zonalShiftConfig"), "enabled")
                                .orElse(false),
                        AutoModeChecks.read(in)),
                Hashes.hex("oidc\n" + site.region() + "\n" + net.clusterGroupId(), 32)
                        .toUpperCase(Locale.ROOT),
                tags,
                site.now(),
                Cluster.Status.CREATING);
    }
}
