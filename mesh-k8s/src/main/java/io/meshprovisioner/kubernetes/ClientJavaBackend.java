package io.meshprovisioner.kubernetes;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.kubernetes.helm.HelmRunner;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.KubernetesBackend;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.time.Time;
import java.util.Objects;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;

/**
 * Kubernetes by the official client-java, Helm by helm-java in a child JVM. Immutable: each {@code with} method gives
 * a changed copy. Holds no connection, thread or process itself; its sessions do, until they are closed.
 */
public final class ClientJavaBackend implements KubernetesBackend {
    private final UnaryOperator<OkHttpClient.Builder> http;
    private final HelmRunner.Factory helm;
    private final Connections connections;

    /** As {@link java.util.ServiceLoader} makes it: over the network, Helm in a child JVM. */
    public ClientJavaBackend() {
        this(UnaryOperator.identity(), HelmRunner.inChildJvm(), Connections.DEFAULT);
    }

    private ClientJavaBackend(
            UnaryOperator<OkHttpClient.Builder> http, HelmRunner.Factory helm, Connections connections) {
        this.http = Objects.requireNonNull(http);
        this.helm = Objects.requireNonNull(helm);
        this.connections = Objects.requireNonNull(connections);
    }

    /**
     * Changes the HTTP client that each session makes, such as by an interceptor that stands in for the network. Our own
     * settings (no silent retries, HTTP/1.1, timeouts, the proxy) are already made and should be left as they are.
     */
    public ClientJavaBackend withHttp(UnaryOperator<OkHttpClient.Builder> customization) {
        return new ClientJavaBackend(customization, helm, connections);
    }

    /** Has Helm run by something else than a child JVM. */
    public ClientJavaBackend withHelm(HelmRunner.Factory runners) {
        return new ClientJavaBackend(http, runners, connections);
    }

    @Override
    public ClientJavaBackend withConnections(Connections said) {
        return new ClientJavaBackend(http, helm, said);
    }

    @Override
    public KubernetesSession open(ApiAccess access, Time time, ApiCall.Recorder recorder) {
        ApiAccess reached = access.connections(connections.overruledBy(access.connections()))
                .withTrustedAuthorities();
        return new ClientJavaSession(reached, time, recorder, http, helm);
    }
}
