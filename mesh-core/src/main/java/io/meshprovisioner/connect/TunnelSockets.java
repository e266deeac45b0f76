package io.meshprovisioner.connect;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS by a proxy that wants a login. The JDK sends none by the scheme Basic on the way to TLS, and no header of ours either,
 * unless the whole JVM was started with {@code jdk.http.auth.tunneling.disabledSchemes=}: so the tunnel is opened here, and
 * the JDK takes the socket for one that leads straight to the target.
 */
final class TunnelSockets extends SSLSocketFactory {
    private final SSLSocketFactory tls;
    private final URI proxy;
    private final String authorization;

    TunnelSockets(SSLSocketFactory tls, URI proxy, String authorization) {
        this.tls = tls;
        this.proxy = proxy;
        this.authorization = authorization;
    }

    /** What {@code HttpsURLConnection} connects, before it lays TLS over it. */
    @Override
    public Socket createSocket() {
        return new TunnelSocket(proxy, authorization);
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
        return tls.createSocket(below, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw past();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw past();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw past();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw past();
    }

    private IOException past() {
        return new ConnectException("Nothing goes past the proxy " + Connections.place(proxy) + ".");
    }

    /** Connects to the proxy and has it open a tunnel to whatever it is told to connect to. */
    private static final class TunnelSocket extends Socket {
        private static final int PATIENCE = (int) Duration.ofSeconds(30).toMillis();
        private static final int LONGEST_HEAD = 32 << 10;

        private final URI proxy;
        private final String authorization;

        TunnelSocket(URI proxy, String authorization) {
            super(Proxy.NO_PROXY);
            this.proxy = proxy;
            this.authorization = authorization;
        }

        @Override
        public void connect(SocketAddress target) throws IOException {
            connect(target, 0);
        }

        @Override
        public void connect(SocketAddress target, int timeout) throws IOException {
            super.connect(new InetSocketAddress(proxy.getHost(), proxy.getPort()), timeout);
            try {
                setSoTimeout(PATIENCE);
                open((InetSocketAddress) target);
                setSoTimeout(0);
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        /** By its name: the proxy may know hosts that nobody here does. */
        private void open(InetSocketAddress target) throws IOException {
            String name = target.getHostString();
            String place = (name.contains(":") ? "[" + name + "]" : name) + ":" + target.getPort();
            getOutputStream()
                    .write(("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\nProxy-Authorization: "
                                    + authorization + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String status = head(getInputStream()).lines().findFirst().orElse("");
            if (!status.matches("HTTP/1\\.\\d 2\\d\\d.*")) {
                // In the JDK's words for the same.
                throw new ConnectException("Unable to tunnel through proxy. Proxy returns \"" + status + "\"");
            }
        }

        /** Not a byte more: what follows is TLS. */
        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
                int next = in.read();
                if (next < 0 || head.length() == LONGEST_HEAD) {
                    throw new ConnectException("The proxy did not say whether it leads there.");
                }
                head.append((char) next);
            }
            return head.toString();
        }
    }
}
