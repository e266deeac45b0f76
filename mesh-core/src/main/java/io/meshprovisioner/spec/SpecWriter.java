package io.meshprovisioner.spec;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * From a spec to a document: name and region, and whatever is not the default, in the order of the records'
 * components.
 */
final class SpecWriter {
    private SpecWriter() {}

    /** How documents write an add-on: as the file in Istio's samples is named. */
    static String word(IstioAddon addon) {
        return addon.name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> tree(MeshSpec spec) {
        MeshSpec defaults = MeshSpec.forRegion(spec.region()).cluster(spec.cluster());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", spec.name());
        out.put("region", spec.region());
        put(out, "vpc", vpc(spec.vpc()), Map.of());
        put(out, "cluster", cluster(spec.cluster()), Map.of());
        put(out, "networking", NetworkingWriter.networking(spec.networking()), Map.of());
        if (!spec.nodeGroups().equals(defaults.nodeGroups())) {
            out.put("nodeGroups", each(spec.nodeGroups(), SpecWriter::nodeGroup));
        }
        put(out, "fargate", each(spec.fargate(), SpecWriter::fargate), List.of());
        spec.keyPair().ifPresent(keyPair -> out.put("keyPair", keyPair(keyPair)));
        spec.istio().ifPresent(istio -> out.put("istio", istio(istio)));
        put(out, "iam", iam(spec.iam()), Map.of());
        put(out, "tags", spec.tags(), Map.of());
        spec.timeToLive().ifPresent(time -> out.put("timeToLive", GoDuration.of(time)));
        return out;
    }

    private static Map<String, Object> iam(IamSpec iam) {
        Map<String, Object> out = new LinkedHashMap<>();
        put(out, "path", iam.path(), IamSpec.defaults().path());
        iam.permissionsBoundary().ifPresent(arn -> out.put("permissionsBoundary", arn));
        return out;
    }

    private static Map<String, Object> vpc(VpcSpec vpc) {
        VpcSpec defaults = VpcSpec.defaults();
        Map<String, Object> out = new LinkedHashMap<>();
        put(out, "cidr", vpc.cidr(), defaults.cidr());
        put(
                out,
                "availabilityZones",
                vpc.availabilityZones(),
                vpc.zones().isEmpty()
                        ? defaults.availabilityZones()
                        : vpc.zones().size());
        put(out, "zones", vpc.zones(), List.of());
        put(out, "natGateways", vpc.natGateways().name(), defaults.natGateways().name());
        put(out, "publicSubnets", vpc.publicSubnets(), List.of());
        put(out, "privateSubnets", vpc.privateSubnets(), List.of());
        put(out, "endpoints", vpc.endpointServices(), List.of());
        vpc.adopted().ifPresent(adopted -> out.put("adopted", adopted(adopted)));
        return out;
    }

    private static Map<String, Object> adopted(VpcSpec.AdoptedVpc vpc) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", vpc.id());
        put(out, "publicSubnets", vpc.publicSubnets(), List.of());
        put(out, "privateSubnets", vpc.privateSubnets(), List.of());
        return out;
    }

    private static Map<String, Object> cluster(ClusterSpec cluster) {
        ClusterSpec anew = ClusterSpec.defaults();
        ClusterSpec served = cluster.auto().isPresent() ? anew.autoMode() : anew;
        ClusterSpec defaults =
                cluster.adopted().map(adopted -> served.adopt(adopted.name())).orElse(served);
        Map<String, Object> out = new LinkedHashMap<>();
        cluster.adopted().ifPresent(adopted -> out.put("adopted", adoptedCluster(adopted)));
        cluster.auto().ifPresent(auto -> out.put("autoMode", autoMode(auto)));
        cluster.version().ifPresent(version -> out.put("version", version));
        put(
                out,
                "endpointAccess",
                cluster.endpointAccess().name(),
                defaults.endpointAccess().name());
        put(out, "publicAccessCidrs", cluster.publicAccessCidrs(), defaults.publicAccessCidrs());
        put(out, "logTypes", cluster.logTypes(), List.of());
        if (!cluster.addons().equals(defaults.addons())) {
            out.put("addons", each(cluster.addons(), SpecWriter::addon));
        }
        cluster.roleArn().ifPresent(arn -> out.put("roleArn", arn));
        cluster.supportType().ifPresent(type -> out.put("supportType", type.name()));
        cluster.deletionProtection().ifPresent(on -> out.put("deletionProtection", on));
        cluster.kmsKeyArn().ifPresent(arn -> out.put("kmsKeyArn", arn));
        cluster.zonalShift().ifPresent(on -> out.put("zonalShift", on));
        put(out, "awsAuth", each(cluster.awsAuth(), SpecWriter::iamMapping), List.of());
        put(out, "access", each(cluster.access(), SpecWriter::access), List.of());
        put(out, "podIdentities", each(cluster.podIdentities(), SpecWriter::podIdentity), List.of());
        put(out, "oidcProvider", cluster.trustedIssuer(), false);
        cluster.loadBalancerController().ifPresent(version -> out.put("loadBalancerController", version));
        return out;
    }

