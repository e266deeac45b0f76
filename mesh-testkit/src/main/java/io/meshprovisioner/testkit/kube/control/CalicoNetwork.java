package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Optional;

/**
 * The network that Calico gives to pods, where it does: addresses that only nodes know, so that the control plane, which
 * is none, reaches no pod but those on their node's own network.
 *
 * @param pool the block that pods' addresses are taken from
 */
public record CalicoNetwork(String pool) {
    /** What Calico's operator is asked for. */
    public static final Kind INSTALLATION =
            new Kind("operator.tigera.io/v1", "Installation", "installations.operator.tigera.io");

    private static final String DEFAULT_POOL = "192.168.0.0/16";

    /** As an Installation says; empty where Calico only enforces policies. */
    public static Optional<CalicoNetwork> of(Optional<ObjectNode> installation) {
        return installation.filter(CalicoNetwork::isCni).map(found -> {
            JsonNode pool = Trees.at(found, "spec", "calicoNetwork", "ipPools").path(0);
            String cidr = Trees.text(pool, "cidr");
            return new CalicoNetwork(cidr.isEmpty() ? DEFAULT_POOL : cidr);
        });
    }

    /** On EKS, where nothing else is said, Calico's operator takes the VPC CNI for the network. */
    static boolean isCni(ObjectNode installation) {
        String type = Trees.text(installation, "spec", "cni", "type");
        boolean eks = Trees.text(installation, "spec", "kubernetesProvider").equals("EKS");
        return type.equals("Calico") || (type.isEmpty() && !eks);
    }

    static Optional<CalicoNetwork> of(Api api) {
        return of(api.get(INSTALLATION, "", "default"));
    }

    /** The pool's address of a number. */
    String address(int number) {
        String[] parts = pool.substring(0, pool.indexOf('/')).split("\\.");
        int host = number + 2;
        return parts[0] + "." + parts[1] + "." + (Integer.parseInt(parts[2]) + host / 250) + "." + host % 250;
    }
}
