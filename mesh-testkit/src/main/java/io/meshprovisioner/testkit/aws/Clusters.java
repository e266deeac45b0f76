package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.Cluster.Status;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** EKS clusters: creation, description and deletion. Updates are in {@link ClusterUpdates}. */
final class Clusters {
    private Clusters() {}

    static void register(EksRoutes routes) {
        routes.on("CreateCluster", "POST", "/clusters", Clusters::create);
        routes.on("ListClusters", "GET", "/clusters", Clusters::list);
        routes.on("DescribeCluster", "GET", "/clusters/{name}", (call, in) -> Json.object()
                .set("cluster", write(call.site(), find(call.site(), in.path("name")))));
        routes.on("DeleteCluster", "DELETE", "/clusters/{name}", Clusters::delete);
        routes.on("DescribeClusterVersions", "GET", "/cluster-versions", ClusterVersions::describe);
    }

    static Cluster find(Site site, String name) {
        return site.here().clusters.get(name).orElseThrow(() -> AwsError.of(
                        404, "ResourceNotFoundException", "No cluster found for name: %s.", name)
                .with("clusterName", name));
    }

    /** The cluster, when it can be worked with. */
    static Cluster active(Site site, String name) {
        Cluster cluster = find(site, name);
        if (!cluster.usable()) {
            throw AwsError.of("InvalidRequestException", "Cluster '%s' is not in ACTIVE status", name)
                    .with("clusterName", name);
        }
        return cluster;
    }

    private static void put(Site site, Cluster cluster) {
        site.here().clusters.put(cluster.name(), cluster);
        site.world().changed();
    }

    static void change(Site site, String name, java.util.function.UnaryOperator<Cluster> change) {
        site.here().clusters.change(name, change);
        site.world().changed();
    }

    private static ObjectNode create(Call call, EksIn in) {
        Site site = call.site();
        String name = in.require("name");
        Tokens.Outcome outcome =
                Tokens.once(site, "eks:CreateCluster", in.token(), in.fingerprint(), () -> make(call, in, name));
        Optional<Cluster> cluster = site.here().clusters.get(name);
        if (outcome.replayed() && cluster.isEmpty()) {
            throw AwsError.of(
                    "InvalidRequestException",
                    "The clientRequestToken was used for cluster %s, which has been deleted.",
                    name);
        }
        return Json.object().set("cluster", write(site, find(site, name)));
    }

    private static String make(Call call, EksIn in, String name) {
        Site site = call.site();
        Cluster.Net net = ClusterChecks.check(call, in, name);
        Optional<ResourceFate> fate = site.fate("eks:CreateCluster");
        String group = "eks-cluster-sg-" + name + "-"
                + Long.parseLong(site.newHex("cluster-sg", name, 8), 16) % 1_000_000_000L;
        SecurityGroup made = ClusterParts.makeGroup(site, net.vpcId(), name, group);
        Cluster cluster = ClusterChecks.assemble(
                call,
                in,
                name,
                new Cluster.Net(
                        net.vpcId(),
                        net.subnetIds(),
                        net.groupIds(),
                        made.id(),
                        net.serviceCidr(),
                        net.publicAccess(),
                        net.privateAccess(),
                        net.publicCidrs()));
        put(site, cluster);
        ClusterParts.makeInterfaces(site, cluster);
        if (cluster.access().usesEntries() && cluster.access().creatorAdmin()) {
            AccessEntries.makeCreator(site, cluster);
        }
        if (!cluster.logTypes().isEmpty()) {
            LogGroups.ensure(site, "/aws/eks/" + name + "/cluster");
        }
        Duration takes = site.durations().controlPlane();
        if (fate.isPresent() && fate.get() instanceof ResourceFate.Slower slower) {
            takes = takes.plus(slower.by());
        }
        if (fate.isPresent() && fate.get() instanceof ResourceFate.Fails) {
            site.later(takes, "cluster/" + name, then -> change(then, name, c -> c.withStatus(Status.FAILED)));
        } else if (fate.isEmpty() || !(fate.get() instanceof ResourceFate.NeverReady)) {
            site.later(takes, "cluster/" + name, then -> activate(then, name));
        }
        return name;
    }

    private static void activate(Site site, String name) {
        Optional<Cluster> cluster =
                site.here().clusters.get(name).filter(present -> present.status() == Status.CREATING);
        cluster.ifPresent(present -> {
            change(site, name, c -> c.withStatus(Status.ACTIVE));
            site.world().createCluster(site.clusterKey(name), present.version());
            AutoNodes.admit(site, present);
            if (present.selfManagedAddons()) {
                AddonObjects.installSelfManaged(site, present);
            }
        });
    }

    private static ObjectNode list(Call call, EksIn in) {
        Pages<String> page = in.page(List.copyOf(call.here().clusters.keys()), name -> name);
        ObjectNode out = Json.object();
        out.set("clusters", Json.texts(page.items()));
        Json.put(out, "nextToken", page.next());
        return out;
    }

