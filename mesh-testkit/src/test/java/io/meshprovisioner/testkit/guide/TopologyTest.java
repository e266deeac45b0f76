package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.spec.MutualTls;
import io.meshprovisioner.spi.MeshReport.Component;
import io.meshprovisioner.spi.MeshTopology;
import io.meshprovisioner.spi.MeshTopology.Link;
import io.meshprovisioner.spi.MeshTopology.Rule;
import io.meshprovisioner.spi.MeshTopology.Workload;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** G6.3: what the mesh consists of, as data. */
class TopologyTest {

    @Test
    void controlPlaneDataPlaneAndWhoIsInTheMesh() throws IOException {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio.mutualTls(MutualTls.STRICT));
            mesh.workloads().deploy(kuard -> kuard);
            mesh.workloads().deploy(kuard -> kuard.name("outside").outsideTheMesh());
            put(guide, """
                    apiVersion: networking.istio.io/v1
                    kind: Gateway
                    metadata: {name: door, namespace: test-ns}
                    spec:
                      selector: {istio: ingressgateway}
                      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
                    """);
            put(guide, """
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: shop, namespace: test-ns}
                    spec:
                      hosts: [shop.example.com]
                      gateways: [door]
                      http: [{route: [{destination: {host: demo}}]}]
                    """);

            MeshTopology topology = mesh.topology();
            assertThat(topology.version()).isEqualTo("1.30.3");
            assertThat(topology.controlPlane()).extracting(Component::name).containsExactly("istiod");
            assertThat(topology.gateways()).extracting(Component::name).containsExactly("istio-ingressgateway");
            assertThat(topology.members())
                    .containsExactly(new Workload("Deployment", "test-ns", "demo", 1, 1, List.of("test-ns/demo"), ""));
            assertThat(topology.outsiders())
                    .contains(new Workload(
                            "Deployment",
                            "test-ns",
                            "outside",
                            1,
                            0,
                            List.of("test-ns/outside"),
                            "its pods ask to be left out"))
                    .anySatisfy(coredns -> {
                        assertThat(coredns.name()).isEqualTo("coredns");
                        assertThat(coredns.whyNot()).isEqualTo("injection is not on in its namespace");
                    });
            assertThat(topology.rules())
                    .contains(
                            new Rule("PeerAuthentication", "istio-system", "default", List.of()),
                            new Rule("VirtualService", "test-ns", "shop", List.of("shop.example.com")),
                            new Rule(
                                    "Gateway", "test-ns", "door", List.of("shop.example.com", "istio=ingressgateway")));
            assertThat(topology.links())
                    .contains(
                            new Link(
                                    "istio-system/istio-ingressgateway", "test-ns/demo", "VirtualService test-ns/shop"),
                            new Link("test-ns/demo", "test-ns/demo", "Service test-ns/demo"));
        }
    }

    @Test
    void podsFromBeforeTheInjectionAreNamed() throws IOException {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            put(guide, "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
            put(guide, """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: cart, namespace: shop}
                    spec:
                      selector: {matchLabels: {app: cart}}
                      template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: cart, image: "nginx:1.27"}]}}
                    """);
            put(guide, "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}");
            assertThat(mesh.topology().outsiders()).anySatisfy(cart -> {
                assertThat(cart.name()).isEqualTo("cart");
                assertThat(cart.whyNot()).contains("restart");
            });
        }
    }

    private static void put(GuideMesh guide, String yaml) throws IOException {
        guide.put((ObjectNode) new YAMLMapper().readTree(yaml));
    }
}