    private static Map<String, Object> podIdentity(PodIdentitySpec identity) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("namespace", identity.namespace());
        out.put("serviceAccount", identity.serviceAccount());
        identity.roleArn().ifPresent(arn -> out.put("roleArn", arn));
        put(out, "managedPolicies", identity.managedPolicies(), List.of());
        return out;
    }

    private static Map<String, Object> autoMode(AutoModeSpec auto) {
        Map<String, Object> out = new LinkedHashMap<>();
        put(out, "nodePools", auto.nodePools(), AutoModeSpec.defaults().nodePools());
        auto.nodeRoleArn().ifPresent(arn -> out.put("nodeRoleArn", arn));
        return out;
    }

    private static Map<String, Object> adoptedCluster(AdoptedCluster adopted) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", adopted.name());
        put(out, "callerAccess", adopted.callerAccess(), false);
        put(out, "nodeSubnets", adopted.nodeSubnets(), List.of());
        return out;
    }

    private static Map<String, Object> access(AccessSpec access) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("arn", access.arn());
        put(out, "policies", each(access.grants(), SpecWriter::grant), List.of());
        put(out, "groups", access.groups(), List.of());
        access.username().ifPresent(name -> out.put("username", name));
        return out;
    }

    private static Map<String, Object> grant(AccessSpec.Grant grant) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("policy", grant.policy().name());
        put(out, "namespaces", grant.namespaces(), List.of());
        return out;
    }

    private static Map<String, Object> iamMapping(ClusterSpec.IamMapping mapping) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("arn", mapping.arn());
        out.put("username", mapping.username());
        put(out, "groups", mapping.groups(), List.of());
        return out;
    }

    private static Map<String, Object> addon(AddonSpec addon) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", addon.name());
        addon.version().ifPresent(version -> out.put("version", version));
        put(out, "configurationValues", addon.configurationValues(), "");
        return out;
    }

    private static Map<String, Object> nodeGroup(NodeGroupSpec group) {
        NodeGroupSpec defaults = NodeGroupSpec.named(group.name());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", group.name());
        put(out, "instanceTypes", group.instanceTypes(), defaults.instanceTypes());
        // All three or none: what is left out would follow the others.
        if (group.minSize() != defaults.minSize()
                || group.maxSize() != defaults.maxSize()
                || group.desiredSize() != defaults.desiredSize()) {
            out.put("minSize", group.minSize());
            out.put("maxSize", group.maxSize());
            out.put("desiredSize", group.desiredSize());
        }
        put(out, "diskSizeGiB", group.diskSizeGiB(), defaults.diskSizeGiB());
        put(out, "labels", group.labels(), Map.of());
        group.roleArn().ifPresent(arn -> out.put("roleArn", arn));
        put(
                out,
                "capacityType",
                group.capacityType().name(),
                defaults.capacityType().name());
        put(out, "amiFamily", group.amiFamily().name(), defaults.amiFamily().name());
        put(out, "taints", each(group.taints(), SpecWriter::taint), List.of());
        put(
                out,
                "maxUnavailable",
                group.maxUnavailable().toString(),
                defaults.maxUnavailable().toString());
        put(out, "kubelet", group.kubelet().configuration(), Map.of());
        put(out, "replacement", group.replacement(), "");
        return out;
    }

    private static Map<String, Object> fargate(FargateSpec profile) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", profile.name());
        put(out, "selectors", each(profile.selectors(), SpecWriter::selector), List.of());
        profile.roleArn().ifPresent(arn -> out.put("roleArn", arn));
        return out;
    }

    private static Map<String, Object> selector(FargateSpec.Selector selector) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("namespace", selector.namespace());
        put(out, "labels", selector.labels(), Map.of());
        return out;
    }

    private static Map<String, Object> taint(Taint taint) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("key", taint.key());
        put(out, "value", taint.value(), "");
        out.put("effect", taint.effect().name());
        return out;
    }

    private static Map<String, Object> keyPair(KeyPairSpec keyPair) {
        Map<String, Object> out = new LinkedHashMap<>();
        keyPair.name().ifPresent(name -> out.put("name", name));
        keyPair.privateKeyFile().ifPresent(file -> out.put("privateKeyFile", file.toString()));
        return out;
    }

    private static Map<String, Object> istio(IstioSpec istio) {
        IstioSpec defaults = IstioSpec.version(istio.version());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", istio.version());
        put(out, "profile", istio.profile().istioName(), defaults.profile().istioName());
        if (!istio.gateways().equals(defaults.profile(istio.profile()).gateways())) {
            out.put("gateways", each(istio.gateways(), SpecWriter::gateway));
        }
        put(out, "values", istio.values(), Map.of());
        put(out, "addons", istio.addons().stream().map(SpecWriter::word).toList(), List.of());
        istio.charts().ifPresent(source -> out.put("charts", charts(source)));
        istio.operator().ifPresent(operator -> out.put("operator", operator(operator)));
        istio.mutualTls().ifPresent(mode -> out.put("mutualTls", mode.name()));
        istio.revision().ifPresent(revision -> out.put("revision", revision));
        put(out, "images", images(istio.images()), Map.of());
        put(out, "trust", trust(istio.trust()), Map.of());
        put(out, "settings", settings(istio.settings()), Map.of());
        istio.gatewayApi().ifPresent(version -> out.put("gatewayApi", version));
        put(out, "cniPlugin", istio.cni(), false);
        put(out, "waypoints", each(istio.waypoints(), SpecWriter::waypoint), List.of());
        return out;
    }

    private static Map<String, Object> waypoint(WaypointSpec waypoint) {
        WaypointSpec plain = WaypointSpec.in(waypoint.namespace());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("namespace", waypoint.namespace());
        put(out, "name", waypoint.name(), plain.name());
        put(out, "traffic", waypoint.traffic().name(), plain.traffic().name());
        return out;
    }

    private static Map<String, Object> settings(IstioSettings settings) {
        Map<String, Object> out = pods(settings.pods());
        settings.accessLog().ifPresent(file -> out.put("accessLog", file));
        settings.traceSampling().ifPresent(percent -> out.put("traceSampling", percent));
        settings.egress().ifPresent(policy -> out.put("egress", policy.name()));
        return out;
    }

    private static Map<String, Object> pods(PodSettings pods) {
        Map<String, Object> out = new LinkedHashMap<>();
        pods.replicas().ifPresent(count -> out.put("replicas", count));
        pods.autoscaling().ifPresent(range -> {
            Map<String, Object> limits = new LinkedHashMap<>();
            limits.put("min", range.min());
            limits.put("max", range.max());
            out.put("autoscaling", limits);
        });
        pods.cpu().ifPresent(cpu -> out.put("cpu", cpu));
        pods.memory().ifPresent(memory -> out.put("memory", memory));
        return out;
    }

    private static Map<String, Object> trust(TrustSpec trust) {
        Map<String, Object> out = new LinkedHashMap<>();
        trust.domain().ifPresent(domain -> out.put("domain", domain));
        put(out, "aliases", trust.aliases(), List.of());
        trust.authority().ifPresent(authority -> {
            Map<String, Object> files = new LinkedHashMap<>();
            files.put("certificate", authority.certificate().toString());
            files.put("key", authority.key().toString());
            files.put("chain", authority.chain().toString());
            files.put("root", authority.root().toString());
            out.put("authority", files);
        });
        return out;
    }

    private static Map<String, Object> images(ImageSpec images) {
        Map<String, Object> out = new LinkedHashMap<>();
        images.hub().ifPresent(hub -> out.put("hub", hub));
        images.tag().ifPresent(tag -> out.put("tag", tag));
        images.addonHub().ifPresent(hub -> out.put("addonHub", hub));
        put(out, "pullSecrets", images.pullSecrets(), List.of());
        put(out, "pullLogin", images.madeSecret(), false);
        return out;
    }

    private static Map<String, Object> operator(OperatorSpec operator) {
        OperatorSpec defaults = OperatorSpec.defaults();
        Map<String, Object> out = new LinkedHashMap<>();
        operator.hub().ifPresent(hub -> out.put("hub", hub));
        operator.tag().ifPresent(tag -> out.put("tag", tag));
        put(out, "operatorNamespace", operator.operatorNamespace(), defaults.operatorNamespace());
        put(out, "watchedNamespaces", operator.watchedNamespaces(), defaults.watchedNamespaces());
        return out;
    }

    private static Map<String, Object> gateway(GatewaySpec gateway) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", gateway.name());
        put(out, "namespace", gateway.namespace(), GatewaySpec.ingress().namespace());
        put(out, "annotations", gateway.annotations(), Map.of());
        if (gateway.exposure() != GatewaySpec.Exposure.LOAD_BALANCER) {
            out.put("exposure", gateway.exposure().name());
        }
        if (!gateway.nodePorts().isEmpty()) {
            out.put(
                    "nodePorts",
                    gateway.nodePorts().entrySet().stream()
                            .map(one -> Map.of("port", one.getKey(), "nodePort", one.getValue()))
                            .toList());
        }
        out.putAll(pods(gateway.pods()));
        return out;
    }

    static Map<String, Object> charts(ChartSource source) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (source instanceof ChartSource.Repository repository) {
            out.put("repository", repository.url().toString());
        } else if (source instanceof ChartSource.Oci oci) {
            out.put("oci", oci.url().toString());
        } else if (source instanceof ChartSource.ReleaseArchive archive) {
            out.put("archive", archive.url().toString());
            archive.sha256().ifPresent(sum -> out.put("sha256", sum));
        } else if (source instanceof ChartSource.Folder folder) {
            out.put("folder", folder.path().toString());
        }
        return out;
    }

    private static <T> List<Map<String, Object>> each(Collection<T> values, Function<T, Map<String, Object>> writer) {
        return values.stream().map(writer).toList();
    }

    static void put(Map<String, Object> out, String name, Object value, Object unlessEqual) {
        if (!value.equals(unlessEqual)) {
            out.put(name, value);
        }
    }
}
