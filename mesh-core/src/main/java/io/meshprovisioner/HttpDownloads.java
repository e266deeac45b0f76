package io.meshprovisioner;

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

/** By the JDK's URL connections: its proxies, its trust store, no thread of its own. */
final class HttpDownloads implements Downloads {
    private static final int TIMEOUT = (int) Duration.ofSeconds(30).toMillis();
    private static final int MOST_REDIRECTS = 5;

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
            URLConnection connection = next.toURL().openConnection();
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
            int status = http.getResponseCode();
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
}
