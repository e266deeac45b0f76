package io.meshprovisioner.spec;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a document to a spec: what is left out has its default, as if its method had not been called. */
final class SpecReader {
    private SpecReader() {}

    static Optional<MeshSpec> read(Tree document, Problems problems) {
        return FieldReader.read("", document, problems, SpecReader::mesh);
    }

    private static MeshSpec mesh(FieldReader in) {
        String name = in.text("name").orElse(MeshSpec.DEFAULT_NAME);
        String region = in.required("region", "Write one such as us-west-2.");
        MeshSpec anew = MeshSpec.forRegion(region);
        ClusterSpec cluster = in.nested("cluster", SpecReader::cluster).orElse(anew.cluster());
        MeshSpec defaults = anew.cluster(cluster);
        return new MeshSpec(
                name,
                region,
                in.nested("vpc", SpecReader::vpc).orElse(defaults.vpc()),
                cluster,
                in.nested("networking", NetworkingReader::networking).orElse(defaults.networking()),
                in.each("nodeGroups", SpecReader::nodeGroup).orElse(defaults.nodeGroups()),
                in.each("fargate", SpecReader::fargate).orElse(List.of()),
                in.nested("keyPair", SpecReader::keyPair),
                in.nested("istio", SpecReader::istio),
                in.nested("iam", SpecReader::iam).orElse(defaults.iam()),
                in.textMap("tags").orElse(Map.of()),
                in.text("timeToLive").flatMap(text -> duration(in, "timeToLive", text)));
    }

    private static Optional<Duration> duration(FieldReader in, String field, String text) {
        Optional<Duration> read = GoDuration.parse(text).or(() -> GoDuration.parseIso(text));
        if (read.isEmpty()) {
            in.problems()
                    .add(
                            in.at(field),
                            "\"" + Problems.shown(text) + "\" is not a duration.",
                            "Write one such as 8h, 1h30m or PT8H.");
        }
        return read;
    }

    private static IamSpec iam(FieldReader in) {
        return new IamSpec(in.text("path").orElse(IamSpec.defaults().path()), in.text("permissionsBoundary"));
    }

    private static VpcSpec vpc(FieldReader in) {
        VpcSpec defaults = VpcSpec.defaults();
        List<String> zones = in.texts("zones").orElse(List.of());
        return new VpcSpec(
                in.text("cidr").orElse(defaults.cidr()),
                in.integer("availabilityZones").orElse(zones.isEmpty() ? defaults.availabilityZones() : zones.size()),
                zones,
                in.oneOf("natGateways", FieldReader.constants(NatGateways.class, Enum::name))
                        .orElse(defaults.natGateways()),
                in.texts("publicSubnets").orElse(List.of()),
                in.texts("privateSubnets").orElse(List.of()),
                in.texts("endpoints").orElse(List.of()),
                in.nested("adopted", SpecReader::adopted));
    }

    private static VpcSpec.AdoptedVpc adopted(FieldReader in) {
        return new VpcSpec.AdoptedVpc(
                in.required("id", "Write one such as vpc-0123456789abcdef0."),
                in.texts("publicSubnets").orElse(List.of()),
                in.texts("privateSubnets").orElse(List.of()));
    }

    private static ClusterSpec cluster(FieldReader in) {
        Optional<AdoptedCluster> adopted = in.nested("adopted", SpecReader::adoptedCluster);
        ClusterSpec anew = ClusterSpec.defaults();
        Optional<AutoModeSpec> autoMode = in.nested("autoMode", SpecReader::autoMode);
        ClusterSpec served = autoMode.isPresent() ? anew.autoMode() : anew;
        ClusterSpec defaults =
                adopted.map(cluster -> served.adopt(cluster.name())).orElse(served);
        return new ClusterSpec(
                in.text("version"),
                in.oneOf("endpointAccess", FieldReader.constants(EndpointAccess.class, Enum::name))
                        .orElse(defaults.endpointAccess()),
                in.texts("publicAccessCidrs").orElse(defaults.publicAccessCidrs()),
                in.texts("logTypes").orElse(List.of()),
                in.each("addons", SpecReader::addon).orElse(defaults.addons()),
                in.text("roleArn"),
                in.oneOf("supportType", FieldReader.constants(SupportType.class, Enum::name)),
                in.truth("deletionProtection"),
                in.text("kmsKeyArn"),
                in.truth("zonalShift"),
                in.each("awsAuth", SpecReader::iamMapping).orElse(List.of()),
                in.each("access", SpecReader::access).orElse(List.of()),
                in.each("podIdentities", SpecReader::podIdentity).orElse(List.of()),
                in.truth("oidcProvider").orElse(false),
                in.text("loadBalancerController"),
                adopted,
                autoMode);
    }

