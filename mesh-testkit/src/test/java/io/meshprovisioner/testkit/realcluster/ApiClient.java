package io.meshprovisioner.testkit.realcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A Kubernetes API as a client without any Kubernetes library sees it. */
public final class ApiClient {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String server;
    private final String token;
    private final HttpClient client;

    private ApiClient(String server, String token, HttpClient client) {
        this.server = server;
        this.token = token;
        this.client = client;
    }

    /** Of a kubeconfig's first cluster and first user, who has a token. */
    public static ApiClient of(Path kubeconfig) throws IOException, GeneralSecurityException {
        JsonNode config = YAML.readTree(Files.readString(kubeconfig));
        JsonNode cluster = config.at("/clusters/0/cluster");
        byte[] authority = cluster.has("certificate-authority")
                ? Files.readAllBytes(
                        Path.of(cluster.get("certificate-authority").asText()))
                : Base64.getDecoder()
                        .decode(cluster.get("certificate-authority-data").asText());
        return new ApiClient(
                cluster.get("server").asText(),
                config.at("/users/0/user/token").asText(),
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting(authority))
                        .build());
    }

    private static SSLContext trusting(byte[] authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate one :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(authority))) {
            store.setCertificateEntry("authority-" + ++count, one);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Sends one request and reads the answer to its end. */
    public HttpResponse<byte[]> call(String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
