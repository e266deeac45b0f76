package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Guide row G1.3: the addresses of a new network. */
class SubnetLayoutTest {

    @Property
    void computedSubnetsLieInTheVpcNeverOverlapAndAreOneAZone(
            @ForAll @IntRange(min = 16, max = 28) int prefix,
            @ForAll @IntRange(min = 1, max = 6) int zones,
            @ForAll NatGateways nat) {
        VpcSpec spec = vpc("10.0.0.0/" + prefix, zones, nat);
        Assume.that(fits(spec));
        SubnetLayout layout = SubnetLayout.of(spec);
        assertThat(layout.publicSubnets()).hasSize(zones);
        assertThat(layout.privateSubnets()).hasSize(nat == NatGateways.NONE ? 0 : zones);
        assertSound(spec, layout);
    }

    @Property
    void computedSubnetsGoRoundTheGivenOnes(
            @ForAll @IntRange(min = 16, max = 22) int prefix,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 0, max = 60) int first,
            @ForAll boolean publicGiven) {
        Cidr vpc = Cidr.of("10.0.0.0/" + prefix);
        String[] given = new String[zones];
        for (int zone = 0; zone < zones; zone++) {
            given[zone] = vpc.part(prefix + 6, (first + zone * 7) % 64).toString();
        }
        VpcSpec plain = vpc(vpc.toString(), zones, NatGateways.ONE);
        VpcSpec spec = publicGiven ? plain.publicSubnets(given) : plain.privateSubnets(given);
        Assume.that(fits(spec));
        SubnetLayout layout = SubnetLayout.of(spec);
        assertThat(publicGiven ? layout.publicSubnets() : layout.privateSubnets())
                .extracting(Cidr::toString)
                .containsExactly(given);
        assertThat(layout.publicSubnets())
                .hasSameSizeAs(layout.privateSubnets())
                .hasSize(zones);
        assertSound(spec, layout);
    }

    @Test
    void theDefaultNetwork() {
        SubnetLayout layout = SubnetLayout.of(VpcSpec.defaults());
        assertThat(layout.privateSubnets()).extracting(Cidr::toString).containsExactly("10.0.0.0/18", "10.0.64.0/18");
        assertThat(layout.publicSubnets()).extracting(Cidr::toString).containsExactly("10.0.128.0/19", "10.0.160.0/19");
        assertThat(layout.nodeSubnets()).isEqualTo(layout.privateSubnets());
    }

    @Test
    void withoutNatTheWholeNetworkIsPublic() {
        SubnetLayout layout = SubnetLayout.of(VpcSpec.defaults().natGateways(NatGateways.NONE));
        assertThat(layout.nodeSubnets())
                .isEqualTo(layout.publicSubnets())
                .extracting(Cidr::toString)
                .containsExactly("10.0.0.0/17", "10.0.128.0/17");
    }

    @Test
    void awsKeepsFiveAddresses() {
        assertThat(SubnetLayout.usable(Cidr.of("10.0.0.0/28"))).isEqualTo(11);
        assertThat(SubnetLayout.usable(Cidr.of("10.0.0.0/30"))).isZero();
    }

    @Test
    void refusesWhatHasNoRoom() {
        assertThatThrownBy(() -> SubnetLayout.of(vpc("10.0.0.0/27", 2, NatGateways.ONE)))
                .hasMessageContaining("no room for 2 more subnets");
        assertThatThrownBy(() -> SubnetLayout.of(vpc("10.0.0.0/8", 2, NatGateways.ONE)))
                .hasMessageContaining("/16 to /28");
        assertThatThrownBy(() -> SubnetLayout.of(vpc("10.0.0.0/16", 0, NatGateways.ONE)))
                .hasMessageContaining("0 zones");
        assertThatThrownBy(() -> SubnetLayout.of(vpc("10.0.0.0/16", Integer.MAX_VALUE, NatGateways.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertSound(VpcSpec spec, SubnetLayout layout) {
        List<Cidr> all = new ArrayList<>(layout.publicSubnets());
        all.addAll(layout.privateSubnets());
        assertThat(all).allMatch(Cidr.of(spec.cidr())::contains).allMatch(subnet -> subnet.prefixLength() <= 28);
        for (int one = 0; one < all.size(); one++) {
            for (int other = one + 1; other < all.size(); other++) {
                assertThat(all.get(one).overlaps(all.get(other))).isFalse();
            }
        }
    }

    private static boolean fits(VpcSpec spec) {
        try {
            SubnetLayout.of(spec);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static VpcSpec vpc(String cidr, int zones, NatGateways nat) {
        return VpcSpec.defaults().cidr(cidr).availabilityZones(zones).natGateways(nat);
    }
}
