package io.meshprovisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.connect.ProxyLogin;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.RegistryLogin;
import io.meshprovisioner.testkit.connect.InterceptingProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts from a host that only the proxy knows. */
class DownloadsByProxyTest {
    @TempDir
    Path folder;

    private HttpServer store;
    private InterceptingProxy proxy;
    private Path authority;
    private URI chart;

    @BeforeEach
    void start() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            byte[] body = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        store.start();
        proxy = InterceptingProxy.start();
        authority = Files.writeString(folder.resolve("company.pem"), proxy.pem());
        chart = URI.create("https://charts.example.test:" + store.getAddress().getPort() + "/base-1.0.0.tgz");
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        store.stop(0);
    }

    private static Downloads by(Connections connections) {
        return new HttpDownloads().withConnections(connections);
    }

    private Connections trusting() {
        return Connections.DEFAULT.proxy(proxy.address()).trust(authority);
    }

    private String get(Downloads downloads) throws IOException {
        try (InputStream in = downloads.open(chart, Map.of("Authorization", "Bearer of-the-store"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void byTheProxyWithAndWithoutALogin() throws IOException {
        assertThat(get(by(trusting()))).isEqualTo("Bearer of-the-store");
        proxy.wanting("me", "it's:p@ss");
        assertThat(get(by(trusting().login("me", "it's:p@ss")))).isEqualTo("Bearer of-the-store");
        assertThat(proxy.targets()).hasSize(2).containsOnly(chart.getAuthority());
        assertThat(proxy.leaked()).isEmpty();
    }

    @Test
    void cacheAndLoginsStand() throws IOException {
        RegistryLogin login = RegistryLogin.of("charts.example.test", "robot", "pw");
        Downloads cached = new CachedDownloads(
                        folder.resolve("cache"), new LoggedInDownloads(new HttpDownloads(), login))
                .withConnections(trusting());
        assertThat(get(cached)).isEqualTo(get(cached));
        assertThat(proxy.targets()).hasSize(1);
        assertThat(cached.login("charts.example.test")).contains(login);
    }

    @Test
    void whatStandsInTheWayIsTold() throws IOException {
        assertThatThrownBy(() -> get(by(Connections.DEFAULT.proxy(proxy.address()))))
                .isInstanceOfSatisfying(Downloads.UnreachedException.class, failure -> {
                    assertThat(failure.trouble().lasting()).isTrue();
                    assertThat(failure.trouble().advice()).contains("withConnections(c -> c.trust(");
                })
                .hasMessageContaining("charts.example.test");
        proxy.wanting("me", "right");
        assertThatThrownBy(() -> get(by(trusting())))
                .isInstanceOf(Downloads.UnreachedException.class)
                .hasMessageContaining("wants a login");
        assertThatThrownBy(() -> get(by(trusting().login("me", "wr0ng"))))
                .isInstanceOf(Downloads.UnreachedException.class)
                .hasMessageContaining("does not accept the login of me")
                .hasMessageNotContaining("wr0ng");
        proxy.close();
        for (Optional<ProxyLogin> login :
                List.of(Optional.<ProxyLogin>empty(), Optional.of(new ProxyLogin("me", "pw")))) {
            Connections dead = new Connections(trusting().proxy(), login, List.of(), List.of(authority));
            assertThatThrownBy(() -> get(by(dead)))
                    .isInstanceOfSatisfying(Downloads.UnreachedException.class, failure -> assertThat(
                                    failure.trouble().advice())
                            .contains("Check that the proxy 127.0.0.1:"));
        }
    }
}
