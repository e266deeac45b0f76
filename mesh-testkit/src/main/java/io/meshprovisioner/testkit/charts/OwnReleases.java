package io.meshprovisioner.testkit.charts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Charts of our own for any release: small, but with the names, values, objects and labels that Istio's have. What
 * differs from release to release is filled in here.
 */
final class OwnReleases {
    private static final List<String> ISTIOD =
            List.of("access", "configmaps", "deployment", "injector", "scaling", "service");
    /** Each with the first minor release that has it. */
    private static final Map<String, Integer> PROFILES =
            Map.of("default", 9, "demo", 9, "minimal", 9, "empty", 9, "preview", 9, "ambient", 18, "stable", 23);

    private static final String OLD_TARGET = "        targetAverageUtilization: 80";
    private static final String NEW_TARGET = "        target: {type: Utilization, averageUtilization: 80}";
    private static final String HAS_V2 = "if .Capabilities.APIVersions.Has \"autoscaling/v2\"";

    private OwnReleases() {}

    static ReleaseFiles of(Release release) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        Map<String, String> facts = facts(release);
        boolean crdsInTemplates = !release.before(24);
        String base = chart(files, release, "base", "base", "base");
        template(files, base, "base/reader", facts);
        template(files, base, "base/validator", facts);
        if (crdsInTemplates) {
            template(files, base, "base/crds", facts);
        }
        put(files, base + (crdsInTemplates ? "files/" : "crds/") + "crd-all.gen.yaml", new OwnCrds(release).yaml());
        String istiod = chart(
                files,
                release,
                "istio-control/istio-discovery",
                release.before(12) ? "istio-discovery" : "istiod",
                "istiod");
        put(files, istiod + "files/names.txt", resource("istiod/names.txt"));
        ISTIOD.forEach(name -> template(files, istiod, "istiod/" + name, facts));
        if (!release.before(10)) {
            template(files, istiod, "istiod/validator", facts);
        }
        if (release.before(18)) {
            template(files, istiod, "istiod/telemetry", facts);
        }
        if (release.before(24)) {
            gateway(files, release, "ingress", facts);
            gateway(files, release, "egress", facts);
            operator(files, release, facts);
        }
        if (!release.before(Release.FIRST_PUBLISHED)) {
            template(files, chart(files, release, "gateway", "gateway", "gateway"), "gateway/gateway", facts);
        }
        template(files, chart(files, release, "istio-cni", "cni", "cni"), "cni/daemonset", facts);
        if (!release.before(18)) {
            template(files, chart(files, release, "ztunnel", "ztunnel", "ztunnel"), "ztunnel/daemonset", facts);
        }
        OwnAddons.of(release).forEach((path, text) -> put(files, path, text));
        return new ReleaseFiles(release, false, files);
    }

    /** The charts from which operators make gateways. */
    private static void gateway(
            SortedMap<String, byte[]> files, Release release, String direction, Map<String, String> facts) {
        String chart = chart(files, release, "gateways/istio-" + direction, "istio-" + direction, direction);
        Map<String, String> own = new LinkedHashMap<>(facts);
        own.put("GATEWAY", "istio-" + direction + "gateway");
        own.put("COMPONENT", direction.equals("ingress") ? "IngressGateways" : "EgressGateways");
        template(files, chart, "ingress/gateway", own);
    }

    /** The operator's chart, and the profiles that its image holds. */
    private static void operator(SortedMap<String, byte[]> files, Release release, Map<String, String> facts) {
        String chart = chart(files, release, "istio-operator", "istio-operator", "operator");
        template(files, chart, "operator/operator", facts);
        put(files, chart + "crds/crd-operator.yaml", resource("operator/crd.yaml"));
        PROFILES.forEach((profile, since) -> {
            if (!release.before(since)) {
                put(files, "manifests/profiles/" + profile + ".yaml", resource("profiles/" + profile + ".yaml"));
            }
        });
    }

    private static Map<String, String> facts(Release release) {
        boolean first = release.before(10);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("WEBHOOK_API", first ? "v1beta1" : "v1");
        facts.put("REVIEW_VERSIONS", first ? "v1beta1, v1" : "v1");
        facts.put("DEFAULT_VALIDATOR", first ? "istiod-istio-system" : "istiod-default-validator");
        facts.put(
                "API_GROUPS",
                "security.istio.io, networking.istio.io"
                        + (first ? "" : ", telemetry.istio.io")
                        + (release.before(12) ? "" : ", extensions.istio.io"));
        facts.put("ISTIOD_ACCOUNT", release.before(12) ? "istiod-service-account" : "istiod");
        facts.put("SCALING_API", first ? "v2beta1" : "{{ " + HAS_V2 + " }}v2{{ else }}v2beta1{{ end }}");
        facts.put(
                "SCALING_TARGET",
                first
                        ? OLD_TARGET
                        : "{{- " + HAS_V2 + " }}\n" + NEW_TARGET + "\n{{- else }}\n" + OLD_TARGET + "\n{{- end }}");
        facts.put("MINOR", "1." + release.minor());
        return facts;
    }

    /** Makes an empty chart and gives its folder. */
    private static String chart(
            SortedMap<String, byte[]> files, Release release, String folder, String name, String source) {
        String root = "manifests/charts/" + folder + "/";
        put(
                files,
                root + "Chart.yaml",
                "apiVersion: v2\nname: " + name
                        + "\ndescription: The sandbox's stand-in for Istio's chart of this name.\n" + "version: "
                        + release + "\nappVersion: " + release + "\n");
        put(files, root + "values.yaml", resource(source + "/values.yaml"));
        return root;
    }

    private static void template(
            SortedMap<String, byte[]> files, String chart, String source, Map<String, String> facts) {
        put(files, chart + "templates" + source.substring(source.indexOf('/')) + ".yaml", filled(source, facts));
    }

    /** A resource of ours with {@code @NAME@} replaced by facts. */
    static String filled(String source, Map<String, String> facts) {
        String text = resource(source + ".yaml");
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            text = text.replace("@" + fact.getKey() + "@", fact.getValue());
        }
        return text;
    }

    private static void put(SortedMap<String, byte[]> files, String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) {
        try (InputStream in = OwnReleases.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The testkit lacks its resource charts/" + name + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The testkit's resource charts/" + name + " cannot be read.", e);
        }
    }
}
