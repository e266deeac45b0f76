package io.meshprovisioner.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that is asked for: immutable, and the same in every run.
 *
 * @param name unique in account and region, default {@code mesh}
 * @param region such as {@code us-west-2}
 * @param nodeGroups default one, {@code default}: three t3.medium
 * @param keyPair for SSH to the nodes; empty: none
 * @param istio empty: a cluster without a mesh
 * @param tags the user's own, on everything that can carry tags
 */
public record MeshSpec(
        String name,
        String region,
        VpcSpec vpc,
        ClusterSpec cluster,
        List<NodeGroupSpec> nodeGroups,
        Optional<KeyPairSpec> keyPair,
        Optional<IstioSpec> istio,
        Map<String, String> tags) {

    /** The mesh's name where none is given. */
    public static final String DEFAULT_NAME = "mesh";

    /** What stands for the region where a cluster stands already: nothing of it is planned. */
    public static final String EXISTING_CLUSTER = "existing-cluster";

    public MeshSpec {
        nodeGroups = List.copyOf(nodeGroups);
        tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** The defaults in a region. */
    public static MeshSpec forRegion(String region) {
        return new MeshSpec(
                DEFAULT_NAME,
                region,
                VpcSpec.defaults(),
                ClusterSpec.defaults(),
                List.of(NodeGroupSpec.named("default")),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** A mesh in a cluster that stands already: only {@link #istio} is asked for. */
    public static MeshSpec forExistingCluster() {
        return forRegion(EXISTING_CLUSTER);
    }

    /** Whether the cluster stands already, and is not ours. */
    public boolean onExistingCluster() {
        return region.equals(EXISTING_CLUSTER);
    }

    public MeshSpec name(String newName) {
        return new MeshSpec(newName, region, vpc, cluster, nodeGroups, keyPair, istio, tags);
    }

    public MeshSpec vpc(VpcSpec newVpc) {
        return new MeshSpec(name, region, newVpc, cluster, nodeGroups, keyPair, istio, tags);
    }

    public MeshSpec cluster(ClusterSpec newCluster) {
        return new MeshSpec(name, region, vpc, newCluster, nodeGroups, keyPair, istio, tags);
    }

    public MeshSpec nodeGroups(List<NodeGroupSpec> newNodeGroups) {
        return new MeshSpec(name, region, vpc, cluster, newNodeGroups, keyPair, istio, tags);
    }

    public MeshSpec keyPair(KeyPairSpec newKeyPair) {
        return new MeshSpec(name, region, vpc, cluster, nodeGroups, Optional.of(newKeyPair), istio, tags);
    }

    public MeshSpec istio(IstioSpec newIstio) {
        return new MeshSpec(name, region, vpc, cluster, nodeGroups, keyPair, Optional.of(newIstio), tags);
    }

    public MeshSpec tags(Map<String, String> newTags) {
        return new MeshSpec(name, region, vpc, cluster, nodeGroups, keyPair, istio, newTags);
    }

    /** As YAML: name, region and whatever is not the default; {@link #read} gives the same spec back. */
    public String toYaml() {
        return SpecDocuments.toYaml(this);
    }

    /** As JSON, in the same form. */
    public String toJson() {
        return SpecDocuments.toJson(this);
    }

    /**
     * Reads YAML or JSON.
     *
     * @throws io.meshprovisioner.error.InvalidSpecException with every unknown field and wrong type
     */
    public static MeshSpec read(String yamlOrJson) {
        return SpecDocuments.read(yamlOrJson);
    }
}
