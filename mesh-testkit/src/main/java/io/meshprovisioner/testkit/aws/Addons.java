package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Add-ons; their objects in the cluster are in {@link AddonObjects}, their status in {@link AddonHealth}. */
final class Addons {
    private Addons() {}

    static void register(EksRoutes routes) {
        String all = "/clusters/{name}/addons";
        String one = all + "/{addonName}";
        routes.on("CreateAddon", "POST", all, Addons::create);
        routes.on("ListAddons", "GET", all, Addons::list);
        routes.on("DescribeAddon", "GET", one, (call, in) -> Json.object()
                .set("addon", write(call.site(), find(call.site(), in))));
        routes.on("UpdateAddon", "POST", one + "/update", Addons::update);
        routes.on("DeleteAddon", "DELETE", one, Addons::delete);
        routes.on("DescribeAddonVersions", "GET", "/addons/supported-versions", AddonVersions::describe);
        routes.on("DescribeAddonConfiguration", "GET", "/addons/configuration-schemas", AddonVersions::configuration);
    }

    private static Addon find(Site site, EksIn in) {
        String cluster = Clusters.find(site, in.path("name")).name();
        return site.here().addons.get(cluster + "/" + in.path("addonName")).orElseThrow(() -> AwsError.of(
                        404,
                        "ResourceNotFoundException",
                        "No addon: %s found in cluster: %s",
                        in.path("addonName"),
                        cluster)
                .with("clusterName", cluster)
                .with("addonName", in.path("addonName")));
    }

    private static void put(Site site, Addon addon) {
        site.here().addons.put(addon.key(), addon);
        site.world().changed();
    }

    private static ObjectNode create(Call call, EksIn in) {
        Site site = call.site();
        Cluster cluster = Clusters.active(site, in.path("name"));
        String name = in.require("addonName");
        Tokens.Outcome outcome =
                Tokens.once(site, "eks:CreateAddon", in.token(), in.fingerprint(), () -> make(site, in, cluster, name));
        return Json.object()
                .set(
                        "addon",
                        write(
                                site,
                                site.here()
                                        .addons
                                        .get(outcome.resource())
                                        .orElseThrow(() -> AwsError.of(
                                                "InvalidRequestException",
                                                "The clientRequestToken was used for add-on %s, which has been"
                                                        + " deleted.",
                                                name))));
    }

    private static String make(Site site, EksIn in, Cluster cluster, String name) {
        String key = cluster.name() + "/" + name;
        String version = version(site, cluster, name, in.text("addonVersion"));
        if (site.here().addons.has(key)) {
            throw AwsError.of(409, "ResourceInUseException", "Addon already exists.")
                    .with("clusterName", cluster.name())
                    .with("addonName", name);
        }
        AddonCatalog.configuration(name, in.text("configurationValues"));
        Addon addon = new Addon(
                cluster.name(),
                name,
                site.arn("eks", "addon/" + key + "/" + site.newHex("addon", key, 32)),
                version,
                in.text("serviceAccountRoleArn"),
                in.text("configurationValues"),
                in.tags(),
                site.now(),
                site.now(),
                site.fate("eks:CreateAddon/" + name).or(() -> site.fate("eks:CreateAddon")),
                false);
        put(site, addon);
        site.later(site.durations().addon().dividedBy(4), "addon/" + key, then -> install(then, key));
        return key;
    }

    private static String version(Site site, Cluster cluster, String name, Optional<String> asked) {
        if (!AddonCatalog.names(site.world().settings().era()).contains(name)) {
            throw EksIn.invalid("Addon %s specified is not supported", name);
        }
        List<String> offered = AddonCatalog.versions(name, cluster.version());
        String version = asked.orElseGet(() -> offered.isEmpty() ? "" : offered.get(0));
        if (!offered.contains(version)) {
            throw EksIn.invalid(
                    "Addon version specified is not supported: %s %s in %s (offered: %s)",
                    name, version, cluster.version(), offered);
        }
        return version;
    }

    private static void install(Site site, String key) {
        site.here().addons.get(key).filter(addon -> !addon.deleting()).ifPresent(addon -> site.here()
                .clusters
                .get(addon.cluster())
                .ifPresent(cluster -> AddonObjects.put(
                        site,
                        cluster,
                        addon.name(),
                        addon.version(),
                        AddonCatalog.configuration(addon.name(), addon.configuration()),
                        addon.roleArn())));
    }

    private static ObjectNode list(Call call, EksIn in) {
        String cluster = Clusters.find(call.site(), in.path("name")).name();
        List<String> names = call.here().addons.under(cluster + "/").stream()
                .map(Addon::name)
                .toList();
        Pages<String> page = in.page(names, name -> name);
        ObjectNode out = Json.object();
        out.set("addons", Json.texts(page.items()));
        Json.put(out, "nextToken", page.next());
        return out;
    }

    private static ObjectNode write(Site site, Addon addon) {
        AddonHealth.Verdict verdict = AddonHealth.of(site, addon);
        ObjectNode out = Json.object()
                .put("addonName", addon.name())
                .put("clusterName", addon.cluster())
                .put("status", verdict.status())
                .put("addonVersion", addon.version())
                .put("addonArn", addon.arn())
                .put("createdAt", Json.time(addon.created()))
                .put("modifiedAt", Json.time(addon.changed()));
        out.set("health", Issue.health(verdict.issues()));
        out.set("tags", Json.map(addon.tags()));
        Json.put(out, "serviceAccountRoleArn", addon.roleArn());
        Json.put(out, "configurationValues", addon.configuration());
        return out;
    }

    private static ObjectNode update(Call call, EksIn in) {
        Site site = call.site();
        Tokens.Outcome outcome =
                Tokens.once(site, "eks:UpdateAddon", in.token(), in.fingerprint(), () -> change(site, in));
        return ClusterUpdates.answer(
                site,
                site.here()
                        .updates
                        .get(in.path("name") + "/" + outcome.resource())
                        .orElseThrow());
    }

    private static String change(Site site, EksIn in) {
        Addon addon = find(site, in);
        Cluster cluster = Clusters.active(site, addon.cluster());
        String version = in.text("addonVersion")
                .map(asked -> version(site, cluster, addon.name(), Optional.of(asked)))
                .orElse(addon.version());
        Optional<String> values = in.text("configurationValues").or(addon::configuration);
        AddonCatalog.configuration(addon.name(), values);
        Map<String, String> params = new TreeMap<>();
        params.put("AddonVersion", version);
        in.text("configurationValues").ifPresent(text -> params.put("ConfigurationValues", text));
        EksUpdate update = ClusterUpdates.begin(
                site,
                cluster.name(),
                "addon/" + addon.name(),
                "AddonUpdate",
                params,
                site.durations().addon());
        put(site, addon.updated(version, in.text("serviceAccountRoleArn").or(addon::roleArn), values, site.now()));
        install(site, addon.key());
        return update.id();
    }

    private static ObjectNode delete(Call call, EksIn in) {
        Site site = call.site();
        Addon addon = find(site, in);
        boolean preserve =
                in.request().query("preserve").map(Boolean::parseBoolean).orElse(false);
        if (!addon.deleting()) {
            put(site, addon.goingAway());
            if (!preserve) {
                site.here()
                        .clusters
                        .get(addon.cluster())
                        .ifPresent(cluster -> AddonObjects.remove(site, cluster, addon.name(), addon.version()));
            }
            String key = addon.key();
            site.later(site.durations().addonDelete(), "addon-deleted/" + key, then -> {
                then.here().addons.remove(key);
                then.world().changed();
            });
        }
        return Json.object().set("addon", write(site, addon.goingAway()));
    }
}
