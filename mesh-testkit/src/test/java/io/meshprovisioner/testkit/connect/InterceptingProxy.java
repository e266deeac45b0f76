package io.meshprovisioner.testkit.connect;

import io.meshprovisioner.testkit.kube.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A proxy of a company that looks into everything: it takes CONNECT, shows a certificate of an authority of its own
 * whatever the target, and speaks to the target for the client. Targets are ports of this machine, whatever their host.
 */
public final class InterceptingProxy implements AutoCloseable {
    private static final Pattern CONNECT = Pattern.compile("CONNECT (\\S+):(\\d+) HTTP/1\\.1\r\n");
    private static final Pattern AGENT = Pattern.compile("(?i)\r\nUser-Agent: ([A-Za-z-]+)");
    private static final Pattern LOGIN = Pattern.compile("(?i)\r\nProxy-Authorization: (.*)\r\n");
    private static final long PATIENCE = 5_000;

    private final ServerCertificate certificate = ServerCertificate.create("charts.example.test");
    private final ServerSocket listener;
    private final Map<Integer, SocketFactory> secure = new ConcurrentHashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final Set<String> agents = ConcurrentHashMap.newKeySet();
    private final List<String> leaked = new CopyOnWriteArrayList<>();
    private volatile Optional<String> login = Optional.empty();

    private InterceptingProxy(ServerSocket listener) {
        this.listener = listener;
    }

    public static InterceptingProxy start() throws IOException {
        InterceptingProxy proxy = new InterceptingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        proxy.run("accept", proxy::accept);
        return proxy;
    }

    /** Asks everybody for this login from now on. */
    public InterceptingProxy wanting(String user, String password) {
        login = Optional.of("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Speaks TLS to the target on this port, which has this authority; to others it speaks in plain text. */
    public InterceptingProxy speakingTls(int port, String authority) throws Exception {
        secure.put(port, trusting(authority));
        return this;
    }

    private static SSLSocketFactory trusting(String pem) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The authority's certificate. */
    public String pem() {
        return certificate.pem();
    }

    /** Each tunnel that was opened, as {@code host:port}. */
    public List<String> targets() {
        return targets;
    }

    /** The programs whose requests came through, as they call themselves, without their versions. */
    public Set<String> agents() {
        return agents;
    }

    /** Logins at the proxy that were sent on to targets. */
    public List<String> leaked() {
        return leaked;
    }

    private void run(String what, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "intercepting-proxy-" + what);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                run("client", () -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try {
            String head = head(client.getInputStream());
            Matcher connect = CONNECT.matcher(head);
            if (!connect.lookingAt()) {
                answer(client, "405 Method Not Allowed", "");
                return;
            }
            Matcher said = LOGIN.matcher(head);
            if (login.isPresent() && !(said.find() && login.get().equals(said.group(1)))) {
                answer(client, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"company\"\r\n");
                return;
            }
            targets.add(connect.group(1) + ":" + connect.group(2));
            client.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            intercept(client, Integer.parseInt(connect.group(2)));
        } catch (IOException e) {
            // Somebody went: the other is told by the end of its connection.
        } finally {
            close(client);
        }
    }

    private void intercept(Socket client, int port) throws IOException {
        SSLSocket open =
                (SSLSocket) certificate.context().getSocketFactory().createSocket(client, (InputStream) null, true);
        sockets.add(open);
        open.startHandshake();
        Socket target = secure.getOrDefault(port, SocketFactory.getDefault()).createSocket("127.0.0.1", port);
        sockets.add(target);
        run("answers", () -> pump(target, open, false));
        pump(open, target, true);
    }

    private void pump(Socket from, Socket to, boolean requests) {
        try {
            byte[] buffer = new byte[16_384];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (requests) {
                    look(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // as above
        } finally {
            close(from);
            close(to);
        }
    }

    private void look(String request) {
        Matcher agent = AGENT.matcher(request);
        if (agent.find()) {
            agents.add(agent.group(1));
        }
        Matcher secret = LOGIN.matcher(request);
        if (secret.find()) {
            leaked.add(secret.group(1));
        }
    }

    private static void answer(Socket client, String status, String header) throws IOException {
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\n" + header + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The client went.");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        new ArrayList<>(sockets).forEach(this::close);
        for (Thread thread : new ArrayList<>(threads)) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
