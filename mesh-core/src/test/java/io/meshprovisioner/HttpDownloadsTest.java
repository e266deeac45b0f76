package io.meshprovisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshprovisioner.spi.Downloads.UnauthorizedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** G2.1: charts from where the JVM's proxies, redirects and logins lead. */
class HttpDownloadsTest {
    private static final Map<String, String> TOKEN = Map.of("Authorization", "Bearer secret");

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(exchange.getRequestURI() + " " + (token == null ? "without" : "with") + " token");
        String path = exchange.getRequestURI().getPath();
        int status = 200;
        if (path.startsWith("/moved")) {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.2:" + port() + "/store");
            status = 302;
        } else if (path.startsWith("/missing")) {
            status = 404;
        } else if (path.startsWith("/closed")) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"r\"");
            status = 401;
        }
        byte[] body = path.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, status == 200 ? body.length : -1);
        if (status == 200) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private URI at(String path) {
        return URI.create("http://" + server.getAddress().getHostString() + ":" + port() + path);
    }

    private static String text(InputStream from) throws IOException {
        try (from) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theProxyOfTheJvmIsUsed() throws IOException {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(ProxySelector.of(server.getAddress()));
        try {
            URI chart = URI.create("http://charts.example.invalid/index.yaml");
            assertThat(text(new HttpDownloads().open(chart))).isEqualTo("/index.yaml");
        } finally {
            ProxySelector.setDefault(before);
        }
        assertThat(asked).containsExactly("http://charts.example.invalid/index.yaml without token");
    }

    @Test
    void anotherHostIsNotToldTheToken() throws IOException {
        HttpServer store = HttpServer.create(new InetSocketAddress("127.0.0.2", port()), 0);
        store.createContext("/", this::answer);
        store.start();
        try {
            assertThat(text(new HttpDownloads().open(at("/moved"), TOKEN))).isEqualTo("/store");
        } finally {
            store.stop(0);
        }
        assertThat(asked).containsExactly("/moved with token", "/store without token");
    }

    @Test
    void whatIsNotToBeHadIsSaid() {
        assertThatThrownBy(() -> new HttpDownloads().open(at("/missing")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("HTTP 404");
        assertThatThrownBy(() -> new HttpDownloads().open(at("/closed"))).isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> new HttpDownloads().open(URI.create("ftp://example.com/x")))
                .isInstanceOf(IOException.class);
    }
}
