package io.meshprovisioner.spi;

/**
 * A port that a pod listens on.
 *
 * @param path where to begin, such as {@code /kiali}
 */
public record PodPort(String namespace, String pod, int port, String path) {
    @Override
    public String toString() {
        return "port " + port + " of pod " + namespace + "/" + pod;
    }
}
