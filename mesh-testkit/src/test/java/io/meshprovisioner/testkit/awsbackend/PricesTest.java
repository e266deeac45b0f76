package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.cost.Cost;
import io.meshprovisioner.cost.CostEstimate;
import io.meshprovisioner.cost.PriceTable;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.aws.AwsOptions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What AWS itself asks, read off its list, where products of like names stand beside those of a mesh. */
class PricesTest {
    @Test
    void whereTheBundledTableHasNoPricesAwsHas() {
        try (Sandbox sandbox = Sandbox.start()) {
            MeshProvisioner shop = sandbox.provisioner("eu-central-1")
                    .withNodes("default", nodes -> nodes.instanceTypes("m5.large"))
                    .withVpc(vpc -> vpc.endpoints());
            assertThat(shop.plan().cost().items()).isEmpty();

            PriceTable prices = shop.prices();
            Cost cost = shop.plan().cost(prices);
            assertThat(prices.date()).isEqualTo(LocalDate.ofInstant(sandbox.now(), ZoneOffset.UTC));
            assertThat(prices.currency()).isEqualTo("USD");
            assertThat(cost.unpriced()).isEmpty();
            assertThat(cost.items())
                    .extracting(item -> item.what().replaceAll("[,(].*", "").strip(), item -> item.each()
                            .setScale(5, RoundingMode.HALF_UP))
                    .contains(
                            tuple("control plane in standard support", new BigDecimal("0.12500")),
                            tuple("node m5.large", new BigDecimal("0.12000")),
                            tuple("NAT gateway", new BigDecimal("0.05625")),
                            tuple("public address", new BigDecimal("0.00625")),
                            tuple("interface endpoint in a zone", new BigDecimal("0.01250")));
        }
    }

    @Test
    void inTheBundledTablesRegionsBothSayTheSame() {
        try (AwsBench bench = new AwsBench()) {
            MeshProvisioner shop =
                    bench.provisioner().withNodes("default", nodes -> nodes.instanceTypes("m5.large", "m6i.large"));
            Cost listed = CostEstimate.of(shop.spec(), shop.prices());
            assertThat(listed.monthly())
                    .isEqualByComparingTo(
                            CostEstimate.of(shop.spec(), PriceTable.bundled()).monthly());
            assertThat(bench.counts(0)).as("one call a kind of thing").containsEntry("pricing:GetProducts", 8L);
            assertThat(bench.inventory()).isEmpty();
        }
    }

    @Test
    void elsewhereInAnotherCurrencyOrByTheBundledTable() {
        try (Sandbox sandbox = Sandbox.start()) {
            PriceTable china = sandbox.provisioner("cn-north-1").prices();
            assertThat(china.currency()).isEqualTo("CNY");
            assertThat(china.covers("cn-north-1")).isTrue();
            assertThat(sandbox.provisioner("us-gov-west-1").prices().date())
                    .as("AWS GovCloud has no list")
                    .isEqualTo(PriceTable.bundled().date());
        }
    }

    /** The mesh's own policy has no right to ask: an estimate is nothing that an install takes. */
    @Test
    void whoMayNotAskIsToldWhichRightItTakes() {
        IamPolicy needed;
        try (AwsBench bench = new AwsBench()) {
            needed = bench.provisioner().plan().iamPolicy();
        }
        AwsOptions limited = AwsOptions.DEFAULT.withUser(
                "tester", needed.parts().stream().map(IamPolicy::toCompactJson).toList());
        try (AwsBench bench = new AwsBench(limited, Duration.ZERO)) {
            assertThatThrownBy(() -> bench.provisioner().prices())
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("pricing:GetProducts");
            assertThat(bench.provisioner().plan().cost().unpriced()).isEmpty();
        }
    }
}
