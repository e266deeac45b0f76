package io.meshprovisioner.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.spec.ClusterSpec;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.spec.NetworkingSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import io.meshprovisioner.spec.PodCapacity;
import io.meshprovisioner.spec.VpcSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {
    private static final MeshSpec GUIDE = MeshSpec.forRegion("us-west-2").istio(IstioSpec.version("1.30.3"));

    private static BigDecimal monthly(MeshSpec spec) {
        return CostEstimate.of(spec, PriceTable.bundled()).monthly();
    }

    /** 73.00 control plane, 3 x 30.368 nodes, 3 x 1.60 volumes, 32.85 NAT, 3.65 address, 18.25 load balancer. */
    @Test
    void theGuidesMesh() {
        Cost cost = CostEstimate.of(GUIDE, PriceTable.bundled());
        assertThat(cost.monthly()).isEqualByComparingTo("223.65");
        assertThat(cost.unpriced()).isEmpty();
        assertThat(cost.hourly()).isBetween(new BigDecimal("0.306"), new BigDecimal("0.307"));
        assertThat(cost.toString()).contains("223.65 USD a month", "91.10  3 x node t3.medium", "prices of 20");
    }

    @Test
    void eachPartIsCounted() {
        VpcSpec vpc = VpcSpec.defaults();
        assertThat(monthly(GUIDE).subtract(monthly(GUIDE.vpc(vpc.natGateways(NatGateways.NONE)))))
                .as("a NAT gateway and its address, less one address a node")
                .isEqualByComparingTo("25.55");
        assertThat(monthly(GUIDE.vpc(vpc.availabilityZones(3).natGateways(NatGateways.ONE_PER_ZONE)))
                        .subtract(monthly(GUIDE)))
                .isEqualByComparingTo("73.00");
        assertThat(monthly(GUIDE).subtract(monthly(MeshSpec.forRegion("us-west-2"))))
                .as("the gateway's load balancer")
                .isEqualByComparingTo("18.25");
        assertThat(monthly(GUIDE.vpc(vpc.endpointServices("s3", "sqs", "sts"))).subtract(monthly(GUIDE)))
                .as("two interface endpoints in two zones; S3's is for free")
                .isEqualByComparingTo("29.20");
        assertThat(monthly(GUIDE)
                        .subtract(monthly(
                                GUIDE.vpc(vpc.natGateways(NatGateways.NONE).endpointServices("s3")))))
                .as("a NAT gateway and its address, and no node has one")
                .isEqualByComparingTo("36.50");
    }

    @ParameterizedTest
    @CsvSource({"t3.medium, 0.0416", "t3.micro, 0.0104", "m5.large, 0.096", "m5.xlarge, 0.192", "m5.24xlarge, 4.608"})
    void sizesAreMultiplesOfTheirFamilys(String type, BigDecimal hour) {
        assertThat(PriceTable.bundled().instance(type))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo(hour));
    }

    @Test
    void whatHasNoPriceIsSaidAndNotGuessed() {
        Cost elsewhere = CostEstimate.of(MeshSpec.forRegion("eu-central-1"), PriceTable.bundled());
        assertThat(elsewhere.monthly()).isEqualByComparingTo("0");
        assertThat(elsewhere.unpriced()).singleElement().asString().contains("eu-central-1");
        Cost rare = CostEstimate.of(
                GUIDE.nodeGroups(List.of(NodeGroupSpec.named("gpu").instanceTypes("p5.48xlarge"))),
                PriceTable.bundled());
        assertThat(rare.unpriced()).containsExactly("nodes p5.48xlarge");
        assertThat(rare.toString()).contains("no price  nodes p5.48xlarge");
        Cost auto = CostEstimate.of(GUIDE.cluster(ClusterSpec.defaults().autoMode()), PriceTable.bundled());
        assertThat(auto.unpriced()).singleElement().asString().contains("EKS's fee for each of them");
        assertThat(auto.monthly()).as("no node is reckoned with").isEqualByComparingTo("127.75");
    }

    @Test
    void aTableOfTheUsersOwn() {
        PriceTable own =
                PriceTable.read("date 2026-11-01\ncurrency EUR\nregions eu-central-1\ncontrol-plane 0.09 hour\n"
                        + "instance t3.medium 0.05 hour # agreed\nvolume-gib 0.1 month\n");
        assertThat(own.covers("eu-central-1")).isTrue();
        assertThat(own.date()).isEqualTo(LocalDate.of(2026, 11, 1));
        Cost cost = CostEstimate.of(MeshSpec.forRegion("eu-central-1"), own);
        assertThat(cost.currency()).isEqualTo("EUR");
        assertThat(cost.items()).hasSize(3);
        assertThat(cost.unpriced()).containsExactly("NAT gateways", "public addresses");
        assertThatThrownBy(() -> PriceTable.read("date 2026-11-01\ncontrol-plane cheap\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Line 2");
    }

    @Test
    void podsHaveTheirPlaces() {
        assertThat(PodCapacity.of(GUIDE)).isEqualTo(new PodCapacity(51, 8, 2));
        assertThat(PodCapacity.of(GUIDE).left()).isEqualTo(41);
        MeshSpec calico = GUIDE.networking(NetworkingSpec.defaults().calico());
        assertThat(PodCapacity.of(calico)).isEqualTo(new PodCapacity(330, 10, 2));
        MeshSpec policy = GUIDE.networking(NetworkingSpec.defaults().vpcCni(cni -> cni.calicoPolicy()));
        assertThat(PodCapacity.of(policy)).isEqualTo(new PodCapacity(51, 13, 2));
    }
}
