package io.meshprovisioner.cost;

import io.meshprovisioner.cost.Cost.Item;
import io.meshprovisioner.spec.CapacityType;
import io.meshprovisioner.spec.EndpointServices;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.spec.NodeGroupSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads off a spec what will be paid by the hour. */
public final class CostEstimate {
    private final MeshSpec spec;
    private final PriceTable prices;
    private final List<Item> items = new ArrayList<>();
    private final List<String> unpriced = new ArrayList<>();

    private CostEstimate(MeshSpec spec, PriceTable prices) {
        this.spec = spec;
        this.prices = prices;
    }

    /** What a spec costs, with as many nodes as it begins with. */
    public static Cost of(MeshSpec spec, PriceTable prices) {
        return new CostEstimate(spec, prices).estimate();
    }

    private Cost estimate() {
        if (spec.onExistingCluster()) {
            unpriced.add("the cluster, which stands already");
        } else if (prices.covers(spec.region())) {
            cluster();
        } else {
            unpriced.add("anything in " + spec.region() + ": the table is for other regions");
        }
        if (!spec.fargate().isEmpty()) {
            unpriced.add("pods on Fargate, which are paid for by what they ask for");
        }
        if (spec.cluster().auto().isPresent()) {
            unpriced.add("nodes of EKS Auto Mode, which come as pods need them, and EKS's fee for each of them");
        }
        return new Cost(items, unpriced, prices.date(), prices.currency());
    }

    private void cluster() {
        add("control plane in standard support", 1, prices.price(PriceTable.CONTROL_PLANE), "control plane");
        spec.nodeGroups().forEach(this::nodes);
        network();
        spec.istio()
                .ifPresent(istio -> add(
                        "load balancer of a gateway",
                        (int) istio.gateways().stream()
                                .filter(gateway -> gateway.exposure() == GatewaySpec.Exposure.LOAD_BALANCER)
                                .count(),
                        prices.price(PriceTable.LOAD_BALANCER),
                        "load balancers"));
    }

    private void nodes(NodeGroupSpec group) {
        String spot = group.capacityType() == CapacityType.SPOT ? ", at most: Spot costs less" : "";
        // EKS takes whichever of the types is to be had: the dearest is reckoned with.
        List<Optional<BigDecimal>> each =
                group.instanceTypes().stream().map(prices::instance).toList();
        Optional<BigDecimal> dearest = each.stream().allMatch(Optional::isPresent)
                ? each.stream().flatMap(Optional::stream).max(BigDecimal::compareTo)
                : Optional.empty();
        String types = String.join(" or ", group.instanceTypes());
        add("node " + types + " (" + group.name() + ")" + spot, group.desiredSize(), dearest, "nodes " + types);
        add(
                "volume of " + group.diskSizeGiB() + " GiB (" + group.name() + ")",
                group.desiredSize(),
                prices.price(PriceTable.VOLUME_GIB).map(month -> month.multiply(BigDecimal.valueOf(group.diskSizeGiB()))
                        .divide(BigDecimal.valueOf(Cost.HOURS_A_MONTH), MathContext.DECIMAL64)),
                "volumes");
    }

    private void network() {
        if (spec.vpc().adopted().isPresent()) {
            return;
        }
        NatGateways nat = spec.vpc().natGateways();
        int gateways =
                switch (nat) {
                    case NONE -> 0;
                    case ONE -> 1;
                    case ONE_PER_ZONE -> spec.vpc().availabilityZones();
                };
        add("NAT gateway, without its traffic", gateways, prices.price(PriceTable.NAT_GATEWAY), "NAT gateways");
        long interfaces = spec.vpc().endpointServices().stream()
                .filter(service -> !EndpointServices.byRoute(service))
                .count();
        add(
                "interface endpoint in a zone, without its traffic",
                interfaces * spec.vpc().availabilityZones(),
                prices.price(PriceTable.INTERFACE_ENDPOINT),
                "interface endpoints");
        if (spec.vpc().withoutInternet()) {
            return;
        }
        long addresses = nat == NatGateways.NONE
                ? spec.nodeGroups().stream()
                        .mapToLong(NodeGroupSpec::desiredSize)
                        .sum()
                : gateways;
        add("public address", addresses, prices.price(PriceTable.PUBLIC_ADDRESS), "public addresses");
    }

    private void add(String what, long count, Optional<BigDecimal> each, String kind) {
        if (count > 0) {
            each.ifPresentOrElse(price -> items.add(new Item(what, count, price)), () -> unpriced.add(kind));
        }
    }
}
