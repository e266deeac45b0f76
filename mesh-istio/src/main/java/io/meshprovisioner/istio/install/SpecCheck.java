package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.OperatorSpec;
import io.meshprovisioner.spec.TrustSpec;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is wrong with a request for Istio as far as it depends on the release and its charts, found offline and told at
 * once. What can be said of names, addresses and values without knowing Istio is the spec's own to say.
 */
final class SpecCheck {
    /** Helm releases of ours in Istio's namespace. */
    private static final Set<String> PARTS = Set.of("istiod", "istio-base", "istio-cni", "istio-operator", "ztunnel");

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
            spec.operator().ifPresent(operator -> operator(version.get(), operator));
            spec.revision().ifPresent(revision -> revision(version.get()));
            if (spec.gatewayApi().isPresent() && version.get().before(Releases.GATEWAY_API)) {
                add(
                        "gatewayApi",
                        "Istio " + version.get() + " reads only drafts of the Gateway API.",
                        "Leave it out, or use 1." + Releases.GATEWAY_API + " or newer.");
            }
        }
        gateways();
        waypoints();
        values();
        images();
        trust();
        if (spec.profile() == IstioProfile.EMPTY && spec.cni()) {
            add("cniPlugin", "The empty profile has nothing whose traffic it would lead.", "Leave it out.");
        }
        SettingValues.contradiction(SettingValues.of(spec.settings()), spec.values(), "values")
                .ifPresent(one -> same(one.path(), one.raw(), one.said(), "settings"));
        if (spec.profile() == IstioProfile.EMPTY && spec.mutualTls().isPresent()) {
            add(
                    "mutualTls",
                    "The empty profile has no control plane, which mutual TLS needs.",
                    "Use minimal or default, or leave it out.");
        }
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
        if (spec.profile() == IstioProfile.REMOTE) {
            add(
                    "profile",
                    "The remote profile has its control plane in another cluster; meshes over several clusters are not "
                            + "supported yet.",
                    "Use default or minimal.");
        }
    }

    private void addons(IstioVersion version) {
        if (spec.addons().contains(IstioAddon.LOKI) && version.before(23)) {
            add("addons", "Istio " + version + " brings no loki.", "Leave it out, or use 1.23 or newer.");
        }
        if (spec.addons().contains(IstioAddon.JAEGER) && spec.addons().contains(IstioAddon.ZIPKIN)) {
            add(
                    "addons",
                    "Jaeger and zipkin are two answers to one question: both make the Services tracing and zipkin.",
                    "Leave one out.");
        }
    }

    private void charts(IstioVersion version) {
        ChartSource source = ChartLibrary.source(spec);
        if (source instanceof ChartSource.Oci || source instanceof ChartSource.Repository) {
            if (spec.operator().isPresent() && version.minor() <= Releases.LAST_OPERATOR) {
                add(
                        "charts",
                        "Istio's operator was never published in a chart repository.",
                        "Use the release archive, which is what is taken when no source is said.");
            } else if (version.before(Releases.GATEWAY_CHART)) {
                add(
                        "charts",
                        "Istio " + version + " was never published in a chart repository; 1." + Releases.GATEWAY_CHART
                                + " is the first that was.",
                        "Use the release archive, which is what is taken when no source is said.");
            }
        } else if (source instanceof ChartSource.Folder folder
                && Files.isDirectory(folder.path())
                && !Files.isDirectory(folder.path().resolve("manifests/charts"))) {
            add(
                    "charts",
                    "There is no folder manifests/charts in " + folder.path() + ".",
                    "Give the folder that an Istio release archive unpacks to, such as istio-" + version + ".");
        }
    }

    private void operator(IstioVersion version, OperatorSpec operator) {
        if (version.minor() > Releases.LAST_OPERATOR) {
            add(
                    "operator",
                    "Istio " + version + " has no operator: " + Releases.newest(Releases.LAST_OPERATOR)
                            + " is the last release that has one.",
                    "Leave it out: Helm charts, the default, install this release.");
        }
        if (!operator.watchedNamespaces().contains(Values.NAMESPACE)) {
            add(
                    "operator.watchedNamespaces",
                    "The operator would never see the IstioOperator, which is in " + Values.NAMESPACE + ".",
                    "Name " + Values.NAMESPACE + " among them.");
        }
        Set<String> names = new HashSet<>();
        spec.gateways().stream()
                .map(GatewaySpec::name)
                .filter(name -> !names.add(name))
                .forEach(name -> add(
                        "gateways[" + name + "].name",
                        "An IstioOperator tells gateways apart by name alone, and there are two of this one.",
                        "Give each a name of its own, also in different namespaces."));
        spec.gateways().stream()
                .filter(gateway -> !gateway.nodePorts().isEmpty())
                .forEach(gateway -> add(
                        "gateways[" + gateway.name() + "].nodePorts",
                        "An operator has the ports of gateways in charts of its own.",
                        "Leave the operator out, or the fixed ports."));
        operator.tag().ifPresent(tag -> testTag("operator.tag", tag));
    }

    private void revision(IstioVersion version) {
        if (version.before(Releases.DEFAULT_REVISION)) {
            add(
                    "revision",
                    "In Istio " + version + ", what names no revision is judged by a control plane without a name.",
                    "Leave it out, or use 1." + Releases.DEFAULT_REVISION + " or newer.");
        }
        if (spec.operator().isPresent()) {
            add(
                    "revision",
                    "Control planes beside each other are made by Helm charts only.",
                    "Leave the operator or the revision out.");
        }
    }

    private void gateways() {
        for (GatewaySpec gateway : spec.gateways()) {
            boolean part = PARTS.contains(gateway.name()) || gateway.name().startsWith("istiod-");
            if (part && gateway.namespace().equals(Values.NAMESPACE)) {
                add(
                        "gateways[" + gateway.name() + "].name",
                        "\"" + gateway.name() + "\" is the name of a part of Istio.",
                        "Choose another, such as istio-ingressgateway.");
            }
        }
    }

    private void waypoints() {
        if (spec.waypoints().isEmpty()) {
            return;
        }
        if (spec.profile() != IstioProfile.AMBIENT) {
            add("waypoints", "Waypoints belong to an ambient mesh.", "Use profile(IstioProfile.AMBIENT).");
        }
        if (spec.gatewayApi().isEmpty()) {
            add(
                    "waypoints",
                    "Waypoints are Gateways of the Gateway API, whose kinds are not asked for.",
                    "Say gatewayApi(\"1.4.0\"), too; kinds that are there already are used as they are.");
        }
        IstioVersion.parse(spec.version())
                .filter(version -> version.before(Releases.WAYPOINTS))
                .ifPresent(version -> add(
                        "waypoints",
                        "Istio " + version + " does not know how namespaces name their waypoint.",
                        "Use 1." + Releases.WAYPOINTS + " or newer."));
        for (int index = 0; index < spec.waypoints().size(); index++) {
            if (spec.waypoints().get(index).namespace().equals(Values.NAMESPACE)) {
                add(
                        "waypoints[" + index + "].namespace",
                        "Istio's own namespace has no workloads of a mesh.",
                        "Name the namespace whose rules the waypoint keeps.");
            }
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
            add("values.revision", "The revision has a setting of its own.", "Use revision(...).");
        }
        for (String at : List.of("global", "pilot")) {
            testTag("values." + at + ".tag", new Tree(spec.values()).text(at, "tag"));
        }
    }

    /** What is said in two places must be the same. */
    private void images() {
        Tree values = new Tree(spec.values());
        spec.images().hub().ifPresent(hub -> {
            same("values.global.hub", values.text("global", "hub"), hub, "images");
            spec.operator().flatMap(OperatorSpec::hub).ifPresent(other -> same("operator.hub", other, hub, "images"));
        });
        spec.images().tag().ifPresent(tag -> {
            same("values.global.tag", values.text("global", "tag"), tag, "images");
            spec.operator().flatMap(OperatorSpec::tag).ifPresent(other -> same("operator.tag", other, tag, "images"));
            testTag("images.tag", tag);
        });
    }

    private void trust() {
        TrustSpec trust = spec.trust();
        trust.domain()
                .ifPresent(domain -> same(
                        "values.meshConfig.trustDomain",
                        new Tree(spec.values()).text("meshConfig", "trustDomain"),
                        domain,
                        "trust"));
        if (spec.profile() == IstioProfile.EMPTY && !trust.equals(TrustSpec.defaults())) {
            add("trust", "The empty profile has no control plane, which vouches for workloads.", "Leave it out.");
        }
        trust.authority().ifPresent(files -> {
            try {
                Authority.manifest(files);
            } catch (IllegalArgumentException e) {
                add("trust.authority", String.valueOf(e.getMessage()), "Name files that belong together.");
            } catch (UncheckedIOException e) {
                add("trust.authority", String.valueOf(e.getMessage()), "Name files that can be read.");
            }
        });
    }

    private void same(String path, String said, String wanted, String where) {
        if (!said.isEmpty() && !said.equals(wanted)) {
            add(path, "It says " + said + ", and " + where + " says " + wanted + ".", "Say one of them.");
        }
    }

    private void testTag(String path, String tag) {
        if (TEST_TAGS.contains(tag)) {
            add(
                    path,
                    "\"" + tag + "\" is no release: what runs would change from pull to pull.",
                    "Leave it out to run " + spec.version() + ".");
        }
    }

    private void add(String path, String message, String advice) {
        problems.add(new SpecProblem("istio." + path, message, advice));
    }
}
