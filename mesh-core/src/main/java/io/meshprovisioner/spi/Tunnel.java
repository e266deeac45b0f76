package io.meshprovisioner.spi;

/** A port of this machine, reached from this machine alone, behind which a pod's port is. */
public interface Tunnel extends AutoCloseable {
    int localPort();

    /** Ends the connections through it, and every thread and socket of it. */
    @Override
    void close();
}
