package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.spec.AmiFamily;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;

/** Names, tags and tokens: the same in every run, another where they must be. */
class IdentityRulesTest {
    private static final CreateNatGatewayRequest REQUEST = CreateNatGatewayRequest.builder()
            .subnetId("subnet-1")
            .allocationId("eipalloc-1")
            .build();

    @Test
    void roleNamesCarryTheRegionAndStayWithinIamsLimit() {
        assertThat(new Names("mesh", "us-west-2").clusterRole()).isEqualTo("mesh-us-west-2-cluster");
        Names one = new Names("a".repeat(80), "ap-southeast-2");
        Names other = new Names("a".repeat(79) + "b", "ap-southeast-2");

        assertThat(one.nodeRole()).hasSizeLessThanOrEqualTo(64).endsWith("-node");
        assertThat(one.nodeRole()).isNotEqualTo(other.nodeRole()).isNotEqualTo(one.clusterRole());
        assertThat(one.nodeRole()).isEqualTo(new Names("a".repeat(80), "ap-southeast-2").nodeRole());
    }

    @Test
    void tokenIsTheSameForTheSameRequestOnly() {
        String token = Tokens.of("mesh/nat", REQUEST, 0);

        assertThat(token)
                .hasSize(64)
                .isEqualTo(Tokens.of("mesh/nat", REQUEST.toBuilder().build(), 0));
        assertThat(token)
                .isNotEqualTo(Tokens.of("other/nat", REQUEST, 0))
                .isNotEqualTo(Tokens.of("mesh/nat", REQUEST, 1))
                .isNotEqualTo(Tokens.of(
                        "mesh/nat", REQUEST.toBuilder().subnetId("subnet-2").build(), 0));
    }

    @Test
    void tokenOfANamedOneTellsItsPredecessorOfTheSameName() {
        String first = Tokens.ofNamed("mesh/coredns", REQUEST, Rig.permit(Rig.NOW));

        assertThat(first).isEqualTo(Tokens.ofNamed("mesh/coredns", REQUEST, Rig.permit(Rig.NOW)));
        assertThat(first).isNotEqualTo(Tokens.ofNamed("mesh/coredns", REQUEST, Rig.permit(Rig.NOW.plusSeconds(1))));
    }

    @Test
    void tagsSayWhoseItIsAndTheUsersCannotChangeThat() {
        Tags tags = new Tags("shop", Map.of("team", "payments", Tags.MESH, "somebody-else"));

        assertThat(tags.of("shop/vpc"))
                .containsEntry(Tags.MESH, "shop")
                .containsEntry(Tags.RESOURCE, "shop/vpc")
                .containsEntry("team", "payments")
                .containsEntry("Name", "shop/vpc");
        assertThat(tags.ours(Map.of(Tags.MESH, "shop"))).isTrue();
        assertThat(tags.ours(Map.of(Tags.MESH, "mesh"))).isFalse();
        assertThat(tags.ours(Map.of())).isFalse();
    }

    @Test
    void tagsOfOthersAreNoDrift() {
        assertThat(Tags.differences(Map.of("a", "1", "theirs", "x"), Map.of("a", "1")))
                .isEmpty();
        assertThat(Tags.differences(Map.of(), Map.of("a", "1")))
                .containsExactly(new Difference("tags.a", "", "1", Difference.Remedy.UPDATE));
    }

    @ParameterizedTest
    @CsvSource({
        "t3.medium,false", "m7g.large,true", "c6gn.xlarge,true", "g4dn.xlarge,false", "g5g.xlarge,true",
        "a1.large,true", "m7i-flex.large,false", "x2gd.medium,true", "is4gen.large,true", "g6e.xlarge,false",
        "p4de.24xlarge,false", "t4g.small,true", "i4i.large,false", "hpc7g.4xlarge,true", "u7i-12tb.224xlarge,false"
    })
    void gravitonIsToldByTheName(String type, boolean arm) {
        assertThat(NodeImages.isArm(type)).isEqualTo(arm);
    }

    @Test
    void imageFitsArchitectureAndVersion() {
        assertThat(NodeImages.amiType(AmiFamily.AMAZON_LINUX, java.util.List.of("m7g.large"), "1.35"))
                .hasToString("AL2023_ARM_64_STANDARD");
        assertThat(NodeImages.amiType(AmiFamily.AMAZON_LINUX, java.util.List.of("t3.medium"), "1.35"))
                .hasToString("AL2023_x86_64_STANDARD");
        assertThat(NodeImages.amiType(AmiFamily.AMAZON_LINUX, java.util.List.of("t3.medium"), "1.20"))
                .hasToString("AL2_x86_64");
        assertThat(NodeImages.amiType(AmiFamily.BOTTLEROCKET, java.util.List.of("m7g.large"), "1.35"))
                .hasToString("BOTTLEROCKET_ARM_64");
    }
}