    private static AutoModeSpec autoMode(FieldReader in) {
        return new AutoModeSpec(
                in.texts("nodePools").orElse(AutoModeSpec.defaults().nodePools()), in.text("nodeRoleArn"));
    }

    private static PodIdentitySpec podIdentity(FieldReader in) {
        return new PodIdentitySpec(
                in.required("namespace", "Write the service account's, such as shop."),
                in.required("serviceAccount", "Write its name, such as orders."),
                in.text("roleArn"),
                in.texts("managedPolicies").orElse(List.of()));
    }

    private static AdoptedCluster adoptedCluster(FieldReader in) {
        return new AdoptedCluster(
                in.required("name", "Write the name of the EKS cluster."),
                in.truth("callerAccess").orElse(false),
                in.texts("nodeSubnets").orElse(List.of()));
    }

    private static AccessSpec access(FieldReader in) {
        return new AccessSpec(
                in.required("arn", "Write one such as arn:aws:iam::111122223333:role/operators."),
                in.each("policies", SpecReader::grant).orElse(List.of()),
                in.texts("groups").orElse(List.of()),
                in.text("username"));
    }

    private static AccessSpec.Grant grant(FieldReader in) {
        in.mustBeThere("policy", "Write one such as VIEW.");
        return new AccessSpec.Grant(
                in.oneOf("policy", FieldReader.constants(AccessPolicy.class, Enum::name))
                        .orElse(AccessPolicy.VIEW),
                in.texts("namespaces").orElse(List.of()));
    }

    private static ClusterSpec.IamMapping iamMapping(FieldReader in) {
        return new ClusterSpec.IamMapping(
                in.required("arn", "Write one such as arn:aws:iam::111122223333:role/operators."),
                in.required("username", "Write what Kubernetes shall call it, such as operators."),
                in.texts("groups").orElse(List.of()));
    }

    private static AddonSpec addon(FieldReader in) {
        return new AddonSpec(
                in.required("name", "Write one that EKS offers, such as vpc-cni."),
                in.text("version"),
                in.text("configurationValues").orElse(""));
    }

    private static NodeGroupSpec nodeGroup(FieldReader in) {
        NodeGroupSpec group = NodeGroupSpec.named(in.required("name", "Write one such as general."));
        Optional<Integer> min = in.integer("minSize");
        Optional<Integer> max = in.integer("maxSize");
        Optional<Integer> desired = in.integer("desiredSize");
        // What is left out follows what is said, as the methods of NodeGroupSpec have it.
        NodeGroupSpec sized = min.map(group::minSize).orElse(group);
        sized = max.isPresent() ? sized.maxSize(max.get()) : sized;
        return new NodeGroupSpec(
                group.name(),
                in.texts("instanceTypes").orElse(group.instanceTypes()),
                min.orElse(sized.minSize()),
                max.orElse(sized.maxSize()),
                desired.orElse(sized.desiredSize()),
                in.integer("diskSizeGiB").orElse(group.diskSizeGiB()),
                in.textMap("labels").orElse(Map.of()),
                in.text("roleArn"),
                in.oneOf("capacityType", FieldReader.constants(CapacityType.class, Enum::name))
                        .orElse(group.capacityType()),
                in.oneOf("amiFamily", FieldReader.constants(AmiFamily.class, Enum::name))
                        .orElse(group.amiFamily()),
                in.each("taints", SpecReader::taint).orElse(List.of()),
                in.text("maxUnavailable")
                        .flatMap(text -> maxUnavailable(in, text))
                        .orElse(group.maxUnavailable()),
                in.values("kubelet")
                        .map(values -> KubeletReader.read(in.at("kubelet"), values, in.problems()))
                        .orElse(group.kubelet()),
                in.text("replacement").orElse(""));
    }

