package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.VpcSpec.AdoptedVpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A network that somebody else made and keeps. What it must be like was judged before. */
final class AdoptedNetwork {
    private final Scope scope;
    private final Network.Adder graph;

    AdoptedNetwork(Scope scope, Network.Adder graph) {
        this.scope = scope;
        this.graph = graph;
    }

    Network write(AdoptedVpc adopted) {
        Ref<VpcId> vpc = graph.add(new Adopted<>(
                scope,
                "ec2:Vpc",
                adopted.id(),
                "VPC " + adopted.id(),
                "G1.3",
                Look.VPCS.action(),
                () -> Look.VPCS.by(scope.calls(), Look.filter("vpc-id", adopted.id())).stream()
                        .map(found -> new VpcId(found.vpcId()))
                        .findFirst()));
        Map<String, Ref<SubnetId>> all = new LinkedHashMap<>();
        adopted.subnets().forEach(id -> all.put(id, subnet(id)));
        List<Ref<SubnetId>> ofNodes = adopted.nodeSubnets().stream()
                .map(id -> Objects.requireNonNull(all.get(id)))
                .toList();
        return new Network(vpc, List.copyOf(all.values()), ofNodes, places(adopted.nodeSubnets()));
    }

    /** Subnets for nodes. */
    List<Ref<RoutedSubnet>> places(List<String> ids) {
        return ids.stream().map(this::place).toList();
    }

    private Ref<SubnetId> subnet(String id) {
        return graph.add(
                new Adopted<>(scope, "ec2:Subnet", id, "subnet " + id, "G1.3", Look.SUBNETS.action(), () -> find(id)));
    }

    private Ref<RoutedSubnet> place(String id) {
        return graph.add(new Adopted<>(
                scope,
                "ec2:NodeSubnet",
                id,
                "subnet " + id + " for nodes",
                "G1.3",
                Look.SUBNETS.action(),
                () -> find(id).map(RoutedSubnet::new)));
    }

    private Optional<SubnetId> find(String id) {
        return Look.SUBNETS.by(scope.calls(), Look.filter("subnet-id", id)).stream()
                .map(found -> new SubnetId(found.subnetId()))
                .findFirst();
    }
}
