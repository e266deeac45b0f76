package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.Cluster.Status;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Updates of a cluster: one kind of change at a time, each with an update to watch. */
final class ClusterUpdates {
    private static final List<String> KINDS = List.of(
            "resourcesVpcConfig",
            "logging",
            "accessConfig",
            "upgradePolicy",
            "deletionProtection",
            "zonalShiftConfig",
            "computeConfig",
            "kubernetesNetworkConfig",
            "storageConfig",
            "remoteNetworkConfig",
            "controlPlaneScalingConfig");

    /** These three are one change: EKS Auto Mode. */
    private static final Set<String> AUTO = Set.of("computeConfig", "kubernetesNetworkConfig", "storageConfig");

    private static final String AUTO_MODE = "EKS Auto Mode";

    private ClusterUpdates() {}

    static void register(EksRoutes routes) {
        routes.on("UpdateClusterConfig", "POST", "/clusters/{name}/update-config", ClusterUpdates::config);
        routes.on("UpdateClusterVersion", "POST", "/clusters/{name}/updates", ClusterUpdates::version);
        routes.on(
                "AssociateEncryptionConfig",
                "POST",
                "/clusters/{name}/encryption-config/associate",
                ClusterUpdates::encrypt);
        routes.on("DescribeUpdate", "GET", "/clusters/{name}/updates/{updateId}", ClusterUpdates::describe);
        routes.on("ListUpdates", "GET", "/clusters/{name}/updates", ClusterUpdates::list);
    }

