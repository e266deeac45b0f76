package io.meshprovisioner.istio.traffic.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host that the mesh knows: a Kubernetes Service, or one host of a ServiceEntry.
 *
 * @param host its full name; may begin with {@code *.}
 * @param name the object's name (Service), or the host again (ServiceEntry)
 * @param origin the object it comes from
 * @param addresses IP addresses and CIDR blocks; empty for headless services and entries without addresses
 * @param autoAddresses addresses that Istio allocated to a ServiceEntry host, from its status
 * @param external whether it lies outside the mesh
 * @param exportTo the namespaces that see it, {@code *} and {@code .} as written; empty for the mesh's default
 * @param selector labels of its workloads; empty when it selects none
 * @param externalName the other name of an ExternalName service; empty for others
 * @param aliases full names of ExternalName services that stand for this one
 * @param serviceAccounts identities that its servers may show, as the object lists them
 * @param created when the object was made
 */
public record MeshService(
        String host,
        String namespace,
        String name,
        Origin origin,
        List<String> addresses,
        List<String> autoAddresses,
        List<ServicePort> ports,
        Resolution resolution,
        boolean external,
        List<String> exportTo,
        Map<String, String> selector,
        String externalName,
        List<String> aliases,
        List<String> serviceAccounts,
        Instant created,
        ConfigObject object) {
    /** What kind of object made a service known. */
    public enum Origin {
        KUBERNETES,
        SERVICE_ENTRY
    }

    /** The same with these ports only. */
    public MeshService ports(List<ServicePort> changed) {
        return new MeshService(
                host,
                namespace,
                name,
                origin,
                addresses,
                autoAddresses,
                List.copyOf(changed),
                resolution,
                external,
                exportTo,
                selector,
                externalName,
                aliases,
                serviceAccounts,
                created,
                object);
    }

    /** The same with these addresses that Istio allocated. */
    MeshService autoAddresses(List<String> changed) {
        return new MeshService(
                host,
                namespace,
                name,
                origin,
                addresses,
                List.copyOf(changed),
                ports,
                resolution,
                external,
                exportTo,
                selector,
                externalName,
                aliases,
                serviceAccounts,
                created,
                object);
    }

    /** The same with these aliases. */
    public MeshService aliases(List<String> changed) {
        return new MeshService(
                host,
                namespace,
                name,
                origin,
                addresses,
                autoAddresses,
                ports,
                resolution,
                external,
                exportTo,
                selector,
                externalName,
                List.copyOf(changed),
                serviceAccounts,
                created,
                object);
    }

    /** The first port of this number. */
    public Optional<ServicePort> port(int number) {
        return ports.stream().filter(port -> port.number() == number).findFirst();
    }

    public boolean isKubernetes() {
        return origin == Origin.KUBERNETES;
    }

    /** No address of its own: the client's choice of a pod stands. */
    public boolean isHeadless() {
        return isKubernetes() && resolution == Resolution.PASSTHROUGH;
    }

    @Override
    public String toString() {
        return host + " (" + object + ")";
    }
}
