package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.spec.PodNetwork.VpcCni;
import io.meshprovisioner.spec.PodsPerNode.Limits;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodsPerNodeTest {
    private static final VpcCni PLAIN = VpcCni.DEFAULT;
    private static final VpcCni PREFIXES = PLAIN.prefixDelegation(true);
    private static final VpcCni CUSTOM = PLAIN.podCidr("100.64.0.0/16");

    /** As Amazon publishes them (eni-max-pods.txt). */
    @ParameterizedTest
    @CsvSource({
        "t3.nano, 4",
        "t3.small, 11",
        "t3.medium, 17",
        "t3.large, 35",
        "m5.large, 29",
        "m5.4xlarge, 234",
        "m7g.medium, 8",
        "c5.18xlarge, 737",
        "t2.medium, 17",
        "m7i.metal-48xl, 737",
        "p4d.24xlarge, 737"
    })
    void addressesAsAmazonPublishesThem(String type, int pods) {
        assertThat(PodsPerNode.of(PodsPerNode.limits(type).orElseThrow(), false, false))
                .isEqualTo(pods);
    }

    @Test
    void prefixesMultiplyAndCustomNetworkingTakesAnInterface() {
        Limits medium = PodsPerNode.limits("t3.medium").orElseThrow();
        assertThat(medium).isEqualTo(new Limits(3, 6, true));
        assertThat(PodsPerNode.of(medium, true, false)).isEqualTo(3 * 5 * 16 + 2);
        assertThat(PodsPerNode.of(medium, false, true)).isEqualTo(2 * 5 + 2);
        assertThat(PodsPerNode.of(medium, true, true)).isEqualTo(2 * 5 * 16 + 2);
        Limits xen = PodsPerNode.limits("t2.medium").orElseThrow();
        assertThat(PodsPerNode.of(xen, true, false)).isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource({
        "t3.nano, 34, 3",
        "t3.medium, 110, 12",
        "m5.large, 110, 20",
        "m5.4xlarge, 110, 110",
        "m5.8xlarge, 250, 205",
        "m5.24xlarge, 250, 250",
        "m5.metal, 250, 250"
    })
    void whatEksSetsEndsAtItsCeiling(String type, int withPrefixes, int withCustomNetworking) {
        assertThat(PodsPerNode.of(type, PREFIXES)).hasValue(withPrefixes);
        assertThat(PodsPerNode.of(type, CUSTOM)).hasValue(withCustomNetworking);
    }

    @Test
    void anUnknownTypeIsNotGuessed() {
        assertThat(PodsPerNode.of("z9x.medium", PLAIN)).isEqualTo(OptionalInt.empty());
    }
}
