package io.meshprovisioner.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.aws.AwsBackend;
import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.connect.ProxyLogin;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudBackend;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.time.Time;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Behind a company's proxy, which may want a login and shows certificates of its own: the sandbox is reached by it alone. */
class ByProxyTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;
    private InterceptingProxy proxy;
    private Path authority;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start();
        proxy = InterceptingProxy.start()
                .speakingTls(sandbox.kubernetes().port(), sandbox.kubernetes().caPem());
        authority = Files.writeString(folder.resolve("company.pem"), proxy.pem());
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        sandbox.close();
    }

    /** This machine, too, is reached by the proxy alone: there the sandbox is. */
    private static Connections by(URI proxy, Optional<ProxyLogin> login, List<Path> trusted) {
        return new Connections(Optional.of(proxy), login, List.of(), trusted);
    }

    private MeshProvisioner connecting(Connections connections) {
        return sandbox.provisioner()
                .withCloudBackend(new ByTls(sandbox.awsEndpoint().getPort(), new AwsBackend()))
                .withConnections(c -> connections);
    }

    private MeshProvisioner loggedIn() {
        proxy.wanting("me", "it's:p@ss");
        return connecting(by(proxy.address(), Optional.of(new ProxyLogin("me", "it's:p@ss")), List.of(authority)));
    }

    @Test
    void aPlanIsMadeByTheProxyAlone() {
        assertThat(loggedIn().plan().changesNothing()).isFalse();
        assertThat(proxy.agents()).containsExactly("aws-sdk-java");
        assertThat(proxy.targets())
                .as("connections are kept")
                .hasSizeLessThan(sandbox.calls().size())
                .containsOnly("127.0.0.1:" + sandbox.awsEndpoint().getPort());
        assertThat(proxy.leaked()).as("logins at the proxy that targets saw").isEmpty();
    }

    /** Where only authorities are said, the proxy is the one that the client finds by itself. */
    @Test
    void authoritiesAloneLeaveTheWayAsItIs() {
        Map<String, String> said = Map.of(
                "https.proxyHost", "127.0.0.1",
                "https.proxyPort", String.valueOf(proxy.address().getPort()),
                "http.nonProxyHosts", "");
        Map<String, String> before = new HashMap<>();
        said.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        try {
            assertThat(connecting(Connections.DEFAULT.trust(authority)).meshes())
                    .isEmpty();
            assertThat(proxy.targets())
                    .containsOnly("127.0.0.1:" + sandbox.awsEndpoint().getPort());
        } finally {
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }

    /** By AWS's, Kubernetes' and Helm's client; takes half a minute on a busy machine. */
    @Test
    @EnabledIfSystemProperty(named = "mesh.series", matches = "all")
    void aMeshComesAndGoesByTheProxyAlone() {
        MeshProvisioner provisioner = loggedIn().withIstio("1.30.3");
        assertThat(provisioner.install().status().healthy()).isTrue();
        assertThat(proxy.agents()).contains("aws-sdk-java", "mesh-provisioner", "Go-http-client");
        assertThat(provisioner.uninstall().nothingLeft()).isTrue();
        assertThat(sandbox.leftovers()).isEmpty();
        assertThat(proxy.targets())
                .containsOnly(
                        "127.0.0.1:" + sandbox.awsEndpoint().getPort(),
                        "127.0.0.1:" + sandbox.kubernetes().port());
        assertThat(proxy.leaked()).as("logins at the proxy that targets saw").isEmpty();
    }

    @Test
    void withoutItsAuthorityTheSettingIsNamed() {
        assertThatThrownBy(() -> connecting(by(proxy.address(), Optional.empty(), List.of()))
                        .meshes())
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining("PKIX path building failed")
                .hasMessageContaining("withConnections(c -> c.trust(");
        assertThat(sandbox.calls()).isEmpty();
    }

    @Test
    void aLoginThatIsMissingOrWrongIsSaidSo() {
        proxy.wanting("me", "right");
        assertThatThrownBy(() -> connecting(by(proxy.address(), Optional.empty(), List.of(authority)))
                        .meshes())
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining("wants a login");
        assertThatThrownBy(() -> connecting(
                                by(proxy.address(), Optional.of(new ProxyLogin("me", "wr0ng")), List.of(authority)))
                        .meshes())
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining("does not accept the login of me")
                .hasMessageNotContaining("wr0ng");
        assertThat(proxy.targets()).isEmpty();
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        proxy.close();
        assertThatThrownBy(() -> connecting(by(proxy.address(), Optional.empty(), List.of(authority)))
                        .meshes())
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining(
                        "Check that the proxy 127.0.0.1:" + proxy.address().getPort());
    }

    @Test
    void whatNeedsNoProxyIsReachedWithoutIt() throws Exception {
        proxy.close();
        assertThat(sandbox.provisioner()
                        .withConnections(c -> c.proxy(proxy.address()))
                        .meshes())
                .isEmpty();
    }

    @Test
    void aKubeconfigsProxyGoesFirst() throws Exception {
        Path kubeconfig = folder.resolve("config");
        sandbox.addStandaloneCluster(kubeconfig);
        Files.writeString(
                kubeconfig,
                Files.readString(kubeconfig)
                        .replaceFirst(
                                "( +)server: ",
                                "$1proxy-url: http://me:right@127.0.0.1:"
                                        + proxy.address().getPort() + "\n$1server: "));
        proxy.wanting("me", "right");
        assertThat(sandbox.provisioner(ExistingCluster.kubeconfig(kubeconfig))
                        .withConnections(c -> c.proxy(URI.create("http://nowhere.example.test:1"))
                                .trust(authority))
                        .meshes())
                .isEmpty();
        assertThat(proxy.targets())
                .containsOnly("127.0.0.1:" + sandbox.kubernetes().port());
    }

    /** The sandbox's AWS speaks in plain text; who asks it by https gets an answer through the proxy alone. */
    record ByTls(int port, CloudBackend aws) implements CloudBackend {
        @Override
        public String name() {
            return aws.name();
        }

        @Override
        public CloudBackend withConnections(Connections connections) {
            return new ByTls(port, aws.withConnections(connections));
        }

        @Override
        public CloudSession open(String region, CloudAccess access, Time time, ApiCall.Recorder recorder) {
            CloudAccess secure = new CloudAccess(
                    Optional.of(URI.create("https://127.0.0.1:" + port)),
                    access.credentials(),
                    access.expectedAccount(),
                    access.assumedRole());
            return aws.open(region, secure, time, recorder);
        }
    }
}