    private static FargateSpec fargate(FieldReader in) {
        return new FargateSpec(
                in.required("name", "Write one such as batch."),
                in.each("selectors", SpecReader::selector).orElse(List.of()),
                in.text("roleArn"));
    }

    private static FargateSpec.Selector selector(FieldReader in) {
        return new FargateSpec.Selector(
                in.required("namespace", "Write one such as batch."),
                in.textMap("labels").orElse(Map.of()));
    }

    private static Taint taint(FieldReader in) {
        return new Taint(
                in.required("key", "Write one such as example.com/gpu."),
                in.text("value").orElse(""),
                in.oneOf("effect", FieldReader.constants(Taint.Effect.class, Enum::name))
                        .orElse(Taint.Effect.NO_SCHEDULE));
    }

    private static Optional<MaxUnavailable> maxUnavailable(FieldReader in, String text) {
        if (!text.matches("-?\\d{1,9}%?")) {
            in.problems()
                    .add(
                            in.at("maxUnavailable"),
                            "\"" + Problems.shown(text) + "\" is neither a number of nodes nor a percentage.",
                            "Write one such as \"2\" or \"25%\".");
            return Optional.empty();
        }
        boolean percent = text.endsWith("%");
        return Optional.of(new MaxUnavailable(Integer.parseInt(text.replace("%", "")), percent));
    }

    private static KeyPairSpec keyPair(FieldReader in) {
        return new KeyPairSpec(
                in.text("name"), in.text("privateKeyFile").map(file -> path(in, "privateKeyFile", file)));
    }

    private static IstioSpec istio(FieldReader in) {
        IstioSpec release = IstioSpec.version(in.required("version", "Write a release such as 1.30.3."));
        IstioSpec defaults = in.oneOf("profile", FieldReader.constants(IstioProfile.class, IstioProfile::istioName))
                .map(release::profile)
                .orElse(release);
        return new IstioSpec(
                defaults.version(),
                defaults.profile(),
                in.each("gateways", SpecReader::gateway).orElse(defaults.gateways()),
                in.values("values").orElse(Map.of()),
                java.util.Set.copyOf(in.oneOfEach("addons", FieldReader.constants(IstioAddon.class, SpecWriter::word))
                        .orElse(List.of())),
                in.nested("charts", SpecReader::charts).flatMap(source -> source),
                in.nested("operator", SpecReader::operator),
                in.oneOf("mutualTls", FieldReader.constants(MutualTls.class, Enum::name)),
                in.text("revision"),
                in.nested("images", SpecReader::images).orElse(ImageSpec.defaults()),
                in.nested("trust", SpecReader::trust).orElse(TrustSpec.defaults()),
                in.nested("settings", SpecReader::settings).orElse(IstioSettings.defaults()),
                in.text("gatewayApi"),
                in.truth("cniPlugin").orElse(false),
                in.each("waypoints", SpecReader::waypoint).orElse(List.of()));
    }

    private static WaypointSpec waypoint(FieldReader in) {
        WaypointSpec plain = WaypointSpec.in(in.required("namespace", "Write the namespace that it is for."));
        return new WaypointSpec(
                plain.namespace(),
                in.text("name").orElse(plain.name()),
                in.oneOf("traffic", FieldReader.constants(WaypointSpec.Traffic.class, Enum::name))
                        .orElse(plain.traffic()));
    }

    private static IstioSettings settings(FieldReader in) {
        return new IstioSettings(
                pods(in),
                in.text("accessLog"),
                in.number("traceSampling"),
                in.oneOf("egress", FieldReader.constants(IstioSettings.EgressPolicy.class, Enum::name)));
    }

