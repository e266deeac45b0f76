package io.meshprovisioner.istio.validation.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.validation.IstioValidator;
import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions to several resources that differ in one thing. */
class AnalyzersTest {
    private static final String INGRESS = """
            apiVersion: v1
            kind: Pod
            metadata: {name: ingress-1, namespace: istio-system, labels: {istio: ingressgateway}}
            spec: {containers: [{name: istio-proxy}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ingress, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              ports: [{port: 80, protocol: TCP}]
            """;

    @Test
    void aGatewayWithoutServersServesNothing() {
        String gateway = gateway("alone", "[]");

        assertThat(codes(INGRESS, gateway)).contains("IST0101 Gateway shop/alone");
        assertThat(codes(INGRESS, gateway, gateway("other", server("a.example.com"))))
                .as("another gateway serves the same pods")
                .doesNotContain("IST0101 Gateway shop/alone");
        assertThat(codes(gateway).stream().filter(code -> code.startsWith("IST0101")))
                .as("that there is no pod is said once")
                .hasSize(1);
    }

    @Test
    void gatewaysForOneHostAndPortConflictWithTheLastServerOfThePort() {
        String two = gateway(
                "two",
                "[" + "{port: {number: 80, name: a, protocol: HTTP}, hosts: [a.example.com]},"
                        + "{port: {number: 80, name: b, protocol: HTTP}, hosts: [b.example.com]}]");

        assertThat(codes(INGRESS, two, gateway("one", server("b.example.com"))))
                .contains("IST0145 Gateway shop/one", "IST0145 Gateway shop/two");
        assertThat(codes(INGRESS, two, gateway("one", server("a.example.com"))))
                .contains("IST0145 Gateway shop/two")
                .doesNotContain("IST0145 Gateway shop/one");
        assertThat(codes(INGRESS, two, gateway("one", server("c.example.com"))))
                .noneMatch(code -> code.startsWith("IST0145"));
    }

    @Test
    void anEnvoyFilterIsWarnedOfRelativeOperationsOnce() {
        String patch = "{applyTo: NETWORK_FILTER, patch: {operation: REMOVE}}";

        assertThat(codes(envoyFilter("[" + patch + "," + patch + "]", "")))
                .containsOnlyOnce("IST0151 EnvoyFilter shop/patch");
        assertThat(codes(envoyFilter("[" + patch + "," + patch + "]", "priority: 5")))
                .noneMatch(code -> code.startsWith("IST0151"));
    }

    @Test
    void theFirstContainerNamedIstioProxyIsTheSidecar() {
        String namespace =
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n";
        String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: cart, namespace: shop}\nspec: {containers: %s}\n";

        assertThat(codes(namespace, pod.formatted("[{name: istio-proxy}, {name: istio-proxy, image: proxyv2}]")))
                .contains("IST0103 Pod shop/cart");
        assertThat(codes(namespace, pod.formatted("[{name: cart}, {name: istio-proxy, image: proxyv2}]")))
                .doesNotContain("IST0103 Pod shop/cart");
    }

    @Test
    void kindsOfTheClusterHaveNoNamespace() {
        assertThat(codes("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, namespace: wrong}\n"))
                .containsExactly("IST0102 Namespace shop");
    }

    @Test
    void networksAreFedByKnownRegistries() {
        String config = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data:
                  meshNetworks: |
                    networks:
                      near: {endpoints: [{fromRegistry: Kubernetes}, {fromCidr: 10.0.0.0/8}]}
                      far: {endpoints: [{fromRegistry: east}]}
                """;
        String remote = """
                apiVersion: v1
                kind: Secret
                metadata: {name: east, namespace: istio-system, labels: {istio/multiCluster: "true"}}
                data: {east: e30=}
                """;

        assertThat(codes(config)).containsExactly("IST0126 MeshNetworks istio-system/meshnetworks");
        assertThat(codes(config, remote)).isEmpty();
        assertThat(IstioValidator.forRelease("1.30.3")
                        .withMeshNetworks(DocumentReader.standard()
                                .read("networks: {far: {endpoints: [{fromRegistry: west}]}}")
                                .get(0)
                                .root())
                        .analyze(DocumentReader.standard().read(remote))
                        .all())
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("\"west\"", "Kubernetes", "east"));
    }

    private static String gateway(String name, String servers) {
        return "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: " + name
                + ", namespace: shop}\nspec: {selector: {istio: ingressgateway}, servers: " + servers + "}\n";
    }

    private static String server(String host) {
        return "[{port: {number: 80, name: http, protocol: HTTP}, hosts: [" + host + "]}]";
    }

    private static String envoyFilter(String patches, String more) {
        return "apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\n"
                + "metadata: {name: patch, namespace: shop}\nspec:\n  configPatches: " + patches + "\n  " + more + "\n";
    }

    private static List<String> codes(String... documents) {
        return IstioValidator.forRelease("1.30.3")
                .analyze(DocumentReader.standard().read(String.join("---\n", documents)))
                .stream()
                .map(AnalyzersTest::code)
                .toList();
    }

    private static String code(Finding finding) {
        return finding.rule() + " " + finding.resource();
    }
}
