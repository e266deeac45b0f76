package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.KubernetesVersions.Offer;
import io.meshprovisioner.testkit.world.Era;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** DescribeClusterVersions: what the era offers, newest first. */
final class ClusterVersions {
    private ClusterVersions() {}

    static ObjectNode describe(Call call, EksIn in) {
        List<String> asked = in.request().query().getOrDefault("clusterVersions", List.of());
        Optional<String> status = in.request()
                .query("versionStatus")
                .or(() -> in.request().query("status"))
                .map(text -> text.toUpperCase(Locale.ROOT).replace('-', '_'));
        boolean onlyDefault =
                in.request().query("defaultOnly").map(Boolean::parseBoolean).orElse(false);
        Era era = call.site().world().settings().era();
        String standard = KubernetesVersions.standard(era).minor();
        List<Offer> offers = KubernetesVersions.in(era).stream()
                .filter(offer -> asked.isEmpty() || asked.contains(offer.minor()))
                .filter(offer -> status.map(offer.status()::equals).orElse(true))
                .filter(offer -> !onlyDefault || offer.minor().equals(standard))
                .toList();
        Pages<Offer> page = in.page(offers, offer -> String.valueOf(1000 - offer.number()));
        ObjectNode out = Json.object();
        out.set("clusterVersions", Json.list(page.items(), offer -> write(offer, standard)));
        Json.put(out, "nextToken", page.next());
        return out;
    }

    private static ObjectNode write(Offer offer, String standard) {
        return Json.object()
                .put("clusterVersion", offer.minor())
                .put("clusterType", "eks")
                .put("defaultPlatformVersion", "eks.1")
                .put("defaultVersion", offer.minor().equals(standard))
                .put("releaseDate", Json.time(offer.released()))
                .put("endOfStandardSupportDate", Json.time(offer.endOfStandardSupport()))
                .put("endOfExtendedSupportDate", Json.time(offer.endOfExtendedSupport()))
                .put("status", offer.status().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("versionStatus", offer.status())
                .put("kubernetesPatchVersion", offer.patchVersion());
    }
}
