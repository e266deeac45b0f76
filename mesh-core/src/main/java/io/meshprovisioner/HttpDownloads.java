package io.meshprovisioner;

import io.meshprovisioner.connect.ConnectionTrouble;
import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.connect.UrlConnections;
import io.meshprovisioner.spi.Downloads;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** By the JDK's URL connections: its proxies and its trust store where nothing else is said, no thread of its own. */
final class HttpDownloads implements Downloads {
    private static final int TIMEOUT = (int) Duration.ofSeconds(30).toMillis();
    private static final int MOST_REDIRECTS = 5;

    private final Connections connections;
    private final UrlConnections opened;

    HttpDownloads() {
        this(Connections.DEFAULT);
    }

    private HttpDownloads(Connections connections) {
        this.connections = connections;
        this.opened = new UrlConnections(connections);
    }

    @Override
    public Downloads withConnections(Connections said) {
        return new HttpDownloads(said);
    }

    @Override
    public InputStream open(URI address) throws IOException {
        return open(address, Map.of());
    }

    /** Another host is not told the token: a registry's redirect to its store carries what that one needs. */
    @Override
    public InputStream open(URI address, Map<String, String> headers) throws IOException {
        if ("file".equals(address.getScheme())) {
            return Files.newInputStream(Path.of(address));
        }
        URI next = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            URLConnection connection = opened.to(next);
            connection.setConnectTimeout(TIMEOUT);
            connection.setReadTimeout(TIMEOUT);
            if (!(connection instanceof HttpURLConnection http)) {
                throw new IOException(address + " is neither http nor https nor file.");
            }
            if (String.valueOf(next.getAuthority()).equals(address.getAuthority())) {
                headers.forEach(connection::setRequestProperty);
            }
            // Redirects from one scheme to another are not followed by the JDK itself.
            http.setInstanceFollowRedirects(false);
            int status = status(http, next);
            String location = http.getHeaderField("Location");
            if (status / 100 == 3 && location != null) {
                next = next.resolve(location);
                if ("http".equals(next.getScheme()) && "https".equals(address.getScheme())) {
                    throw new IOException(address + " redirects from https to http (" + next + "), which is refused.");
                }
            } else if (status == HttpURLConnection.HTTP_OK) {
                return http.getInputStream();
            } else if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
                String challenge = http.getHeaderField("WWW-Authenticate");
                throw new UnauthorizedException(address, challenge == null ? "" : challenge);
            } else if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new FileNotFoundException(address + " is not there (HTTP 404).");
            } else {
                throw new IOException(address + " answered HTTP " + status + ".");
            }
        }
        throw new IOException(address + " redirects more than " + MOST_REDIRECTS + " times.");
    }

    private int status(HttpURLConnection http, URI address) throws IOException {
        try {
            int status = http.getResponseCode();
            // The JDK hands on what the proxy itself answers, where it knows no login.
            if (status == HttpURLConnection.HTTP_PROXY_AUTH) {
                throw new IOException("HTTP 407, Proxy Authentication Required");
            }
            return status;
        } catch (IOException e) {
            var trouble = ConnectionTrouble.of(e, connections.towards(address));
            throw trouble.isPresent() ? new UnreachedException(address, trouble.get(), e) : e;
        }
    }
}