    static ObjectNode write(Site site, Cluster cluster) {
        Cluster.Net net = cluster.net();
        ObjectNode out = Json.object();
        out.put("name", cluster.name())
                .put("arn", cluster.arn())
                .put("createdAt", Json.time(cluster.created()))
                .put("version", cluster.version())
                .put("platformVersion", "eks.1")
                .put("roleArn", cluster.roleArn())
                .put("status", cluster.status().name())
                .put("deletionProtection", cluster.deletionProtection());
        ObjectNode vpc = out.putObject("resourcesVpcConfig");
        vpc.set("subnetIds", Json.texts(net.subnetIds()));
        vpc.set("securityGroupIds", Json.texts(net.groupIds()));
        vpc.put("clusterSecurityGroupId", net.clusterGroupId())
                .put("vpcId", net.vpcId())
                .put("endpointPublicAccess", net.publicAccess())
                .put("endpointPrivateAccess", net.privateAccess());
        vpc.set("publicAccessCidrs", Json.texts(net.publicCidrs()));
        out.putObject("kubernetesNetworkConfig")
                .put("serviceIpv4Cidr", net.serviceCidr())
                .put("ipFamily", "ipv4")
                .set(
                        "elasticLoadBalancing",
                        Json.object().put("enabled", cluster.extras().auto().isPresent()));
        autoMode(out, cluster);
        out.putObject("accessConfig").put("authenticationMode", cluster.access().mode());
        out.putObject("upgradePolicy").put("supportType", cluster.supportType());
        out.set("logging", logging(cluster));
        out.set("tags", Json.map(cluster.tags()));
        out.set("health", Issue.health(List.of()));
        var encryption = out.putArray("encryptionConfig");
        cluster.extras().key().ifPresent(arn -> {
            ObjectNode config = encryption.addObject();
            config.set("resources", Json.texts(List.of("secrets")));
            config.putObject("provider").put("keyArn", arn);
        });
        out.putObject("zonalShiftConfig").put("enabled", cluster.extras().zonalShift());
        ObjectNode authority = out.putObject("certificateAuthority");
        if (cluster.status() != Status.CREATING && cluster.status() != Status.FAILED) {
            AwsOptions.ClusterEndpoints.Endpoint endpoint =
                    site.options().endpoints().of(site.clusterKey(cluster.name()));
            out.put("endpoint", endpoint.url());
            authority.put("data", endpoint.certificateAuthority());
            out.putObject("identity").putObject("oidc").put("issuer", issuer(site, cluster));
        }
        return out;
    }

    private static void autoMode(ObjectNode out, Cluster cluster) {
        cluster.extras().auto().ifPresent(auto -> {
            ObjectNode compute = out.putObject("computeConfig").put("enabled", true);
            compute.set("nodePools", Json.texts(auto.pools()));
            auto.nodeRole().ifPresent(arn -> compute.put("nodeRoleArn", arn));
            out.putObject("storageConfig").putObject("blockStorage").put("enabled", true);
        });
    }

    static String issuer(Site site, Cluster cluster) {
        return "https://oidc.eks." + site.region() + "." + Geography.dnsSuffix(site.region()) + "/id/"
                + cluster.oidcId();
    }

    private static ObjectNode logging(Cluster cluster) {
        List<String> off = new ArrayList<>(ClusterChecks.LOG_TYPES);
        off.removeAll(cluster.logTypes());
        Map<Boolean, List<String>> setups = new LinkedHashMap<>();
        setups.put(true, cluster.logTypes());
        setups.put(false, off);
        setups.values().removeIf(List::isEmpty);
        return Json.object().set("clusterLogging", Json.entries(setups, (enabled, types) -> Json.object()
                .put("enabled", enabled)
                .set("types", Json.texts(types))));
    }

    private static ObjectNode delete(Call call, EksIn in) {
        Site site = call.site();
        Cluster cluster = find(site, in.path("name"));
        String name = cluster.name();
        if (cluster.deletionProtection()) {
            throw AwsError.of(
                            "InvalidRequestException",
                            "Cluster %s can't be deleted because deletion protection is enabled.",
                            name)
                    .with("clusterName", name);
        }
        if (!site.here().nodegroups.under(name + "/").isEmpty()) {
            throw inUse(name, "Cluster has nodegroups attached");
        }
        if (!site.here().fargateProfiles.under(name + "/").isEmpty()) {
            throw inUse(name, "Cluster has Fargate profiles attached");
        }
        if (cluster.status() == Status.CREATING
                || cluster.status() == Status.UPDATING
                || cluster.status() == Status.DELETING) {
            throw inUse(
                    name,
                    "Cluster %s cannot be deleted: an operation is in progress (status %s)"
                            .formatted(name, cluster.status()));
        }
        change(site, name, c -> c.withStatus(Status.DELETING));
        site.world().deleteCluster(site.clusterKey(name));
        AutoNodes.end(site, cluster);
        site.later(site.durations().controlPlaneDelete(), "cluster-deleted/" + name, then -> gone(then, name));
        return Json.object().set("cluster", write(site, find(site, name)));
    }

    static AwsError inUse(String cluster, String message) {
        return AwsError.of(409, "ResourceInUseException", "%s", message).with("clusterName", cluster);
    }

    private static void gone(Site site, String name) {
        site.here().clusters.get(name).ifPresent(cluster -> {
            ClusterParts.drop(site, cluster);
            Region here = site.here();
            here.clusters.remove(name);
            for (Table<?> table : List.of(here.addons, here.accessEntries, here.updates, here.podIdentities)) {
                List.copyOf(table.keys()).stream()
                        .filter(key -> key.startsWith(name + "/"))
                        .forEach(table::remove);
            }
            site.world().changed();
        });
    }
}
