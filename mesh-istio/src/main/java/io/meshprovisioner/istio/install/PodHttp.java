package io.meshprovisioner.istio.install;

import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.PodPort;
import io.meshprovisioner.spi.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks programs in pods by HTTP, as who comes from the pod itself. */
record PodHttp(KubernetesSession session) {
    private static final int TIMEOUT = (int) Duration.ofSeconds(20).toMillis();
    private static final int LARGEST = 64 << 20;

    /** @throws IOException when there is no answer, or one that is no success */
    String get(PodPort at) throws IOException {
        try (Tunnel tunnel = session.tunnel(at)) {
            return get(URI.create("http://127.0.0.1:" + tunnel.localPort() + at.path()));
        }
    }

    private static String get(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT);
        connection.setReadTimeout(TIMEOUT);
        connection.setRequestProperty("Connection", "close");
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException(address.getPath() + " answered HTTP " + connection.getResponseCode());
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
