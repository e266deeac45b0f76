package io.meshprovisioner.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spi.CloudBackend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
    private static final Connections BY_PROXY = Connections.DEFAULT.proxy(URI.create("http://proxy.example.com:3128"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com, true",
        "example.com, https://EKS.Example.com:8443, true",
        "example.com, https://notexample.com, false",
        ".internal, https://a.b.internal, true",
        ".internal, https://internal, false",
        "*.internal, https://a.internal, true",
        "10.0.0.0/8, https://10.200.3.4/x, true",
        "10.0.0.0/8, https://11.0.0.1, false",
        "10.0.0.0/8, https://10.example.com, false",
        "10.1.2.3, https://10.1.2.3:6443, true",
        "192.168.4.0/22, https://192.168.7.255, true",
        "192.168.4.0/22, https://192.168.8.0, false",
        "fd00::/8, 'https://[fd12::1]:6443', true",
        "fd00::/8, 'https://[fe80::1]', false",
        "example.com:8443, https://example.com:8443, true",
        "example.com:8443, https://example.com, false",
        "example.com:443, https://example.com, true",
        "*, https://anything.at.all, true",
    })
    void whatIsReachedWithoutTheProxy(String rule, String target, boolean without) {
        Connections connections = BY_PROXY.noProxy(rule);
        assertThat(connections.problems()).isEmpty();
        assertThat(connections.proxyFor(URI.create(target)).isEmpty()).isEqualTo(without);
        assertThat(BY_PROXY.proxyFor(URI.create(target))).contains(URI.create("http://proxy.example.com:3128"));
    }

    @ParameterizedTest
    @CsvSource({"https://localhost:8443", "http://127.0.0.1", "'https://[::1]:6443'"})
    void thisMachineIsReachedWithoutTheProxy(String target) {
        assertThat(BY_PROXY.proxyFor(URI.create(target))).isEmpty();
    }

    @Test
    void aPasswordIsNeverPrinted() {
        Connections connections = BY_PROXY.login("me", "s3cr:t/@");
        assertThat(connections + " " + connections.login())
                .doesNotContain("s3cr")
                .contains("me");
        assertThat(connections.proxyWithLogin(URI.create("https://example.com")))
                .contains("http://me:s3cr%3At%2F%40@proxy.example.com:3128");
        assertThat(connections.problems()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws IOException {
        Path key = Files.writeString(
                folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Path damaged = Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Connections wrong = Connections.DEFAULT
                .proxy(URI.create("http://proxy.example.com"))
                .login("me:pw", "pw")
                .noProxy("10.0.0.0/40", "https://x")
                .trust(folder.resolve("missing.pem"))
                .trust(folder)
                .trust(key)
                .trust(damaged);
        assertThat(wrong.problems())
                .allMatch(problem -> !problem.advice().isBlank())
                .extracting(SpecProblem::path)
                .containsExactly(
                        "connections.proxy",
                        "connections.login",
                        "connections.noProxy[3]",
                        "connections.noProxy[4]",
                        "connections.trust[" + folder.resolve("missing.pem") + "]",
                        "connections.trust[" + folder + "]",
                        "connections.trust[" + key + "]",
                        "connections.trust[" + damaged + "]");
        assertThatThrownBy(() -> MeshProvisioner.forRegion("us-west-2")
                        .withName("No Name")
                        .withConnections(c -> wrong)
                        .plan())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("name: ")
                .hasMessageContaining("says no port");
    }

    @ParameterizedTest
    @CsvSource({
        "http://me:hidden@proxy.example.com:3128, login",
        "socks5://proxy.example.com:1080, plain HTTP",
        "https://proxy.example.com:3129, plain HTTP",
        "http:proxy, no host",
    })
    void aProxyThatIsNotOne(String address, String why) {
        assertThat(Connections.DEFAULT.proxy(URI.create(address)).problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.toString()).contains(why).doesNotContain("hidden"));
    }

    @Test
    void whatBelongsToAProxyNeedsOne() {
        assertThat(Connections.DEFAULT.login("me", "pw").noProxy(".internal").problems())
                .extracting(SpecProblem::path)
                .containsExactly("connections.login", "connections.noProxy");
    }

    @Test
    void alsoWhatAsksNoSpecIsRefusedBeforeItBegins() {
        assertThatThrownBy(() -> MeshProvisioner.forRegion("us-west-2")
                        .withConnections(c -> c.proxy(URI.create("http://proxy.example.com")))
                        .meshes())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("connections.proxy");
    }

    @Test
    void aBackendThatCannotBeToldSaysSo() {
        CloudBackend deaf = new CloudBackend() {
            @Override
            public String name() {
                return "deaf";
            }

            @Override
            public io.meshprovisioner.spi.CloudSession open(
                    String region,
                    io.meshprovisioner.spi.CloudAccess access,
                    io.meshprovisioner.time.Time time,
                    io.meshprovisioner.spi.ApiCall.Recorder recorder) {
                throw new AssertionError("nothing is opened");
            }
        };
        assertThatThrownBy(() -> deaf.withConnections(BY_PROXY))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("\"deaf\"");
    }

    @Test
    void theProxyIsNamedWhereNothingAnswers() {
        assertThat(ConnectionTrouble.of(new IOException(new ConnectException("refused")), BY_PROXY))
                .hasValueSatisfying(trouble -> {
                    assertThat(trouble.advice())
                            .contains("proxy.example.com:3128")
                            .contains("noProxy(..)");
                    assertThat(trouble.lasting()).isFalse();
                });
        assertThat(ConnectionTrouble.of(new ConnectException("refused"), Connections.DEFAULT))
                .isEmpty();
        assertThat(ConnectionTrouble.of(new SocketTimeoutException("Read timed out"), BY_PROXY))
                .as("the request may have been sent")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403, true", "407, true", "502, false", "504, false"})
    void whatTheProxyAnswersIsTold(String status, boolean lasting) {
        for (String words : List.of(
                "Unable to tunnel through proxy. Proxy returns \"HTTP/1.1 " + status + " X\"",
                "Unexpected response code for CONNECT: " + status)) {
            assertThat(ConnectionTrouble.of(new IOException(words), BY_PROXY)).hasValueSatisfying(trouble -> {
                assertThat(trouble.what()).contains("proxy.example.com:3128");
                assertThat(trouble.lasting()).isEqualTo(lasting);
            });
        }
    }
}
