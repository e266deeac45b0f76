package io.meshprovisioner;

import io.meshprovisioner.spi.PodPort;
import io.meshprovisioner.spi.Tunnel;
import java.net.URI;

/**
 * A port of this machine behind which something in the mesh is, until it is closed. Only programs on this machine reach it;
 * whoever they are, they come with the rights of whom it opened.
 */
public final class LocalForward implements AutoCloseable {
    private final Tunnel tunnel;
    private final PodPort to;
    private final AutoCloseable session;

    LocalForward(Tunnel tunnel, PodPort to, AutoCloseable session) {
        this.tunnel = tunnel;
        this.to = to;
        this.session = session;
    }

    /** Where a browser begins. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port() + to.path());
    }

    public int port() {
        return tunnel.localPort();
    }

    /** Ends the connections through it and frees everything; closing twice is fine. */
    @Override
    public void close() {
        try {
            session.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Closing a tunnel throws nothing else.", e);
        }
    }

    @Override
    public String toString() {
        return uri() + " to " + to;
    }
}
