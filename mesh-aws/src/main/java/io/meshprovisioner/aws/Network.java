package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Ref;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the rest of a mesh uses of its network, made by us or adopted.
 *
 * @param cluster where the control plane has its interfaces
 * @param nodeSubnets those of them where nodes live, whether something leads out of them yet or not
 * @param nodes where nodes live, each with a way to the Internet, or with endpoints instead
 * @param waysOut what nodes must not start before, where nothing else leads out of their subnets
 * @param podBlock what has been added to the VPC for pods, where they have a block of their own
 * @param pods where pods live by zone, where that is not where nodes live
 */
record Network(
        Ref<VpcId> vpc,
        List<Ref<SubnetId>> cluster,
        List<Ref<SubnetId>> nodeSubnets,
        List<Ref<RoutedSubnet>> nodes,
        List<Ref<Done>> waysOut,
        List<Ref<Done>> podBlock,
        Map<String, Ref<SubnetId>> pods) {
    Network {
        cluster = List.copyOf(cluster);
        nodeSubnets = List.copyOf(nodeSubnets);
        nodes = List.copyOf(nodes);
        waysOut = List.copyOf(waysOut);
        podBlock = List.copyOf(podBlock);
        pods = Collections.unmodifiableMap(new LinkedHashMap<>(pods));
    }

    /** Pods live where nodes do. */
    Network(
            Ref<VpcId> vpc,
            List<Ref<SubnetId>> cluster,
            List<Ref<SubnetId>> nodeSubnets,
            List<Ref<RoutedSubnet>> nodes) {
        this(vpc, cluster, nodeSubnets, nodes, List.of(), List.of(), Map.of());
    }

    /** Adds a resource to the graph. */
    @FunctionalInterface
    interface Adder {
        <T> Ref<T> add(AwsResource<T> resource);
    }
}
