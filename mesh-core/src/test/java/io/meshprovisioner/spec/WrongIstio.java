package io.meshprovisioner.spec;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Istio: release, profile, gateways, operator, charts. */
final class WrongIstio extends WrongSpecs {
    WrongIstio() {
        istio();
    }

    private void istio() {
        add("istio.version", WrongIstio::istio, "1.30", "1.30.0", "\"1.30.0\"");
        add("istio.version", WrongIstio::istio, "v1.30.3", "1.30.3", "\"1.30.3\"");
        add("istio.version", WrongIstio::istio, "latest", "1.9.3", "1.30.3");
        add("istio.version", WrongIstio::istio, "1.30.03", "1.30.3", "1.30.3");
        gateway("istio.gateways[1].name", "Public", "public", "lower-case");
        gateway("istio.gateways[1].name", "1public", "public1", "letter first");
        gateway("istio.gateways[1].name", "g".repeat(54), "g".repeat(53), "1 to 53");
        gateway("istio.gateways[1].name", "istio-ingressgateway", "istio-egressgateway", "of its own");
        add(
                "istio.gateways[public].namespace",
                namespace -> istio(i -> i.gateway(new GatewaySpec("public", namespace, Map.of()))),
                "edge_1",
                "edge-1",
                "hyphens");
        add(
                "istio.gateways[istio-ingressgateway].annotations[load balancer]",
                key -> istio(i -> i.ingressGateway(g -> g.annotation(key, "nlb"))),
                "load balancer",
                "example.com/load-balancer",
                "aws-load-balancer-type");
        settings("replicas", s -> s.replicas(0), s -> s.replicas(2), "outlive");
        settings("autoscaling", s -> s.autoscaling(3, 2), s -> s.autoscaling(3, 3), "no fewer");
        settings("autoscaling", s -> s.autoscaling(2, 3).replicas(2), s -> s.autoscaling(2, 3), "Leave replicas");
        settings("cpu", s -> s.cpu("half"), s -> s.cpu("0.5"), "500m");
        settings("memory", s -> s.memory("2 GB"), s -> s.memory("2G"), "2Gi");
        settings("traceSampling", s -> s.traceSampling(101), s -> s.traceSampling(100), "0 to 100");
        settings("accessLog", s -> s.accessLog("stdout"), s -> s.accessLog("/dev/stdout"), "pod's log");
        add("istio.waypoints[0].namespace", name -> istio(i -> i.waypoint(name)), "Shop", "shop", "hyphens");
        add(
                "istio.waypoints[0].name",
                name -> istio(i -> i.waypoint(WaypointSpec.in("shop").name(name))),
                "way.point",
                "way-point",
                "such as waypoint");
        pods("replicas", p -> p.replicas(0), p -> p.replicas(3), "outlive");
        pods("autoscaling", p -> p.autoscaling(0, 2), p -> p.autoscaling(1, 2), "no fewer");
        pods("memory", p -> p.memory("128 MB"), p -> p.memory("128Mi"), "2Gi");
        add("istio.gateways[istio-ingressgateway].nodePorts[443]", WrongIstio::nodePort, 443, 30_443, "30000 to 32767");
        add(
                "istio.gateways[istio-ingressgateway].nodePorts[443]",
                exposure -> istio(i -> i.ingressGateway(
                        g -> g.nodePort(443, 30_443).exposure(GatewaySpec.Exposure.valueOf(exposure)))),
                "CLUSTER",
                "NODE_PORT",
                "another exposure");
        add(
                "istio.gateways[z].nodePorts[80]",
                other -> istio(i -> i.ingressGateway(g -> g.nodePort(443, 30_443))
                        .gateway(GatewaySpec.named("z").nodePort(80, other))),
                30_443,
                30_080,
                "Choose another");
        add(
                "istio.values.pilot.when",
                value -> istio(i -> i.values(Map.of("pilot", Map.of("when", value)))),
                java.time.Instant.EPOCH,
                (Object) "1970-01-01T00:00:00Z",
                "texts");
        add("istio.values.rate", WrongIstio::rate, Double.POSITIVE_INFINITY, 0.5, "finite");
        charts("istio.charts.repository", repository("ftp://example.com"), repository("https://example.com"), "https");
        charts("istio.charts.repository", repository("https:///x"), repository("https://example.com/x"), "example.com");
        charts(
                "istio.charts.repository",
                repository("https://me:secret@example.com"),
                repository("https://example.com"),
                "Take it out");
        charts(
                "istio.charts.oci",
                new ChartSource.Oci(URI.create("https://gcr.io/istio")),
                new ChartSource.Oci(URI.create("oci://gcr.io/istio")),
                "oci://");
        URI archive = URI.create("https://example.com/istio.tar.gz");
        charts(
                "istio.charts.sha256",
                new ChartSource.ReleaseArchive(archive, Optional.of("abc")),
                new ChartSource.ReleaseArchive(archive, Optional.of("ab".repeat(32))),
                "64 hexadecimal");
        charts(
                "istio.charts.folder",
                ChartSource.folder(Path.of("no-such-folder")),
                ChartSource.folder(Path.of("src")),
                "unpacked");
        charts(
                "istio.charts.archive",
                new ChartSource.ReleaseArchive(Path.of("no-such-file").toUri(), Optional.empty()),
                new ChartSource.ReleaseArchive(Path.of("pom.xml").toUri(), Optional.empty()),
                "that is there");
        for (String wrong : List.of("1.30.3", "Canary", "default")) {
            add("istio.revision", name -> istio(i -> i.revision(name)), wrong, "canary", "1-30-3");
        }
        images("istio.images.hub", ImageSpec::hub, "Registry/istio", "registry.example.com:5000/istio", "docker.io");
        images("istio.images.tag", ImageSpec::tag, "1.30.3+x", "1.30.3-distroless", "release's own");
        images("istio.images.addonHub", ImageSpec::addonHub, "https://r.example.com", "r.example.com/m", "docker.io");
        images("istio.images.pullSecrets[0]", ImageSpec::pullSecrets, "reg_cred", "reg.cred", "regcred");
        images(
                "istio.images.pullLogin",
                (images, hub) ->
                        hub.isEmpty() ? images.pullLogin() : images.hub(hub).pullLogin(),
                "",
                "r.example.com/istio",
                "hub(..)");
        add("istio.gatewayApi", version -> istio(i -> i.gatewayApi(version)), "v1.5.1", "1.5.1", "without a v");
        add("istio.trust.domain", name -> istio(i -> i.trust(t -> t.domain(name))), "a_b", "a.b", "example.org");
        add("istio.trust.aliases[0]", name -> istio(i -> i.trust(t -> t.aliases(name))), "A", "a", "example.org");
        Path there = Path.of("pom.xml");
        add(
                "istio.trust.authority.key",
                key -> istio(i -> i.trust(t -> t.authority(there, key, there, there))),
                Path.of("src"),
                there,
                "PEM");
        operator("istio.operator.hub", OperatorSpec::hub, "docker.io/istio/", "docker.io/istio", "docker.io/istio");
        operator("istio.operator.tag", OperatorSpec::tag, "1.9.3 distroless", "1.9.3-distroless", "release's own");
        operator(
                "istio.operator.operatorNamespace",
                OperatorSpec::operatorNamespace,
                "istio_operator",
                "istio-operator",
                "hyphens");
        operator(
                "istio.operator.watchedNamespaces[0]",
                OperatorSpec::watchedNamespaces,
                "Istio",
                "istio-system",
                "hyphens");
    }