    /** Beside what else is said of the part that has them. */
    private static PodSettings pods(FieldReader in) {
        return new PodSettings(
                in.integer("replicas"),
                in.nested(
                        "autoscaling",
                        range -> new PodSettings.Range(
                                range.integer("min").orElse(1),
                                range.integer("max").orElse(5))),
                in.text("cpu"),
                in.text("memory"));
    }

    private static TrustSpec trust(FieldReader in) {
        return new TrustSpec(
                in.text("domain"),
                in.texts("aliases").orElse(List.of()),
                in.nested("authority", SpecReader::authority));
    }

    private static TrustSpec.Authority authority(FieldReader in) {
        return new TrustSpec.Authority(pem(in, "certificate"), pem(in, "key"), pem(in, "chain"), pem(in, "root"));
    }

    private static Path pem(FieldReader in, String name) {
        return path(in, name, in.required(name, "Write the path of a PEM file."));
    }

    private static ImageSpec images(FieldReader in) {
        return new ImageSpec(
                in.text("hub"),
                in.text("tag"),
                in.text("addonHub"),
                in.texts("pullSecrets").orElse(List.of()),
                in.truth("pullLogin").orElse(false));
    }

    private static OperatorSpec operator(FieldReader in) {
        OperatorSpec defaults = OperatorSpec.defaults();
        return new OperatorSpec(
                in.text("hub"),
                in.text("tag"),
                in.text("operatorNamespace").orElse(defaults.operatorNamespace()),
                in.texts("watchedNamespaces").orElse(defaults.watchedNamespaces()));
    }

    private static GatewaySpec gateway(FieldReader in) {
        return new GatewaySpec(
                in.required("name", "Write one such as istio-ingressgateway."),
                in.text("namespace").orElse(GatewaySpec.ingress().namespace()),
                in.textMap("annotations").orElse(Map.of()),
                in.oneOf("exposure", FieldReader.constants(GatewaySpec.Exposure.class, Enum::name))
                        .orElse(GatewaySpec.Exposure.LOAD_BALANCER),
                nodePorts(in),
                pods(in));
    }

    private static Map<Integer, Integer> nodePorts(FieldReader in) {
        Map<Integer, Integer> ports = new java.util.TreeMap<>();
        in.each(
                        "nodePorts",
                        one -> Map.entry(
                                one.integer("port").orElse(0),
                                one.integer("nodePort").orElse(0)))
                .orElse(List.of())
                .forEach(one -> ports.put(one.getKey(), one.getValue()));
        return ports;
    }

    static Optional<ChartSource> charts(FieldReader in) {
        Optional<ChartSource> repository =
                in.text("repository").map(text -> new ChartSource.Repository(uri(in, "repository", text)));
        Optional<ChartSource> oci = in.text("oci").map(text -> new ChartSource.Oci(uri(in, "oci", text)));
        Optional<String> sha256 = in.text("sha256");
        Optional<ChartSource> archive =
                in.text("archive").map(text -> new ChartSource.ReleaseArchive(uri(in, "archive", text), sha256));
        Optional<ChartSource> folder = in.text("folder").map(text -> new ChartSource.Folder(path(in, "folder", text)));
        List<ChartSource> sources = java.util.stream.Stream.of(repository, oci, archive, folder)
                .flatMap(Optional::stream)
                .toList();
        if (sources.size() != 1) {
            in.problems()
                    .add(
                            in.at("repository"),
                            sources.size() + " sources of charts are named.",
                            "Write one of repository, oci, archive and folder.");
            return Optional.empty();
        }
        if (sha256.isPresent() && archive.isEmpty()) {
            in.problems().add(in.at("sha256"), "Only an archive has a checksum.", "Leave it out.");
        }
        return Optional.of(sources.get(0));
    }

    private static URI uri(FieldReader in, String name, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            in.problems()
                    .add(
                            in.at(name),
                            "It is not an address: " + e.getReason() + ".",
                            "Write one such as https://example.com/charts.");
            return URI.create("https://invalid");
        }
    }

    private static Path path(FieldReader in, String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            in.problems().add(in.at(name), "It cannot be a file's path: " + e.getReason() + ".", "Write another path.");
            return Path.of("");
        }
    }
}
