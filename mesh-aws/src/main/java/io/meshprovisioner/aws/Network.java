package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Ref;
import java.util.List;

/**
 * What the rest of a mesh uses of its network, made by us or adopted.
 *
 * @param cluster where the control plane has its interfaces
 * @param nodes where nodes live, each with a way to the Internet
 */
record Network(Ref<VpcId> vpc, List<Ref<SubnetId>> cluster, List<Ref<RoutedSubnet>> nodes) {
    Network {
        cluster = List.copyOf(cluster);
        nodes = List.copyOf(nodes);
    }

    /** Adds a resource to the graph. */
    @FunctionalInterface
    interface Adder {
        <T> Ref<T> add(AwsResource<T> resource);
    }
}
