package io.meshprovisioner.connect;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** The JDK's connections, made as {@link Connections} say. Reads the PEM files once; holds nothing open. */
public final class UrlConnections {
    private final Connections connections;
    private final Optional<SSLSocketFactory> trusting;
    private final Optional<SSLSocketFactory> tunnels;

    /** @param connections without problems */
    public UrlConnections(Connections connections) {
        this.connections = connections;
        this.trusting = connections.trusted().isEmpty()
                ? Optional.empty()
                : Optional.of(Authorities.sockets(connections.trusted()));
        this.tunnels = connections.proxyAuthorization().flatMap(login -> connections
                .proxy()
                .map(proxy -> new TunnelSockets(
                        trusting.orElseGet(HttpsURLConnection::getDefaultSSLSocketFactory), proxy, login)));
    }

    /** A connection to an address, not opened yet. */
    public URLConnection to(URI address) throws IOException {
        boolean byLogin = tunnels.isPresent() && connections.proxyFor(address).isPresent();
        boolean tls = "https".equals(address.getScheme());
        Optional<Proxy> proxy = byLogin && tls ? Optional.of(Proxy.NO_PROXY) : connections.proxyOfTheJdk(address);
        URLConnection connection = proxy.isEmpty()
                ? address.toURL().openConnection()
                : address.toURL().openConnection(proxy.get());
        if (connection instanceof HttpsURLConnection secure) {
            (byLogin ? tunnels : trusting).ifPresent(secure::setSSLSocketFactory);
        } else if (byLogin) {
            connections
                    .proxyAuthorization()
                    .ifPresent(login -> connection.setRequestProperty("Proxy-Authorization", login));
        }
        return connection;
    }
}
