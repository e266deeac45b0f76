package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @Property
    void readsWhatItWrites(@ForAll("blocks") Cidr block) {
        assertThat(Cidr.of(block.toString())).isEqualTo(block);
    }

    @Property
    void partsLieInsideNeverOverlapAndFillTheBlock(
            @ForAll("blocks") Cidr block, @ForAll @IntRange(min = 0, max = 5) int bits) {
        int length = Math.min(32, block.prefixLength() + bits);
        int count = 1 << (length - block.prefixLength());
        long end = block.network();
        for (int index = 0; index < count; index++) {
            Cidr part = block.part(length, index);
            assertThat(block.contains(part)).isTrue();
            assertThat(part.network()).isEqualTo(end);
            assertThat(Cidr.of(part.toString())).isEqualTo(part);
            end += part.size();
        }
        assertThat(end).isEqualTo(block.network() + block.size());
        assertThatThrownBy(() -> block.part(length, count)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void overlapIsWhatTheAddressesSay(@ForAll("blocks") Cidr one, @ForAll("blocks") Cidr other) {
        boolean share = Math.max(one.network(), other.network())
                < Math.min(one.network() + one.size(), other.network() + other.size());
        assertThat(one.overlaps(other)).isEqualTo(share).isEqualTo(other.overlaps(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0/16",
                "10.0.0.256/16",
                "10.0.0.0/33",
                "010.0.0.0/16",
                "10.0.0.0/016",
                "10.0.0.0/16 ",
                "-1.0.0.0/8",
                "fd00::/64",
                "a.b.c.d/8",
                "10.0.0.0.0/16",
                "١٠.0.0.0/16"
            })
    void refusesWhatIsNoBlock(String text) {
        assertThatThrownBy(() -> Cidr.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/16");
    }

    @Test
    void namesTheBlockWhenHostBitsAreSet() {
        assertThatThrownBy(() -> Cidr.of("10.0.3.7/22")).hasMessageContaining("10.0.0.0/22");
    }

    @Provide
    static Arbitrary<Cidr> blocks() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 0xffff_ffffL),
                        Arbitraries.integers().between(0, 32))
                .as((address, prefix) -> new Cidr(address, prefix).block());
    }
}
