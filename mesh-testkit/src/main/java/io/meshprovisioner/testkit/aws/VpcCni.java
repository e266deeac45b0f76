package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.world.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the VPC CNI of a cluster is configured, as its DaemonSet says. */
record VpcCni(boolean prefixDelegation, boolean customNetworking) {

    static VpcCni of(Site site, String cluster) {
        JsonNode env = site.kubernetes(cluster)
                .flatMap(k8s -> k8s.get("apps/v1", "DaemonSet", "kube-system", "aws-node"))
                .<JsonNode>map(object -> object.at("/spec/template/spec/containers/0/env"))
                .orElse(Json.object());
        return new VpcCni(on(env, "ENABLE_PREFIX_DELEGATION"), on(env, "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"));
    }

    private static boolean on(JsonNode env, String name) {
        boolean on = false;
        for (JsonNode variable : env) {
            if (variable.path("name").asText().equals(name)) {
                on = variable.path("value").asText().equals("true");
            }
        }
        return on;
    }

    /**
     * Where the pods of a zone's nodes live.
     *
     * @param since when its ENIConfig was made
     * @param blockSince when the block of the VPC that it lies in was added
     */
    record PodPlace(Subnet subnet, List<String> groups, Instant since, Instant blockSince) {}

    /** What the ENIConfig that is named as a zone says; empty where there is none, or its subnet is of another zone. */
    static Optional<PodPlace> podPlace(Site site, Cluster cluster, String zone) {
        Optional<ObjectNode> found = site.kubernetes(cluster.name())
                .flatMap((ClusterState k8s) -> k8s.get("crd.k8s.amazonaws.com/v1alpha1", "ENIConfig", "", zone));
        return found.flatMap(config -> site.here()
                .subnets
                .get(config.at("/spec/subnet").asText())
                .filter(subnet -> subnet.zone().equals(zone))
                .map(subnet -> new PodPlace(
                        subnet,
                        texts(config.at("/spec/securityGroups")),
                        Instant.parse(config.at("/metadata/creationTimestamp").asText()),
                        block(site, subnet))));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static Instant block(Site site, Subnet subnet) {
        return site.here().vpcs.get(subnet.vpcId()).orElseThrow().blocks().stream()
                .filter(block -> Cidr.parse(block.cidr()).contains(Cidr.parse(subnet.cidr())))
                .map(Vpc.Block::since)
                .findFirst()
                .orElseThrow();
    }
}
