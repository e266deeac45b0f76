package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.FargateProfile.Selector;
import io.meshprovisioner.testkit.aws.FargateProfile.Status;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fargate profiles: immutable, one of a cluster made or deleted at a time; their pods are {@link FargatePods}. */
final class FargateProfiles {
    /** About as long as public logs show. */
    private static final Duration CREATION = Duration.ofSeconds(75);

    private static final Duration DELETION = Duration.ofSeconds(75);
    private static final int MOST = 10;
    private static final int MOST_SELECTORS = 5;

    private FargateProfiles() {}

    static void register(EksRoutes routes) {
        String base = "/clusters/{name}/fargate-profiles";
        String one = base + "/{fargateProfileName}";
        routes.on("CreateFargateProfile", "POST", base, FargateProfiles::create);
        routes.on("ListFargateProfiles", "GET", base, FargateProfiles::list);
        routes.on("DescribeFargateProfile", "GET", one, (call, in) -> Json.object()
                .set("fargateProfile", write(find(call.site(), in))));
        routes.on("DeleteFargateProfile", "DELETE", one, FargateProfiles::delete);
    }

    private static FargateProfile find(Site site, EksIn in) {
        String cluster = Clusters.find(site, in.path("name")).name();
        String name = in.path("fargateProfileName");
        return site.here().fargateProfiles.get(cluster + "/" + name).orElseThrow(() -> AwsError.of(
                        404, "ResourceNotFoundException", "No Fargate Profile found with name: %s.", name)
                .with("clusterName", cluster)
                .with("fargateProfileName", name));
    }

    private static void put(Site site, FargateProfile profile) {
        site.here().fargateProfiles.put(profile.key(), profile);
        site.world().changed();
    }

    private static ObjectNode create(Call call, EksIn in) {
        Site site = call.site();
        Cluster cluster = Clusters.active(site, in.path("name"));
        Tokens.Outcome outcome = Tokens.once(
                site, "eks:CreateFargateProfile", in.token(), in.fingerprint(), () -> make(site, in, cluster));
        return Json.object()
                .set(
                        "fargateProfile",
                        write(
                                site.here()
                                        .fargateProfiles
                                        .get(outcome.resource())
                                        .orElseThrow(
                                                () -> AwsError.of(
                                                        "InvalidRequestException",
                                                        "The clientRequestToken was used for a Fargate profile that has been deleted."))));
    }

    private static String make(Site site, EksIn in, Cluster cluster) {
        String name = in.require("fargateProfileName");
        String key = cluster.name() + "/" + name;
        if (name.startsWith("eks-")) {
            throw EksIn.invalid("The Fargate profile name starts with the reserved prefix: 'eks-'.");
        }
        if (site.here().fargateProfiles.has(key)) {
            throw inUse(cluster.name(), "A Fargate Profile already exists with this name in this cluster.");
        }
        refuseWhileBusy(site, cluster.name(), "create");
        if (site.here().fargateProfiles.under(cluster.name() + "/").size() >= MOST) {
            throw AwsError.of("ResourceLimitExceededException", "Fargate Profile limit exceeded");
        }
        String role = in.require("podExecutionRoleArn");
        EksRoles.forFargate(site, role);
        Optional<ResourceFate> fate = site.fate("eks:CreateFargateProfile");
        FargateProfile profile = new FargateProfile(
                cluster.name(),
                name,
                site.arn("eks", "fargateprofile/" + key + "/" + site.newHex("fargateprofile", key, 32)),
                role,
                subnets(site, in, cluster),
                selectors(in.body().path("selectors")),
                in.tags(),
                site.now(),
                Status.CREATING);
        put(site, profile);
        AccessEntries.admitFargate(site, cluster, role);
        site.later(site.scaled(CREATION), "fargate-active/" + key, then -> then.here()
                .fargateProfiles
                .get(key)
                .filter(made -> made.status() == Status.CREATING)
                .ifPresent(made -> put(
                        then,
                        made.withStatus(
                                fate.filter(ResourceFate.Fails.class::isInstance)
                                                .isPresent()
                                        ? Status.CREATE_FAILED
                                        : Status.ACTIVE))));
        return key;
    }

    private static void refuseWhileBusy(Site site, String cluster, String what) {
        site.here().fargateProfiles.under(cluster + "/").stream()
                .filter(other -> other.status() == Status.CREATING || other.status() == Status.DELETING)
                .findFirst()
                .ifPresent(other -> {
                    throw inUse(
                            cluster,
                            "Cannot " + what + " Fargate Profile because cluster " + cluster
                                    + " currently has Fargate profile " + other.name() + " in status "
                                    + other.status());
                });
    }

