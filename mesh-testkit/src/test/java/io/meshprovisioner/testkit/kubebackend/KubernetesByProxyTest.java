package io.meshprovisioner.testkit.kubebackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.connect.ProxyLogin;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.kubernetes.ClientJavaBackend;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.Charts.ChartRelease;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.testkit.connect.InterceptingProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Kubernetes' client and Helm behind a proxy that shows certificates of its own. */
class KubernetesByProxyTest {
    private static final ProxyLogin LOGIN = new ProxyLogin("me", "it's:p@ss");

    @TempDir
    Path folder;

    private final SimulatedCluster cluster = new SimulatedCluster("1.35");
    private InterceptingProxy proxy;
    private Path authority;

    @BeforeEach
    void start() throws Exception {
        proxy = InterceptingProxy.start()
                .wanting(LOGIN.user(), LOGIN.password())
                .speakingTls(
                        cluster.access().endpoint().getPort(), cluster.access().certificateAuthority());
        authority = Files.writeString(folder.resolve("company.pem"), proxy.pem());
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        cluster.close();
    }

    /** This machine, too, is reached by the proxy alone: there the cluster is. */
    private KubernetesSession by(URI address, Optional<ProxyLogin> login, List<Path> trusted) {
        return new ClientJavaBackend()
                .withConnections(new Connections(Optional.of(address), login, List.of(), trusted))
                .open(cluster.access(), cluster.time(), ApiCall.Recorder.NONE);
    }

    @Test
    void requestsGoByTheProxy() {
        try (KubernetesSession session = by(proxy.address(), Optional.of(LOGIN), List.of(authority))) {
            assertThat(session.serverVersion()).startsWith("v1.35");
            assertThat(session.list("v1", "Namespace", Optional.empty(), "")).isNotEmpty();
        }
        assertThat(proxy.targets())
                .containsExactly("127.0.0.1:" + cluster.access().endpoint().getPort());
        assertThat(proxy.leaked()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void helmGoesByTheProxy() throws IOException {
        Path chart = Files.createDirectories(folder.resolve("chart"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: settings\nversion: 1.2.3\n");
        try (KubernetesSession session = by(proxy.address(), Optional.of(LOGIN), List.of(authority))) {
            session.charts()
                    .apply(new ChartRelease("shop", "ours", chart, Map.of(), true), new Permit(0, Instant.EPOCH));
        }
        assertThat(proxy.agents()).contains("mesh-provisioner", "Go-http-client");
        assertThat(proxy.leaked()).isEmpty();
    }

    @Test
    void aClustersOwnAuthorityStaysGood() {
        try (KubernetesSession session = new ClientJavaBackend()
                .withConnections(Connections.DEFAULT.proxy(proxy.address()).trust(authority))
                .open(cluster.access(), cluster.time(), ApiCall.Recorder.NONE)) {
            assertThat(session.serverVersion())
                    .as("of this machine, past the proxy")
                    .startsWith("v1.35");
        }
        assertThat(proxy.targets()).isEmpty();
    }

    @Test
    void whatStandsInTheWayIsTold() throws IOException {
        try (KubernetesSession session = by(proxy.address(), Optional.of(LOGIN), List.of())) {
            assertThatThrownBy(session::serverVersion)
                    .isInstanceOf(ServiceFailureException.class)
                    .hasMessageContaining("PKIX path ")
                    .hasMessageContaining("withConnections(c -> c.trust(");
        }
        try (KubernetesSession session = by(proxy.address(), Optional.empty(), List.of(authority))) {
            assertThatThrownBy(session::serverVersion)
                    .isInstanceOf(ServiceFailureException.class)
                    .hasMessageContaining("wants a login");
        }
        try (KubernetesSession session =
                by(proxy.address(), Optional.of(new ProxyLogin("me", "wr0ng")), List.of(authority))) {
            assertThatThrownBy(session::serverVersion)
                    .isInstanceOf(ServiceFailureException.class)
                    .hasMessageContaining("does not accept the login of me")
                    .hasMessageNotContaining("wr0ng");
        }
        proxy.close();
        try (KubernetesSession session = by(proxy.address(), Optional.of(LOGIN), List.of(authority))) {
            assertThatThrownBy(session::serverVersion)
                    .isInstanceOfSatisfying(CallFailure.class, failure -> assertThat(failure.advice())
                            .contains("the proxy 127.0.0.1:" + proxy.address().getPort()));
        }
        assertThat(cluster.requests()).isEmpty();
    }
}
