package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A VirtualService, names completed and delegates merged, or what another kind means as one.
 *
 * @param gateways full names ({@code namespace/name}) and {@code mesh}; never empty
 * @param exportTo as written; empty for the mesh's default
 * @param http in order
 * @param created the oldest counts first
 * @param object where it comes from
 * @param semantics whose rules hold where the kinds differ
 */
public record Rules(
        String namespace,
        String name,
        List<String> hosts,
        List<String> gateways,
        List<String> exportTo,
        List<HttpRule> http,
        List<StreamRule> tls,
        List<StreamRule> tcp,
        Instant created,
        ConfigObject object,
        Semantics semantics) {
    /** The gateway that means all sidecars. */
    public static final String MESH = "mesh";

    static final Comparator<Rules> BY_AGE =
            Comparator.comparing(Rules::created).thenComparing(Rules::name).thenComparing(Rules::namespace);

    /** Whose rules hold. */
    public enum Semantics {
        ISTIO,
        INGRESS,
        GATEWAY_API
    }

    /** Whether it is only for others to delegate to. */
    boolean isDelegate() {
        return hosts.isEmpty();
    }

    Rules http(List<HttpRule> changed) {
        return new Rules(
                namespace, name, hosts, gateways, exportTo, List.copyOf(changed), tls, tcp, created, object, semantics);
    }

    /** Whether it is the same object's. */
    public boolean isSame(Rules other) {
        return name.equals(other.name) && namespace.equals(other.namespace);
    }

    /** Of the name alone, so that long rules are no slower as keys. */
    @Override
    public int hashCode() {
        return 31 * namespace.hashCode() + name.hashCode();
    }

    @Override
    public String toString() {
        return object.toString();
    }
}