    private static AwsError inUse(String cluster, String message) {
        return AwsError.of(409, "ResourceInUseException", "%s", message).with("clusterName", cluster);
    }

    /** Private ones of the cluster's VPC; where none is named, those of the cluster. */
    private static List<String> subnets(Site site, EksIn in, Cluster cluster) {
        List<String> named = EksIn.texts(in.body().path("subnets"));
        List<String> ids = named.isEmpty()
                ? cluster.net().subnetIds().stream()
                        .filter(id -> !isPublic(site, id))
                        .toList()
                : named;
        for (String id : ids) {
            boolean fits = site.here()
                    .subnets
                    .get(id)
                    .filter(subnet -> subnet.vpcId().equals(cluster.net().vpcId()))
                    .isPresent();
            if (!fits) {
                throw EksIn.invalid("The subnet ID %s is not in the cluster's VPC, or does not exist.", id);
            }
            if (isPublic(site, id)) {
                throw EksIn.invalid("Subnet %s provided in Fargate Profile is not a private subnet", id);
            }
        }
        if (ids.isEmpty()) {
            throw EksIn.invalid("Fargate Profile needs at least one private subnet");
        }
        return ids;
    }

    private static boolean isPublic(Site site, String id) {
        return site.here()
                .subnets
                .get(id)
                .filter(subnet -> Joining.leadsToGateway(site, subnet))
                .isPresent();
    }

    private static List<Selector> selectors(JsonNode asked) {
        List<Selector> selectors = new ArrayList<>();
        for (JsonNode selector : asked) {
            String namespace = EksIn.text(selector, "namespace").orElse("");
            if (namespace.isEmpty()) {
                throw EksIn.invalid("Namespace cannot be empty in a Fargate Profile selector");
            }
            if (selector.path("labels").size() > MOST_SELECTORS) {
                throw EksIn.invalid("A Fargate Profile selector can have at most %s labels", MOST_SELECTORS);
            }
            selectors.add(new Selector(namespace, EksIn.map(selector.path("labels"))));
        }
        if (selectors.isEmpty() || selectors.size() > MOST_SELECTORS) {
            throw EksIn.invalid("A Fargate Profile must have 1 to %s selectors", MOST_SELECTORS);
        }
        return selectors;
    }

    static ObjectNode write(FargateProfile profile) {
        ObjectNode out = Json.object()
                .put("fargateProfileName", profile.name())
                .put("fargateProfileArn", profile.arn())
                .put("clusterName", profile.cluster())
                .put("createdAt", Json.time(profile.created()))
                .put("podExecutionRoleArn", profile.roleArn());
        out.set("subnets", Json.texts(profile.subnets()));
        out.set("selectors", Json.list(profile.selectors(), selector -> {
            ObjectNode each = Json.object().put("namespace", selector.namespace());
            each.set("labels", Json.map(selector.labels()));
            return each;
        }));
        out.put("status", profile.status().name());
        out.set("tags", Json.map(profile.tags()));
        out.putObject("health").putArray("issues");
        return out;
    }

    private static ObjectNode list(Call call, EksIn in) {
        String cluster = Clusters.find(call.site(), in.path("name")).name();
        Pages<String> page = in.page(
                call.here().fargateProfiles.under(cluster + "/").stream()
                        .map(FargateProfile::name)
                        .toList(),
                name -> name);
        ObjectNode out = Json.object();
        out.set("fargateProfileNames", Json.texts(page.items()));
        Json.put(out, "nextToken", page.next());
        return out;
    }

    private static ObjectNode delete(Call call, EksIn in) {
        Site site = call.site();
        FargateProfile profile = find(site, in);
        refuseWhileBusy(site, profile.cluster(), "delete");
        FargateProfile going = profile.withStatus(Status.DELETING);
        put(site, going);
        String key = profile.key();
        site.later(site.scaled(DELETION), "fargate-deleted/" + key, then -> gone(then, key));
        return Json.object().set("fargateProfile", write(going));
    }

    private static void gone(Site site, String key) {
        site.here().fargateProfiles.get(key).ifPresent(profile -> {
            FargatePods.end(site, profile);
            site.here().fargateProfiles.remove(key);
            AccessEntries.dismissFargate(site, profile);
            site.world().changed();
        });
    }
}
