package io.meshprovisioner.benchmarks;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.Request;
import okhttp3.Response;

/** Plain reads over client-java's HTTP stack, without its models: the server is measured, not the parser. */
final class ApiReader implements AutoCloseable {
    private final ApiClient client;
    private final String authorization;

    private ApiReader(ApiClient client, String authorization) {
        this.client = client;
        this.authorization = authorization;
    }

    static ApiReader of(Path kubeconfig) throws IOException {
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            String token =
                    java.util.Objects.requireNonNull(config.getCredentials()).get("token");
            return new ApiReader(ClientBuilder.kubeconfig(config).build(), "Bearer " + token);
        }
    }

    int get(String path) throws IOException {
        Request request = new Request.Builder()
                .url(client.getBasePath() + path)
                .header("Authorization", authorization)
                .build();
        try (Response response = client.getHttpClient().newCall(request).execute()) {
            if (response.code() != 200) {
                throw new IOException(path + " answered HTTP " + response.code() + ".");
            }
            return java.util.Objects.requireNonNull(response.body()).bytes().length;
        }
    }

    @Override
    public void close() {
        client.getHttpClient().dispatcher().executorService().shutdown();
        client.getHttpClient().connectionPool().evictAll();
    }
}
