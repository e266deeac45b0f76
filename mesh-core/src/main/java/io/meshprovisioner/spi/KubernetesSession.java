package io.meshprovisioner.spi;

import io.meshprovisioner.plan.Permit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One Kubernetes API. All methods make calls and block; they fail as
 * {@link io.meshprovisioner.plan.CallFailure} where trying again may help and as
 * {@link io.meshprovisioner.error.MeshException} where not. Safe for use by many threads.
 */
public interface KubernetesSession extends AutoCloseable {

    /** The server's version, such as {@code v1.35.2-eks-1234}. */
    String serverVersion();

    Optional<Manifest> get(ObjectKey key);

    /**
     * Lists a kind; an unknown kind lists as empty.
     *
     * @param namespace empty: all namespaces
     * @param labelSelector empty: no restriction
     */
    List<Manifest> list(String apiVersion, String kind, Optional<String> namespace, String labelSelector);

    /** Server-side apply of one object. */
    Manifest apply(Manifest manifest, ApplyOptions options, Permit permit);

    /**
     * Creates one object.
     *
     * @return false when it exists already, whatever it looks like
     */
    boolean create(Manifest manifest, Permit permit);

    /** Deletes in the background; false when it was absent. */
    boolean delete(ObjectKey key, Permit permit);

    /** JSON merge patch of an object that exists. */
    Manifest patch(ObjectKey key, String mergePatchJson, Permit permit);

    /** What a container of a pod has written so far, a mebibyte of it at most; empty where it has not started. */
    String log(String namespace, String pod, String container);

    /**
     * Opens a port of this machine behind which a pod's port is, as {@code kubectl port-forward} does, through the API alone.
     * Ends with what it gives, or with this session.
     */
    default Tunnel tunnel(PodPort to) {
        throw new UnsupportedOperationException("This session reaches no ports of pods: " + to);
    }

    /** Helm's releases in this cluster. */
    Charts charts();

    /** Calls {@code onEvent} for each change of a kind until closed; for users, never for the engine. */
    AutoCloseable watch(String apiVersion, String kind, Optional<String> namespace, Consumer<WatchEvent> onEvent);

    /**
     * Ends what is under way outside this JVM: a Helm operation fails at once, where waiting for its end could take
     * {@link #HELM_TIMEOUT}. Called, from any thread, when a run is cancelled or out of time; must not block. The
     * session stays usable.
     */
    default void interrupt() {}

    @Override
    void close();

    /**
     * An object's address.
     *
     * @param namespace empty for cluster-scoped kinds
     */
    record ObjectKey(String apiVersion, String kind, Optional<String> namespace, String name) {
        public static ObjectKey of(String apiVersion, String kind, String namespace, String name) {
            return new ObjectKey(apiVersion, kind, Optional.of(namespace), name);
        }

        public static ObjectKey of(Manifest manifest) {
            return new ObjectKey(manifest.apiVersion(), manifest.kind(), manifest.namespace(), manifest.name());
        }

        /** An object without a namespace. */
        public static ObjectKey cluster(String apiVersion, String kind, String name) {
            return new ObjectKey(apiVersion, kind, Optional.empty(), name);
        }

        @Override
        public String toString() {
            return kind + " " + namespace.map(value -> value + "/").orElse("") + name;
        }
    }

    /**
     * @param fieldManager who owns the applied fields
     * @param force take fields over from other managers
     * @param dryRun the server answers as if, and keeps nothing
     */
    record ApplyOptions(String fieldManager, boolean force, boolean dryRun) {
        /** As this library applies: its own manager, taking fields over. */
        public static final ApplyOptions OURS = new ApplyOptions("mesh-provisioner", true, false);
    }

    /** @param type ADDED, MODIFIED, DELETED */
    record WatchEvent(String type, Manifest object) {}

    /** How long Helm may take for one operation when nothing else is said. */
    Duration HELM_TIMEOUT = Duration.ofMinutes(5);
}
