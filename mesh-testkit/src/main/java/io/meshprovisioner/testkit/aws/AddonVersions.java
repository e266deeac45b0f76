package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.world.Era;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which versions of add-ons exist, and how each is configured. */
final class AddonVersions {
    private AddonVersions() {}

    static ObjectNode describe(Call call, EksIn in) {
        Era era = call.site().world().settings().era();
        Optional<String> addon = in.request().query("addonName");
        Optional<String> minor = in.request().query("kubernetesVersion");
        List<String> names = AddonCatalog.names(era).stream()
                .filter(name -> addon.map(name::equals).orElse(true))
                .filter(name -> !versions(era, name, minor).isEmpty())
                .toList();
        Pages<String> page = in.page(names, name -> name);
        ObjectNode out = Json.object();
        out.set("addons", Json.list(page.items(), name -> write(era, name, minor)));
        Json.put(out, "nextToken", page.next());
        return out;
    }

    /** Each version with the Kubernetes versions it fits and, of those, where it is the default. */
    private static Map<String, Map<String, Boolean>> versions(Era era, String name, Optional<String> minor) {
        Map<String, Map<String, Boolean>> result = new LinkedHashMap<>();
        for (KubernetesVersions.Offer offer : KubernetesVersions.in(era)) {
            if (minor.map(offer.minor()::equals).orElse(true)) {
                List<String> offered = AddonCatalog.versions(name, offer.minor());
                for (String version : offered) {
                    result.computeIfAbsent(version, key -> new LinkedHashMap<>())
                            .put(offer.minor(), version.equals(offered.get(0)));
                }
            }
        }
        return result;
    }

    private static ObjectNode write(Era era, String name, Optional<String> minor) {
        AddonCatalog.Entry entry = AddonCatalog.entry(name);
        ObjectNode out = Json.object()
                .put("addonName", name)
                .put("type", entry.type())
                .put("publisher", "eks")
                .put("owner", "aws")
                .put("defaultNamespace", "kube-system");
        out.set("addonVersions", Json.entries(versions(era, name, minor), (version, fits) -> {
            ObjectNode item = Json.object()
                    .put("addonVersion", version)
                    .put("requiresConfiguration", false)
                    .put("requiresIamPermissions", entry.needsPermissions());
            item.set("architecture", Json.texts(List.of("amd64", "arm64")));
            item.set("computeTypes", Json.texts(List.of("ec2")));
            item.set("compatibilities", Json.entries(fits, (cluster, isDefault) -> {
                ObjectNode fit = Json.object().put("clusterVersion", cluster).put("defaultVersion", isDefault);
                fit.set("platformVersions", Json.texts(List.of("*")));
                return fit;
            }));
            return item;
        }));
        return out;
    }

    static ObjectNode configuration(Call call, EksIn in) {
        Era era = call.site().world().settings().era();
        String name = in.request().query("addonName").orElse("");
        String version = in.request().query("addonVersion").orElse("");
        boolean offered = AddonCatalog.names(era).contains(name)
                && versions(era, name, Optional.empty()).containsKey(version);
        if (!offered) {
            throw EksIn.invalid("Addon %s of version %s is not supported", name, version);
        }
        ObjectNode out = Json.object()
                .put("addonName", name)
                .put("addonVersion", version)
                .put("configurationSchema", AddonCatalog.schema(name));
        out.putArray("podIdentityConfiguration");
        return out;
    }
}
