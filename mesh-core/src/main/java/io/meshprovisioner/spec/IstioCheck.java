package io.meshprovisioner.spec;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The Istio installation; what depends on the release (profiles, Kubernetes versions) is the installer's to say. */
final class IstioCheck {
    private static final Pattern VERSION = Pattern.compile("1\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
    private static final Pattern PREFIXED = Pattern.compile("v(" + VERSION.pattern() + ")");
    private static final Pattern MINOR = Pattern.compile("v?(1\\.\\d{1,3})(\\.x)?");
    private static final Pattern HUB = Pattern.compile("[a-z0-9][a-z0-9._-]*(:\\d{1,5})?(/[a-z0-9][a-z0-9._-]*)*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern REVISION = Pattern.compile("[a-z0-9]([a-z0-9-]{0,43}[a-z0-9])?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    /** A gateway is a Helm release, whose name has 53 characters at most. */
    private static final int GATEWAY_LIMIT = 53;

    /** As API servers have it unless told otherwise, EKS's too. */
    private static final int FIRST_NODE_PORT = 30_000;

    private static final int LAST_NODE_PORT = 32_767;

    private final IstioSpec istio;
    private final Problems problems;

    IstioCheck(IstioSpec istio, Problems problems) {
        this.istio = istio;
        this.problems = problems;
    }

    void run() {
        version(istio.version());
        gateways();
        ValueTree.check("istio.values", istio.values(), problems);
        istio.charts().ifPresent(this::charts);
        istio.operator().ifPresent(this::operator);
        istio.revision().ifPresent(this::revision);
        images(istio.images());
        trust(istio.trust());
        settings(istio.settings());
        waypoints();
        istio.gatewayApi()
                .filter(version -> !VERSION.matcher(version).matches())
                .ifPresent(version -> problems.add(
                        "istio.gatewayApi",
                        "\"" + Problems.shown(version) + "\" is not a release of the Gateway API.",
                        "Write all three numbers without a v, such as 1.5.1."));
    }

    private void waypoints() {
        Set<String> namespaces = new HashSet<>();
        for (int index = 0; index < istio.waypoints().size(); index++) {
            WaypointSpec waypoint = istio.waypoints().get(index);
            String at = "istio.waypoints[" + index + "]";
            problems.namespace(at + ".namespace", waypoint.namespace());
            if (!namespaces.add(waypoint.namespace())) {
                problems.add(
                        at + ".namespace",
                        "Namespace " + Problems.shown(waypoint.namespace()) + " has two waypoints, and uses one.",
                        "Leave one out.");
            }
            if (!KubernetesNames.isServiceName(waypoint.name())) {
                problems.add(
                        at + ".name",
                        "\"" + Problems.shown(waypoint.name()) + "\" cannot name a Service.",
                        "Use 1 to 63 lower-case letters, digits and hyphens, such as waypoint.");
            }
        }
    }

    private void settings(IstioSettings settings) {
        String at = "istio.settings.";
        new PodSettingsCheck(settings.pods(), at, problems).run();
        settings.traceSampling()
                .filter(percent -> !(percent >= 0 && percent <= 100))
                .ifPresent(percent -> problems.add(
                        at + "traceSampling", percent + " of 100 requests cannot be traced.", "Use 0 to 100."));
        settings.accessLog()
                .filter(file -> !file.startsWith("/"))
                .ifPresent(file -> problems.add(
                        at + "accessLog",
                        "\"" + Problems.shown(file) + "\" is no file of a proxy's container.",
                        "Use /dev/stdout, which is the pod's log, or another absolute path."));
    }

    /** It becomes part of the names of a Service and of a Helm release, neither of which takes a dot. */
    private void revision(String revision) {
        if (!REVISION.matcher(revision).matches()) {
            problems.add(
                    "istio.revision",
                    "\"" + Problems.shown(revision) + "\" cannot name a control plane.",
                    "Use up to 45 lower-case letters, digits and hyphens, such as "
                            + istio.version().replace('.', '-') + ".");
        } else if (revision.equals("default")) {
            problems.add(
                    "istio.revision",
                    "\"default\" is what Istio calls the control plane without a name.",
                    "Leave it out, or use another such as " + istio.version().replace('.', '-') + ".");
        }
    }

    private void operator(OperatorSpec operator) {
        operator.hub().ifPresent(hub -> hub("istio.operator.hub", hub));
        operator.tag().ifPresent(tag -> tag("istio.operator.tag", tag));
        problems.namespace("istio.operator.operatorNamespace", operator.operatorNamespace());
        for (int index = 0; index < operator.watchedNamespaces().size(); index++) {
            problems.namespace(
                    "istio.operator.watchedNamespaces[" + index + "]",
                    operator.watchedNamespaces().get(index));
        }
    }

    private void hub(String path, String hub) {
        if (!HUB.matcher(hub).matches()) {
            problems.add(
                    path,
                    "\"" + Problems.shown(hub) + "\" is no place that images come from.",
                    "Write a registry and a folder of it without a slash at the end, such as docker.io/istio.");
        }
    }

    private void tag(String path, String tag) {
        if (!TAG.matcher(tag).matches()) {
            problems.add(
                    path,
                    "\"" + Problems.shown(tag) + "\" cannot be an image's tag.",
                    "Leave it out for the release's own, or write one such as 1.9.3-distroless.");
        }
    }

    private void images(ImageSpec images) {
        images.hub().ifPresent(hub -> hub("istio.images.hub", hub));
        images.tag().ifPresent(tag -> tag("istio.images.tag", tag));
        images.addonHub().ifPresent(hub -> hub("istio.images.addonHub", hub));
        for (int index = 0; index < images.pullSecrets().size(); index++) {
            String name = images.pullSecrets().get(index);
            if (!KubernetesNames.isSubdomain(name)) {
                problems.add(
                        "istio.images.pullSecrets[" + index + "]",
                        "\"" + Problems.shown(name) + "\" cannot name a Secret.",
                        "Write the name of a Secret in the mesh's namespaces, such as regcred.");
            }
        }
        if (images.madeSecret() && images.hub().isEmpty() && images.addonHub().isEmpty()) {
            problems.add(
                    "istio.images.pullLogin",
                    "It is a login at the registry that images come from, and none is named.",
                    "Say hub(..) or addonHub(..), too, or leave pullLogin() out.");
        }
    }

    private void trust(TrustSpec trust) {
        trust.domain().ifPresent(domain -> domain("istio.trust.domain", domain));
        for (int index = 0; index < trust.aliases().size(); index++) {
            domain("istio.trust.aliases[" + index + "]", trust.aliases().get(index));
        }
        trust.authority().ifPresent(authority -> {
            file("istio.trust.authority.certificate", authority.certificate());
            file("istio.trust.authority.key", authority.key());
            file("istio.trust.authority.chain", authority.chain());
            file("istio.trust.authority.root", authority.root());
        });
    }

    /** SPIFFE takes a few characters more; a name of DNS works in all places where Istio writes it. */
    private void domain(String path, String domain) {
        if (!KubernetesNames.isSubdomain(domain)) {
            problems.add(
                    path,
                    "\"" + Problems.shown(domain) + "\" cannot be a trust domain.",
                    "Write lower-case letters, digits, hyphens and dots, such as example.org.");
        }
    }

    private void file(String path, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problems.add(path, "There is no file " + file + " that can be read.", "Name a PEM file.");
        }
    }

    private void version(String version) {
        if (VERSION.matcher(version).matches()) {
            return;
        }
        var prefixed = PREFIXED.matcher(version);
        var minor = MINOR.matcher(version);
        String advice = "Write a release of Istio, such as \"1.30.3\".";
        if (prefixed.matches()) {
            advice = "Write \"" + prefixed.group(1) + "\".";
        } else if (minor.matches()) {
            advice = "Write all three numbers, such as \"" + minor.group(1) + ".0\".";
        }
        problems.add("istio.version", "\"" + Problems.shown(version) + "\" is not a release of Istio.", advice);
    }

    private void gateways() {
        Set<String> seen = new HashSet<>();
        Set<Integer> taken = new HashSet<>();
        for (int index = 0; index < istio.gateways().size(); index++) {
            GatewaySpec gateway = istio.gateways().get(index);
            boolean named = KubernetesNames.isServiceName(gateway.name())
                    && gateway.name().length() <= GATEWAY_LIMIT;
            boolean first = seen.add(gateway.namespace() + "/" + gateway.name());
            String path = "istio.gateways[" + (named && first ? gateway.name() : String.valueOf(index)) + "]";
            if (!named) {
                problems.add(
                        path + ".name",
                        "\"" + Problems.shown(gateway.name()) + "\" cannot name a gateway's release and Service.",
                        "Use 1 to " + GATEWAY_LIMIT
                                + " lower-case letters, digits and hyphens, a letter first and no hyphen last.");
            } else if (!first) {
                problems.add(
                        path + ".name",
                        "There are two gateways named \"" + gateway.name() + "\" in " + gateway.namespace() + ".",
                        "Give each a name or a namespace of its own.");
            }
            problems.namespace(path + ".namespace", gateway.namespace());
            gateway.annotations().keySet().stream()
                    .filter(key -> !KubernetesNames.isQualifiedName(key))
                    .forEach(key -> problems.add(
                            path + ".annotations[" + Problems.shown(key) + "]",
                            "It is not an annotation's key.",
                            "Write one such as \"service.beta.kubernetes.io/aws-load-balancer-type\"."));
            new PodSettingsCheck(gateway.pods(), path + ".", problems).run();
            gateway.nodePorts().forEach((port, node) -> nodePort(path, gateway, port, node, taken));
        }
    }

    private void nodePort(String path, GatewaySpec gateway, int port, int node, Set<Integer> taken) {
        String at = path + ".nodePorts[" + port + "]";
        if (gateway.exposure() == GatewaySpec.Exposure.CLUSTER) {
            problems.add(
                    at,
                    "A gateway that is reached from inside the cluster only has no ports on nodes.",
                    "Leave it out, or choose another exposure.");
        } else if (node < FIRST_NODE_PORT || node > LAST_NODE_PORT) {
            problems.add(
                    at,
                    node + " is no port that Kubernetes gives to Services.",
                    "Use " + FIRST_NODE_PORT + " to " + LAST_NODE_PORT + ".");
        } else if (!taken.add(node)) {
            problems.add(at, node + " is given twice, and a node has it once.", "Choose another.");
        }
    }

    private void charts(ChartSource source) {
        if (source instanceof ChartSource.Repository repository) {
            url("istio.charts.repository", repository.url(), List.of("https", "http"));
        } else if (source instanceof ChartSource.Oci oci) {
            url("istio.charts.oci", oci.url(), List.of("oci"));
        } else if (source instanceof ChartSource.ReleaseArchive archive) {
            url("istio.charts.archive", archive.url(), List.of("https", "http", "file"));
            archive.sha256()
                    .filter(sum -> !SHA256.matcher(sum).matches())
                    .ifPresent(sum -> problems.add(
                            "istio.charts.sha256",
                            "\"" + Problems.shown(sum) + "\" is not a SHA-256 checksum.",
                            "Write its 64 hexadecimal digits, or leave it out to have it read beside the archive."));
        } else if (source instanceof ChartSource.Folder folder && !Files.isDirectory(folder.path())) {
            problems.add(
                    "istio.charts.folder",
                    "There is no folder " + folder.path() + ".",
                    "Name the folder of an unpacked release archive.");
        }
    }

    private void url(String path, URI url, List<String> schemes) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            problems.add(
                    path,
                    "The address does not start with " + String.join(": or ", schemes) + ":.",
                    "Write one such as " + schemes.get(0) + "://example.com/charts.");
        } else if (scheme.equals("file")) {
            if (!isFile(url)) {
                problems.add(path, "There is no file " + url + ".", "Name an Istio release archive that is there.");
            }
        } else if (url.getHost() == null) {
            problems.add(path, "The address names no host.", "Write one such as " + scheme + "://example.com/charts.");
        } else if (url.getRawUserInfo() != null) {
            problems.add(
                    path,
                    "The address holds a user name or password, which would be written wherever the spec is.",
                    "Take it out and say withRegistryLogin(..) on the provisioner, which is written nowhere.");
        }
    }

    private static boolean isFile(URI url) {
        try {
            return Files.isRegularFile(Path.of(url));
        } catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            return false;
        }
    }
}
