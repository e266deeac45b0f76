package io.meshprovisioner.spec;

import java.util.List;

/**
 * An EKS cluster of somebody else's, made by eksctl, Terraform, the console or anything else: nothing of it is changed,
 * tagged or deleted. One mesh has its Istio in it; a second one is refused. Values: each method returns a changed copy.
 *
 * @param name of the cluster, in the spec's region
 * @param callerAccess whether an access entry, as the cluster's administrator, is made for the caller where it has none;
 *     default false: the caller must be let in already
 * @param nodeSubnets ids of subnets for node groups of ours; default: of the cluster's own subnets the private ones that
 *     lead out, or, where there are none, the public ones
 */
public record AdoptedCluster(String name, boolean callerAccess, List<String> nodeSubnets) {
    public AdoptedCluster {
        nodeSubnets = List.copyOf(nodeSubnets);
    }

    /** A cluster that lets the caller in already. */
    public static AdoptedCluster named(String name) {
        return new AdoptedCluster(name, false, List.of());
    }

    /** Makes an access entry for the caller, which uninstalling removes. */
    public AdoptedCluster letCallerIn() {
        return new AdoptedCluster(name, true, nodeSubnets);
    }

    public AdoptedCluster nodeSubnets(String... ids) {
        return new AdoptedCluster(name, callerAccess, List.of(ids));
    }
}