    /** Records an update that ends after {@code takes}. */
    static EksUpdate begin(
            Site site, String cluster, String about, String type, Map<String, String> params, Duration takes) {
        String hex = site.newHex("update", cluster + "/" + about, 32);
        String id = hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20);
        EksUpdate update = new EksUpdate(
                id, cluster, about, type, params, site.now(), site.now().plus(takes), Optional.empty());
        site.here().updates.put(cluster + "/" + id, update);
        site.world().changed();
        return update;
    }

    static ObjectNode answer(Site site, EksUpdate update) {
        return Json.object().set("update", update.write(site.now()));
    }

    private static Cluster idle(Site site, String name) {
        Cluster cluster = Clusters.find(site, name);
        if (cluster.status() != Status.ACTIVE) {
            throw Clusters.inUse(
                    name,
                    "Cannot %s because cluster %s currently has an update in progress or is not ACTIVE (status %s)"
                            .formatted("update", name, cluster.status()));
        }
        return cluster;
    }

    private static ObjectNode config(Call call, EksIn in) {
        Site site = call.site();
        String name = in.path("name");
        List<String> asked = KINDS.stream()
                .filter(in.body()::has)
                .map(kind -> AUTO.contains(kind) ? AUTO_MODE : kind)
                .distinct()
                .toList();
        if (asked.size() != 1) {
            throw EksIn.invalid(
                    "UpdateClusterConfig takes exactly one kind of change at a time, not %s of %s",
                    asked.size(), asked);
        }
        Tokens.Outcome outcome = Tokens.once(
                site, "eks:UpdateClusterConfig", in.token(), in.fingerprint(), () -> change(site, name, in, asked));
        return answer(
                site, site.here().updates.get(name + "/" + outcome.resource()).orElseThrow());
    }

    private static String change(Site site, String name, EksIn in, List<String> asked) {
        Cluster cluster = idle(site, name);
        String kind = asked.get(0);
        Change change = kind.equals(AUTO_MODE)
                ? autoChange(site, cluster, in)
                : change(site, cluster, kind, in.body().path(kind));
        // Deletion protection is a flag that takes effect at once.
        Duration takes = kind.equals("deletionProtection")
                ? site.scaled(Duration.ofSeconds(1))
                : site.durations().configUpdate();
        EksUpdate update = begin(site, name, "cluster", change.type(), change.params(), takes);
        Clusters.change(site, name, c -> change.effect().apply(c).withStatus(Status.UPDATING));
        if (kind.equals("logging")) {
            LogGroups.ensure(site, "/aws/eks/" + name + "/cluster");
        }
        site.later(takes, "cluster-update/" + name, then -> {
            finish(then, name, UnaryOperator.identity());
            then.here().clusters.get(name).ifPresent(done -> AutoNodes.admit(then, done));
        });
        return update.id();
    }

    private static ObjectNode encrypt(Call call, EksIn in) {
        Site site = call.site();
        String name = in.path("name");
        Optional<String> key = ClusterChecks.key(in.body().path("encryptionConfig"));
        Tokens.Outcome outcome =
                Tokens.once(site, "eks:AssociateEncryptionConfig", in.token(), in.fingerprint(), () -> {
                    Cluster cluster = idle(site, name);
                    if (key.isEmpty() || cluster.extras().key().isPresent()) {
                        throw EksIn.invalid("Encryption is enabled on the cluster already, or no key is named.");
                    }
                    Duration takes = site.durations().configUpdate();
                    EksUpdate update = begin(
                            site,
                            name,
                            "cluster",
                            "AssociateEncryptionConfig",
                            Map.of("EncryptionConfig", key.get()),
                            takes);
                    Clusters.change(site, name, c -> c.withExtras(c.extras().encryptedBy(key))
                            .withStatus(Status.UPDATING));
                    site.later(takes, "cluster-update/" + name, then -> finish(then, name, UnaryOperator.identity()));
                    return update.id();
                });
        return answer(
                site, site.here().updates.get(name + "/" + outcome.resource()).orElseThrow());
    }

    private record Change(String type, Map<String, String> params, UnaryOperator<Cluster> effect) {}

    private static Change change(Site site, Cluster cluster, String kind, JsonNode value) {
        return switch (kind) {
            case "resourcesVpcConfig" -> netChange(site, cluster, value);
            case "logging" -> {
                List<String> types = mergedLogTypes(cluster, value);
                yield new Change(
                        "LoggingUpdate", Map.of("ClusterLogging", value.toString()), c -> c.withLogTypes(types));
            }
            case "accessConfig" -> {
                String mode = mode(cluster, value);
                yield new Change("AccessConfigUpdate", Map.of("AuthenticationMode", mode), c -> c.withMode(mode));
            }
            case "upgradePolicy" -> {
                String support = EksIn.text(value, "supportType").orElse(cluster.supportType());
                yield new Change(
                        "UpgradePolicyUpdate", Map.of("UpgradePolicy", support), c -> c.withSupportType(support));
            }
            case "deletionProtection" -> {
                boolean on = value.asBoolean();
                yield new Change(
                        "DeletionProtectionUpdate",
                        Map.of("DeletionProtection", String.valueOf(on)),
                        c -> c.withDeletionProtection(on));
            }
            case "zonalShiftConfig" -> {
                boolean on = EksIn.flag(value, "enabled").orElse(false);
                yield new Change(
                        "ZonalShiftConfigUpdate",
                        Map.of("ZonalShiftConfig", String.valueOf(on)),
                        c -> c.withExtras(c.extras().shifting(on)));
            }
            default -> throw EksIn.invalid("The sandbox does not simulate %s of UpdateClusterConfig.", kind);
        };
    }

    private static Change autoChange(Site site, Cluster cluster, EksIn in) {
        Cluster.Auto auto = AutoModeChecks.switched(site, in, cluster);
        return new Change(
                "AutoModeUpdate",
                Map.of(
                        "ComputeConfig", in.body().path("computeConfig").toString(),
                        "KubernetesNetworkConfig",
                                in.body().path("kubernetesNetworkConfig").toString(),
                        "StorageConfig", in.body().path("storageConfig").toString()),
                c -> c.withExtras(c.extras().automatic(auto)));
    }

    private static Change netChange(Site site, Cluster cluster, JsonNode value) {
        Cluster.Net net = net(site, cluster, value);
        if (value.has("subnetIds") || value.has("securityGroupIds")) {
            return new Change(
                    "VpcConfigUpdate",
                    Map.of(
                            "Subnets",
                            net.subnetIds().toString(),
                            "SecurityGroups",
                            net.groupIds().toString()),
                    c -> c.withNet(net));
        }
        return new Change(
                "EndpointAccessUpdate",
                Map.of(
                        "EndpointPublicAccess", String.valueOf(net.publicAccess()),
                        "EndpointPrivateAccess", String.valueOf(net.privateAccess()),
                        "PublicAccessCidrs", net.publicCidrs().toString()),
                c -> c.withNet(net));
    }

    private static void finish(Site site, String name, UnaryOperator<Cluster> change) {
        Clusters.change(
                site, name, c -> c.status() == Status.UPDATING ? change.apply(c).withStatus(Status.ACTIVE) : c);
    }

    private static Cluster.Net net(Site site, Cluster cluster, JsonNode value) {
        Cluster.Net net = cluster.net();
        if (value.has("subnetIds") || value.has("securityGroupIds")) {
            List<String> subnets = value.has("subnetIds") ? EksIn.texts(value.path("subnetIds")) : net.subnetIds();
            ClusterChecks.subnets(site, subnets, cluster.name());
            List<String> groups =
                    value.has("securityGroupIds") ? EksIn.texts(value.path("securityGroupIds")) : net.groupIds();
            groups.forEach(group -> ClusterChecks.group(site, group, net.vpcId()));
            return net.in(subnets, groups);
        }
        boolean fromPublic = EksIn.flag(value, "endpointPublicAccess").orElse(net.publicAccess());
        boolean fromPrivate = EksIn.flag(value, "endpointPrivateAccess").orElse(net.privateAccess());
        if (!fromPublic && !fromPrivate) {
            throw EksIn.invalid("Private and public endpoint access cannot be false");
        }
        List<String> cidrs =
                value.has("publicAccessCidrs") ? EksIn.texts(value.path("publicAccessCidrs")) : net.publicCidrs();
        Cluster.Net changed = net.reachable(fromPublic, fromPrivate, cidrs);
        if (changed.equals(net)) {
            throw EksIn.invalid(
                    "Cluster is already at the desired configuration with endpointPrivateAccess: %s,"
                            + " endpointPublicAccess: %s, and Public Endpoint Restrictions: %s",
                    fromPrivate, fromPublic, cidrs);
        }
        return changed;
    }

    private static List<String> mergedLogTypes(Cluster cluster, JsonNode value) {
        ObjectNode before = Json.object();
        var setups = before.putArray("clusterLogging");
        setups.add(Json.object().put("enabled", true).set("types", Json.texts(cluster.logTypes())));
        value.path("clusterLogging").forEach(setups::add);
        List<String> types = ClusterChecks.logTypes(before);
        if (types.equals(cluster.logTypes())) {
            throw EksIn.invalid("No changes needed for the logging config provided");
        }
        return types;
    }

    private static String mode(Cluster cluster, JsonNode value) {
        List<String> order = List.of("CONFIG_MAP", "API_AND_CONFIG_MAP", "API");
        String mode = EksIn.text(value, "authenticationMode").orElse("");
        int step = order.indexOf(mode) - order.indexOf(cluster.access().mode());
        if (!order.contains(mode) || step < 0) {
            throw EksIn.invalid(
                    "Unsupported authentication mode update from %s to %s",
                    cluster.access().mode(), mode);
        }
        if (step == 0) {
            throw EksIn.invalid("Cluster is already at the desired authentication mode %s", mode);
        }
        return mode;
    }

    private static ObjectNode version(Call call, EksIn in) {
        Site site = call.site();
        String name = in.path("name");
        String minor = in.require("version");
        Tokens.Outcome outcome = Tokens.once(site, "eks:UpdateClusterVersion", in.token(), in.fingerprint(), () -> {
            Cluster cluster = idle(site, name);
            var era = site.world().settings().era();
            int target = KubernetesVersions.find(era, minor)
                    .orElseThrow(() -> EksIn.invalid("unsupported Kubernetes version %s", minor))
                    .number();
            int current = Integer.parseInt(cluster.version().substring(2));
            if (target != current + 1) {
                throw EksIn.invalid(
                        "Unsupported Kubernetes minor version update from %s to %s", cluster.version(), minor);
            }
            Duration takes = site.durations().controlPlaneUpgrade();
            EksUpdate update = begin(site, name, "cluster", "VersionUpdate", Map.of("Version", minor), takes);
            Clusters.change(site, name, c -> c.withStatus(Status.UPDATING));
            site.later(takes, "cluster-update/" + name, then -> {
                finish(then, name, c -> c.withVersion(minor));
                then.kubernetes(name).ifPresent(kubernetes -> kubernetes.upgrade(minor));
            });
            return update.id();
        });
        return answer(
                site, site.here().updates.get(name + "/" + outcome.resource()).orElseThrow());
    }

    private static String about(EksIn in) {
        return in.request()
                .query("nodegroupName")
                .map(name -> "nodegroup/" + name)
                .or(() -> in.request().query("addonName").map(name -> "addon/" + name))
                .orElse("cluster");
    }

    private static ObjectNode describe(Call call, EksIn in) {
        Site site = call.site();
        String cluster = Clusters.find(site, in.path("name")).name();
        EksUpdate update = site.here()
                .updates
                .get(cluster + "/" + in.path("updateId"))
                .filter(present -> present.about().equals(about(in)))
                .orElseThrow(() -> AwsError.of(
                        404, "ResourceNotFoundException", "No update found for ID: %s", in.path("updateId")));
        return answer(site, update);
    }

    private static ObjectNode list(Call call, EksIn in) {
        String cluster = Clusters.find(call.site(), in.path("name")).name();
        List<String> ids = call.here().updates.under(cluster + "/").stream()
                .filter(update -> update.about().equals(about(in)))
                .map(EksUpdate::id)
                .toList();
        Pages<String> page = in.page(ids, id -> id);
        ObjectNode out = Json.object();
        out.set("updateIds", Json.texts(page.items()));
        Json.put(out, "nextToken", page.next());
        return out;
    }
}
