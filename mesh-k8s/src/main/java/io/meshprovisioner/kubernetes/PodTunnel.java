package io.meshprovisioner.kubernetes;

import io.kubernetes.client.PortForward;
import io.kubernetes.client.PortForward.PortForwardResult;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.spi.PodPort;
import io.meshprovisioner.spi.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket on 127.0.0.1, and for each connection to it a port-forward of client-java's. One thread takes connections, two
 * more carry each; all end with it.
 */
final class PodTunnel implements Tunnel {
    private static final Logger LOG = LoggerFactory.getLogger(PodTunnel.class);
    private static final int BACKLOG = 50;
    private static final long PATIENCE = 5_000;

    private final ApiClient client;
    private final PodPort to;
    private final ServerSocket listener;
    private final Consumer<PodTunnel> onClose;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    private PodTunnel(ApiClient client, PodPort to, ServerSocket listener, Consumer<PodTunnel> onClose) {
        this.client = client;
        this.to = to;
        this.listener = listener;
        this.onClose = onClose;
    }

    /** @param client that may upgrade connections */
    static PodTunnel open(ApiClient client, PodPort to, Consumer<PodTunnel> onClose) {
        try {
            PodTunnel tunnel =
                    new PodTunnel(client, to, new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), onClose);
            tunnel.start("accept", tunnel::accept);
            return tunnel;
        } catch (IOException e) {
            throw new ServiceFailureException(
                    Failure.of("No port of this machine can be opened for " + to + ".", "Free some, and try again.")
                            .at(to)
                            .because(String.valueOf(e.getMessage()))
                            .causedBy(e));
        }
    }

    @Override
    public int localPort() {
        return listener.getLocalPort();
    }

    private void start(String what, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "mesh-tunnel-" + localPort() + "-" + what);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Connection connection = new Connection(listener.accept());
                connections.add(connection);
                int number = count.incrementAndGet();
                start("out-" + number, () -> connection.carry(number));
            } catch (IOException e) {
                // The listener was closed, which is how this ends.
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        quietly(listener);
        connections.forEach(Connection::close);
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        onClose.accept(this);
    }

    private static void quietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            LOG.debug("Closing failed", e);
        }
    }

    /** One socket and one port-forward. */
    private final class Connection {
        private final Socket socket;
        private volatile @Nullable PortForwardResult forward;

        Connection(Socket socket) {
            this.socket = socket;
        }

        void carry(int number) {
            try {
                PortForwardResult made = new PortForward(client).forward(to.namespace(), to.pod(), List.of(to.port()));
                forward = made;
                if (!closed) {
                    start("in-" + number, () -> bring(made));
                    copy(socket.getInputStream(), made.getOutboundStream(to.port()));
                }
            } catch (IOException | ApiException | RuntimeException e) {
                LOG.debug("A connection through {} ended", to, e);
            } finally {
                // The protocol cannot end one direction alone.
                close();
            }
        }

        private void bring(PortForwardResult from) {
            try {
                copy(from.getInputStream(to.port()), socket.getOutputStream());
            } catch (IOException | RuntimeException e) {
                LOG.debug("A connection through {} ended", to, e);
            } finally {
                close();
            }
        }

        void close() {
            connections.remove(this);
            quietly(socket);
            PortForwardResult open = forward;
            if (open != null) {
                quietly(open);
            }
        }
    }

    /** What has come is sent on at once. */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }
}
