package io.meshprovisioner.istio.traffic.snapshot;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.util.List;

/**
 * What holds in the whole mesh: Istio's MeshConfig and the two domains that names are completed with. Immutable.
 * Source: mesh/v1alpha1/config.proto of Istio 1.30; fields that are absent have Istio's defaults.
 */
public final class MeshConfig {
    /** Istio's defaults in a cluster named {@code cluster.local}. */
    public static final MeshConfig DEFAULT = new MeshConfig(
            Node.root(MissingNode.getInstance()), "cluster.local", "cluster.local", false, false, "Kubernetes");

    private final Node config;
    private final String domain;
    private final String shortNameDomain;
    private final boolean tlsOnSidecarIngress;
    private final boolean addressesByHash;
    private final String cluster;

    private MeshConfig(
            Node config,
            String domain,
            String shortNameDomain,
            boolean tlsOnSidecarIngress,
            boolean addressesByHash,
            String cluster) {
        this.config = config;
        this.domain = domain;
        this.shortNameDomain = shortNameDomain;
        this.tlsOnSidecarIngress = tlsOnSidecarIngress;
        this.addressesByHash = addressesByHash;
        this.cluster = cluster;
    }

    /** With the fields of a MeshConfig in YAML, as {@code meshConfig} of an installation has them. */
    public MeshConfig yaml(String yaml) {
        List<Document> documents = DocumentReader.standard().read(yaml);
        return documents.isEmpty() ? this : config(Node.root(documents.get(0).root()));
    }

    /** With the fields of a MeshConfig. */
    public MeshConfig config(Node changed) {
        return new MeshConfig(changed, domain, shortNameDomain, tlsOnSidecarIngress, addressesByHash, cluster);
    }

    /** With the DNS domain of the cluster; default {@code cluster.local}. */
    public MeshConfig domain(String changed) {
        return new MeshConfig(config, changed, changed, tlsOnSidecarIngress, addressesByHash, cluster);
    }

    /** With a domain of its own for short names in rules; empty completes them with the namespace alone. */
    public MeshConfig shortNameDomain(String changed) {
        return new MeshConfig(config, domain, changed, tlsOnSidecarIngress, addressesByHash, cluster);
    }

    /** With istiod's {@code ENABLE_TLS_ON_SIDECAR_INGRESS}; default false. */
    public MeshConfig tlsOnSidecarIngress(boolean changed) {
        return new MeshConfig(config, domain, shortNameDomain, changed, addressesByHash, cluster);
    }

    /**
     * Whether istiod gives ServiceEntries without address one by a hash, as it did before
     * {@code PILOT_ENABLE_IP_AUTOALLOCATE}; default false, where addresses come from the objects' status.
     */
    public MeshConfig addressesByHash(boolean changed) {
        return new MeshConfig(config, domain, shortNameDomain, tlsOnSidecarIngress, changed, cluster);
    }

    /** With the name of the cluster; default {@code Kubernetes}. */
    public MeshConfig cluster(String changed) {
        return new MeshConfig(config, domain, shortNameDomain, tlsOnSidecarIngress, addressesByHash, changed);
    }

    /** The MeshConfig's fields as written. */
    public Node config() {
        return config;
    }

    /** What the names of Kubernetes services end in. */
    public String domain() {
        return domain;
    }

    public String shortNameDomain() {
        return shortNameDomain;
    }

    public boolean tlsOnSidecarIngress() {
        return tlsOnSidecarIngress;
    }

    public boolean addressesByHash() {
        return addressesByHash;
    }

    public String cluster() {
        return cluster;
    }

    /** The namespace whose objects hold in the whole mesh; default {@code istio-system}. */
    public String rootNamespace() {
        return textOr("rootNamespace", "istio-system");
    }

    /** What identities begin with; default {@code cluster.local}. */
    public String trustDomain() {
        return textOr("trustDomain", "cluster.local");
    }

    public List<String> trustDomainAliases() {
        return config.texts("trustDomainAliases");
    }

    /** Whether unknown hosts are refused; the default lets them pass. An outboundTrafficPolicy without mode refuses. */
    public boolean registryOnly() {
        Node policy = config.get("outboundTrafficPolicy");
        return policy.present() && isRegistryOnly(policy);
    }

    /** Whether an outbound traffic policy means REGISTRY_ONLY, which is the mode when none is written. */
    public static boolean isRegistryOnly(Node policy) {
        return !policy.text("mode").equals("ALLOW_ANY");
    }

    /** Whether inbound traffic goes to 127.0.0.1 in place of the pod's address. */
    public boolean inboundToLocalhost() {
        return config.get("inboundTrafficPolicy").text("mode").equals("LOCALHOST");
    }

    /** Whether clients use Istio mutual TLS where servers offer it; default true. */
    public boolean autoMutualTls() {
        return !config.has("enableAutoMtls") || config.flag("enableAutoMtls");
    }

    public List<String> defaultServiceExportTo() {
        return exportTo("defaultServiceExportTo");
    }

    public List<String> defaultVirtualServiceExportTo() {
        return exportTo("defaultVirtualServiceExportTo");
    }

    public List<String> defaultDestinationRuleExportTo() {
        return exportTo("defaultDestinationRuleExportTo");
    }

    /**
     * The full name of a host in a rule. A name with a dot, a lone {@code *} and an IP address are full names; others get
     * namespace and domain. Source: Destination.host; a name such as {@code ratings.default} is never completed.
     */
    public String fullName(String host, String namespace) {
        if (host.isEmpty() || host.equals("*") || host.indexOf('.') >= 0 || host.indexOf(':') >= 0) {
            return host;
        }
        String name = namespace.isEmpty() ? host : host + "." + namespace;
        return shortNameDomain.isEmpty() ? name : name + ".svc." + shortNameDomain;
    }

    private List<String> exportTo(String field) {
        List<String> written = config.texts(field);
        return written.isEmpty() ? List.of("*") : written;
    }

    private String textOr(String field, String byDefault) {
        String text = config.text(field);
        return text.isEmpty() ? byDefault : text;
    }

    /** How many proxies before a gateway are believed ({@code gatewayTopology.numTrustedProxies}); Istio's default is 0. */
    public int trustedProxies() {
        return (int) config().get("defaultConfig").get("gatewayTopology").integer("numTrustedProxies");
    }
}
