package io.meshprovisioner.testkit.charts;

import io.meshprovisioner.spi.Downloads;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/** Downloads over real HTTP that go to the sandbox, whatever host they are meant for; nothing leaves the machine. */
public final class SandboxDownloads implements Downloads {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final URI server;

    /** @param server where a {@link ContentServer} listens */
    public SandboxDownloads(URI server) {
        this.server = server;
    }

    @Override
    public InputStream open(URI address) throws IOException {
        String path = "/" + address.getScheme() + "/" + address.getRawAuthority() + address.getRawPath();
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(server + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
            connection.disconnect();
            throw new FileNotFoundException("There is nothing at " + address + " (HTTP " + status + ").");
        }
        if (status != HttpURLConnection.HTTP_OK) {
            connection.disconnect();
            throw new IOException(address + " answered HTTP " + status + ".");
        }
        return connection.getInputStream();
    }
}
