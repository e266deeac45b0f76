package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Everything that is wrong with a request for Istio, found offline and told at once. */
final class SpecCheck {
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern ANNOTATION =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    /** Helm releases of ours in the same namespace. */
    private static final Set<String> TAKEN = Set.of("istiod", "istio-base", "istio-cni", "ztunnel");

    private static final Set<String> TEST_TAGS = Set.of("latest", "testing");

    private final IstioSpec spec;
    private final List<SpecProblem> problems = new ArrayList<>();

    SpecCheck(IstioSpec spec) {
        this.spec = spec;
    }

    List<SpecProblem> problems() {
        Optional<IstioVersion> version = IstioVersion.parse(spec.version());
        if (version.isEmpty()) {
            add(
                    "version",
                    "\"" + spec.version() + "\" is no Istio release.",
                    "Name one in full, such as " + Releases.newest(Releases.NEWEST) + ".");
        } else if (!Releases.known(version.get())) {
            add(
                    "version",
                    "Istio " + spec.version() + " is not known here.",
                    "Use 1." + Releases.OLDEST + " to 1." + Releases.NEWEST + "; the newest known is "
                            + Releases.newest(Releases.NEWEST) + ".");
        } else {
            profile(version.get());
            addons(version.get());
            charts(version.get());
        }
        gateways();
        values();
        return List.copyOf(problems);
    }

    private void profile(IstioVersion version) {
        Set<IstioProfile> has = Releases.profiles(version);
        if (!has.contains(spec.profile())) {
            add(
                    "profile",
                    "Istio " + version + " has no profile " + spec.profile().istioName() + ".",
                    "It has: " + has.stream().map(IstioProfile::istioName).collect(Collectors.joining(", ")) + ".");
        }
        if (spec.profile() == IstioProfile.EMPTY && !spec.gateways().isEmpty()) {
            add(
                    "profile",
                    "The empty profile has no control plane, which the gateways need.",
                    "Use minimal or default, or say noGateways().");
        }
        if (spec.profile() == IstioProfile.REMOTE
                && new Tree(spec.values()).text("global", "remotePilotAddress").isEmpty()) {
            add(
                    "values.global.remotePilotAddress",
                    "The remote profile has no control plane of its own and does not say where one is.",
                    "Set it to the address of the control plane, or use another profile.");
        }
    }

    private void addons(IstioVersion version) {
        if (spec.addons().contains(IstioAddon.LOKI) && version.before(23)) {
            add("addons", "Istio " + version + " brings no loki.", "Leave it out, or use 1.23 or newer.");
        }
    }

    private void charts(IstioVersion version) {
        ChartSource source = spec.charts().orElseGet(() -> ChartSource.published(spec.version()));
        if (source instanceof ChartSource.Oci oci) {
            add(
                    "charts",
                    "Charts from an OCI registry (" + oci.url() + ") are not supported yet.",
                    "Use the published repository, a release archive or a folder.");
        } else if (source instanceof ChartSource.Repository repository) {
            if (version.before(Releases.GATEWAY_CHART)) {
                add(
                        "charts",
                        "Istio " + version + " was never published in a chart repository; 1." + Releases.GATEWAY_CHART
                                + " is the first that was.",
                        "Use the release archive, which is what is taken when no source is said.");
            }
            web("charts", repository.url());
        } else if (source instanceof ChartSource.ReleaseArchive archive) {
            archive(archive);
        } else if (source instanceof ChartSource.Folder folder
                && !Files.isDirectory(folder.path().resolve("manifests/charts"))) {
            add(
                    "charts",
                    "There is no folder manifests/charts in " + folder.path() + ".",
                    "Give the folder that an Istio release archive unpacks to, such as istio-" + version + ".");
        }
    }

    private void archive(ChartSource.ReleaseArchive archive) {
        if ("file".equals(archive.url().getScheme())) {
            if (!Files.isRegularFile(Path.of(archive.url()))) {
                add("charts", "There is no file " + Path.of(archive.url()) + ".", "Check the path.");
            }
        } else {
            web("charts", archive.url());
        }
        archive.sha256()
                .filter(sum -> !sum.matches("[0-9a-fA-F]{64}"))
                .ifPresent(sum -> add(
                        "charts",
                        "\"" + sum + "\" is no SHA-256 checksum.",
                        "Give 64 hexadecimal digits, or none to have it read from beside the archive."));
    }

    private void web(String path, java.net.URI url) {
        if (!Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            add(path, url + " is no web address.", "Use http or https.");
        }
    }

    private void gateways() {
        Set<String> seen = new HashSet<>();
        for (GatewaySpec gateway : spec.gateways()) {
            String path = "gateways[" + gateway.name() + "].";
            if (!SERVICE_NAME.matcher(gateway.name()).matches()) {
                add(
                        path + "name",
                        "\"" + gateway.name() + "\" cannot be the name of a Service.",
                        "Use up to 63 lower-case letters, digits and hyphens, beginning with a letter.");
            } else if (TAKEN.contains(gateway.name()) && gateway.namespace().equals(Values.NAMESPACE)) {
                add(
                        path + "name",
                        "\"" + gateway.name() + "\" is the name of a part of Istio.",
                        "Choose another, such as istio-ingressgateway.");
            }
            if (!NAMESPACE.matcher(gateway.namespace()).matches()) {
                add(
                        path + "namespace",
                        "\"" + gateway.namespace() + "\" cannot be the name of a namespace.",
                        "Use up to 63 lower-case letters, digits and hyphens.");
            }
            if (!seen.add(gateway.namespace() + "/" + gateway.name())) {
                add(path + "name", "There are two gateways of this name in one namespace.", "Rename one.");
            }
            gateway.annotations().keySet().stream()
                    .filter(key -> !ANNOTATION.matcher(key).matches())
                    .forEach(key -> add(
                            path + "annotations",
                            "\"" + key + "\" cannot be the key of an annotation.",
                            "Use prefix/name, such as service.beta.kubernetes.io/aws-load-balancer-type."));
        }
    }

    private void values() {
        for (String reserved : List.of("defaults", "_internal_defaults_do_not_set")) {
            if (spec.values().containsKey(reserved)) {
                add(
                        "values." + reserved,
                        "The charts keep this key for themselves and fail when it is set.",
                        "Put what is below it at the top, such as pilot.resources.");
            }
        }
        if (spec.values().containsKey("profile")) {
            add("values.profile", "The profile has a setting of its own.", "Use profile(...).");
        }
        if (!new Tree(spec.values()).text("revision").isEmpty()) {
            add("values.revision", "Revisions are not supported yet.", "Leave it out.");
        }
        for (String at : List.of("global", "pilot")) {
            String tag = new Tree(spec.values()).text(at, "tag");
            if (TEST_TAGS.contains(tag)) {
                add(
                        "values." + at + ".tag",
                        "\"" + tag + "\" is no release: what runs would change from pull to pull.",
                        "Leave it out to run " + spec.version() + ".");
            }
        }
        plain("values", spec.values());
    }

    private void plain(String path, @org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> {
                if (key instanceof String name) {
                    plain(path + "." + name, member);
                } else {
                    add(path, "The key " + key + " is not text.", "Use text for all keys.");
                }
            });
        } else if (value instanceof List<?> list) {
            list.forEach(member -> plain(path + "[]", member));
        } else if (value != null && !(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            add(
                    path,
                    "A value of " + value.getClass().getName() + " cannot be written as YAML.",
                    "Use maps, lists, text, numbers and booleans.");
        }
    }

    private void add(String path, String message, String advice) {
        problems.add(new SpecProblem("istio." + path, message, advice));
    }
}
