package io.meshprovisioner.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.meshprovisioner.spi.ApiAccess;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An HTTPS server that answers as a test tells it to, and remembers what it was asked. */
public final class ScriptedApi implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String certificate;
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile Handler handler = (exchange, request) -> Reply.status(404, "NotFound", "nothing here");

    public ScriptedApi() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=scripted");
            Instant now = Instant.now();
            X509Certificate x509 = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(now.minus(Duration.ofHours(1))),
                                    Date.from(now.plus(Duration.ofHours(1))),
                                    name,
                                    pair.getPublic())
                            .addExtension(
                                    Extension.subjectAlternativeName,
                                    false,
                                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            this.certificate = "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(x509.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", pair.getPrivate(), new char[0], new X509Certificate[] {x509});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.setExecutor(threads);
            server.createContext("/", this::serve);
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public ScriptedApi answering(Handler newHandler) {
        this.handler = newHandler;
        return this;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** With a new token at each minting: token-1, token-2, ... */
    public ApiAccess access(Supplier<Instant> expires) {
        return new ApiAccess(
                "scripted",
                URI.create("https://127.0.0.1:" + server.getAddress().getPort()),
                certificate,
                "1.35",
                () -> new ApiAccess.Token("token-" + tokens.incrementAndGet(), expires.get()));
    }

    public ApiAccess access() {
        return access(() -> Instant.now().plus(Duration.ofMinutes(14)));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked request = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestURI().getQuery()),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(request);
            Reply reply = handler.handle(exchange, request);
            if (reply == null) {
                return; // closing the exchange unanswered drops the connection
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Null drops the connection without an answer. */
    @FunctionalInterface
    public interface Handler {
        Reply handle(HttpExchange exchange, Asked request) throws IOException, InterruptedException;
    }

    public record Asked(
            String method, String path, String query, String token, String contentType, String userAgent, String body) {
        public String line() {
            return method + " " + path;
        }
    }

    public record Reply(int status, String body, Map<String, String> headers) {
        public static Reply ok(String body) {
            return new Reply(200, body, Map.of());
        }

        public static Reply status(int code, String reason, String message) {
            return status(code, reason, message, "");
        }

        /** @param causes JSON objects, separated by commas */
        public static Reply status(int code, String reason, String message, String causes) {
            return new Reply(code, """
                    {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"%s","message":"%s","code":%d,
                     "details":{"causes":[%s]}}""".formatted(reason, message, code, causes), Map.of());
        }

        public Reply header(String name, String value) {
            return new Reply(status, body, Map.of(name, value));
        }
    }
}
