package io.meshprovisioner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.connect.ProxyLogin;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways into a cluster that stands. */
class KubeconfigFileTest {
    private static final Instant NOW = Instant.parse("2026-08-01T10:00:00Z");

    private final Time time = Time.system(Clock.fixed(NOW, ZoneOffset.UTC));

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        time.close();
    }

    private Path file(String user) throws IOException {
        Files.writeString(folder.resolve("ca.pem"), "the authority");
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: one
                contexts:
                - {name: one, context: {cluster: here, user: me}}
                - {name: two, context: {cluster: there, user: nobody}}
                clusters:
                - {name: here, cluster: {server: "https://here:6443", certificate-authority: ca.pem}}
                - {name: there, cluster: {server: "https://there", insecure-skip-tls-verify: true}}
                users:
                - name: me
                  user: %s
                - name: nobody
                  user: {}
                """.formatted(user));
    }

    private ApiAccess read(String user) throws IOException {
        return KubeconfigFile.read(file(user), Optional.empty(), time);
    }

    @Test
    void aTokenCountsUntilItIsRefused() throws IOException {
        ApiAccess access = read("{token: abc}");
        assertThat(access.cluster()).isEqualTo("here");
        assertThat(access.endpoint()).hasToString("https://here:6443");
        assertThat(access.certificateAuthority()).isEqualTo("the authority");
        assertThat(access.tokens().mint()).isEqualTo(new ApiAccess.Token("abc", Instant.MAX));
    }

    @Test
    void aTokenFileIsReadAgain() throws IOException {
        ApiAccess access = read("{tokenFile: token}");
        Files.writeString(folder.resolve("token"), "first\n");
        assertThat(access.tokens().mint()).isEqualTo(new ApiAccess.Token("first", NOW.plus(ServiceAccount.READ_AGAIN)));
        Files.writeString(folder.resolve("token"), "second\n");
        assertThat(access.tokens().mint().value()).isEqualTo("second");
    }

    @Test
    void aProgramAnswersAToken() throws IOException {
        String script = "cat <<X\n{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"of $WHO $1\","
                + "\"expirationTimestamp\":\"2026-08-01T10:14:00Z\"}}\nX\n";
        Files.writeString(folder.resolve("program"), script);
        ApiAccess access = read("{exec: {command: sh, args: [program, shop], env: [{name: WHO, value: mine}]}}");
        assertThat(access.tokens().mint())
                .isEqualTo(new ApiAccess.Token("of mine shop", Instant.parse("2026-08-01T10:14:00Z")));
    }

    @Test
    void aProgramThatFailsIsNamed() throws IOException {
        assertThatThrownBy(() -> read("{exec: {command: sh, args: [-c, exit 3]}}")
                        .tokens()
                        .mint())
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("The program sh")
                .hasMessageContaining("It ended with 3.");
        assertThatThrownBy(() ->
                        read("{exec: {command: no-such-program}}").tokens().mint())
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void whatWeDoNotKnowIsRefusedByName() throws IOException {
        assertThatThrownBy(() -> read("{client-certificate-data: eA==, client-key-data: eA==}"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("users[me]")
                .hasMessageContaining("client-certificate-data")
                .hasMessageContaining("kubectl create token");
        assertThatThrownBy(() -> KubeconfigFile.read(file("{token: x}"), Optional.of("three"), time))
                .hasMessageContaining("There is no context named \"three\". Choose among [one, two].");
        assertThatThrownBy(() -> KubeconfigFile.read(file("{token: x}"), Optional.of("two"), time))
                .hasMessageContaining("insecure-skip-tls-verify");
        assertThatThrownBy(() -> KubeconfigFile.read(folder.resolve("none"), Optional.empty(), time))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void itsProxyIsItsOwn() throws IOException {
        Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                current-context: c
                contexts: [{name: c, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "https://127.0.0.1:6443", proxy-url: "http://me:p%40ss@proxy.example.com"}}]
                users: [{name: me, user: {token: abc}}]
                """);
        ApiAccess access = KubeconfigFile.read(folder.resolve("config"), Optional.empty(), time);
        Connections ours = Connections.DEFAULT
                .proxy(URI.create("http://other.example.com:3128"))
                .noProxy("127.0.0.1")
                .trust(folder.resolve("company.pem"));
        Connections way = ours.overruledBy(access.connections());
        assertThat(way.proxyFor(access.endpoint())).contains(URI.create("http://proxy.example.com:80"));
        assertThat(way.login()).contains(new ProxyLogin("me", "p@ss"));
        assertThat(way.proxyWithLogin(access.endpoint())).contains("http://me:p%40ss@proxy.example.com:80");
        assertThat(way.trusted()).containsExactly(folder.resolve("company.pem"));
        assertThat(access + " " + way + " " + way.login())
                .doesNotContain("p@ss")
                .doesNotContain("p%40ss");
    }

    @Test
    void aProxyThatIsNotOneIsRefusedWithoutItsLogin() throws IOException {
        for (String proxy : List.of("socks5://me:secret@proxy.example.com:1080", "http://me:secret@ proxy")) {
            Files.writeString(folder.resolve("config"), """
                    current-context: c
                    contexts: [{name: c, context: {cluster: here, user: me}}]
                    clusters: [{name: here, cluster: {server: "https://127.0.0.1:6443", proxy-url: "%s"}}]
                    users: [{name: me, user: {token: abc}}]
                    """.formatted(proxy));
            assertThatThrownBy(() -> KubeconfigFile.read(folder.resolve("config"), Optional.empty(), time))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("clusters[here].proxy-url")
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
    }

    @Test
    void aPodsServiceAccount() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), "pem");
        Files.writeString(folder.resolve("token"), "of the pod");
        ApiAccess access = new ServiceAccount(
                        Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443"), folder)
                .access(time);
        assertThat(access.endpoint()).hasToString("https://[fd00::1]:6443");
        assertThat(access.tokens().mint().value()).isEqualTo("of the pod");
        assertThatThrownBy(() -> new ServiceAccount(Map.of(), folder).access(time))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("does not run in a pod");
    }
}
