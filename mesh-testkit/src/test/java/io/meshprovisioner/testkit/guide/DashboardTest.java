package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.LocalForward;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshProxy;
import io.meshprovisioner.testkit.Sandbox;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** G3.1, G4.2: what is in the mesh, from this machine: dashboards, and what istiod knows of its proxies. */
class DashboardTest {
    private static Sandbox sandbox;
    private static Mesh mesh;

    @BeforeAll
    static void install() {
        sandbox = Sandbox.start();
        mesh = sandbox.provisioner()
                .withIstio("1.30.3", istio -> istio.addons(IstioAddon.KIALI))
                .install();
    }

    @AfterAll
    static void close() {
        mesh.close();
        sandbox.close();
    }

    @Test
    void anAddonsDashboardIsAPageOnThisMachineUntilItIsClosed() throws Exception {
        long before = threads();
        int port;
        try (LocalForward kiali = mesh.dashboard("kiali")) {
            port = kiali.port();
            assertThat(kiali.uri()).hasHost("127.0.0.1").hasPath("/kiali");
            assertThat(get(kiali, "/kiali")).contains("kiali", "got GET /kiali");
            assertThat(get(kiali, "/kiali/api/healthz")).contains("/kiali/api/healthz");
            assertThat(threads()).isGreaterThan(before);
            try (Socket waiting = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(waiting.isConnected()).isTrue();
                kiali.close();
                assertThat(waiting.getInputStream().read()).as("ended with it").isEqualTo(-1);
            }
        }
        assertThat(threads()).isEqualTo(before);
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aServicesPortLeadsToAPodAndWhatIsNotThereIsSaid() throws Exception {
        try (LocalForward istiod = mesh.forward("istio-system", "istiod", 15014)) {
            assertThat(get(istiod, "/debug/syncz")).contains("istio-ingressgateway");
            assertThat(istiod.toString()).contains("port 15014 of pod istio-system/istiod-");
        }
        assertThatThrownBy(() -> mesh.dashboard(IstioAddon.GRAFANA))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("addons(IstioAddon.GRAFANA)");
        assertThatThrownBy(() -> mesh.forward("istio-system", "istiod", 1))
                .hasMessageContaining("has no port 1")
                .hasMessageContaining("15012");
        assertThatThrownBy(() -> mesh.dashboard("kibana")).hasMessageContaining("kiali");
    }

    @Test
    void everyProxyIsConnectedAndInSync() {
        mesh.workloads().deploy(kuard -> kuard);
        List<MeshProxy> proxies = mesh.proxies();
        assertThat(proxies).hasSize(2).allMatch(MeshProxy::inSync, "in sync");
        assertThat(proxies).extracting(MeshProxy::istiod).allMatch(istiod -> istiod.startsWith("istiod-"));
        assertThat(proxies.get(0).toString()).contains("istio-ingressgateway").contains("in sync");

        // A pod that bears the name of a control plane that is not there has nobody to connect to.
        mesh.apply(Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of(
                        "name",
                        "lost",
                        "namespace",
                        "default",
                        "labels",
                        Map.of("istio.io/rev", "gone", "sidecar.istio.io/inject", "false")),
                "spec",
                Map.of(
                        "containers",
                        List.of(Map.of("name", "istio-proxy", "image", "docker.io/istio/proxyv2:1.29.6"))))));
        assertThat(mesh.proxies())
                .filteredOn(proxy -> proxy.pod().equals("lost"))
                .singleElement()
                .satisfies(lost -> {
                    assertThat(lost.inSync()).isFalse();
                    assertThat(lost.problem()).contains("connected to no istiod");
                    assertThat(lost.version()).isEqualTo("1.29.6");
                });
        mesh.delete(mesh.get(ObjectKey.of("v1", "Pod", "default", "lost")).orElseThrow());
    }

    @Test
    void everyProxySaysWhoItIsAndUntilWhen() {
        assertThat(mesh.proxyCertificates())
                .filteredOn(one -> one.secret().startsWith("istio-system/"))
                .singleElement()
                .satisfies(gateway -> {
                    assertThat(gateway.subject())
                            .isEqualTo("spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway");
                    assertThat(gateway.problem()).isEmpty();
                    assertThat(gateway.expires())
                            .isBetween(
                                    sandbox.now().plus(Duration.ofHours(12)),
                                    sandbox.now().plus(Duration.ofHours(24)));
                });
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mesh-tunnel-"))
                .count();
    }

    private static String get(LocalForward forward, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) forward.uri().resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setReadTimeout(10_000);
        try (var in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }
}