    private static MeshSpec istio(String version) {
        return base().istio(IstioSpec.version(version));
    }

    private static MeshSpec istio(UnaryOperator<IstioSpec> change) {
        return base().istio(change.apply(IstioSpec.version("1.30.3")));
    }

    private static MeshSpec rate(double rate) {
        return istio(i -> i.values(Map.of("rate", rate)));
    }

    private void gateway(String path, String wrong, String right, String advice) {
        add(
                path,
                name -> base().istio(new IstioSpec(
                        "1.30.3",
                        IstioProfile.DEFAULT,
                        List.of(GatewaySpec.ingress(), new GatewaySpec(name, "istio-system", Map.of())),
                        Map.of(),
                        java.util.Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ImageSpec.defaults(),
                        TrustSpec.defaults(),
                        IstioSettings.defaults(),
                        Optional.empty(),
                        false,
                        List.of())),
                wrong,
                right,
                advice);
    }

    private void images(
            String path, BiFunction<ImageSpec, String, ImageSpec> set, String wrong, String right, String advice) {
        add(path, value -> istio(i -> i.images(images -> set.apply(images, value))), wrong, right, advice);
    }

    private void operator(
            String path,
            BiFunction<OperatorSpec, String, OperatorSpec> set,
            String wrong,
            String right,
            String advice) {
        add(path, value -> istio(i -> i.operator(o -> set.apply(o, value))), wrong, right, advice);
    }

    private static ChartSource repository(String url) {
        return ChartSource.repository(URI.create(url));
    }

    private void charts(String path, ChartSource wrong, ChartSource right, String advice) {
        add(path, source -> istio(i -> i.charts(source)), wrong, right, advice);
    }

    private static MeshSpec nodePort(int node) {
        return istio(i -> i.ingressGateway(g -> g.nodePort(443, node)));
    }

    private void pods(String field, UnaryOperator<PodSettings> wrong, UnaryOperator<PodSettings> right, String advice) {
        add(
                "istio.gateways[istio-ingressgateway]." + field,
                change -> istio(i -> i.ingressGateway(g -> g.pods(change))),
                wrong,
                right,
                advice);
    }

    private void settings(
            String field, UnaryOperator<IstioSettings> wrong, UnaryOperator<IstioSettings> right, String advice) {
        add("istio.settings." + field, change -> istio(i -> i.settings(change)), wrong, right, advice);
    }
}
