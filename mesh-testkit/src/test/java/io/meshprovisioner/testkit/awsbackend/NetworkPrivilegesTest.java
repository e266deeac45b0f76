package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated policy is enough for each network and option, where the sandbox enforces it. */
class NetworkPrivilegesTest {

    @ParameterizedTest
    @ValueSource(strings = {"custom networking", "calico", "kubelet", "key and path"})
    void exactlyThisPolicyIsEnough(String kind) {
        IamPolicy policy = policy(kind);
        life(kind, policy);
    }

    @Test
    void withoutTheRightToAddABlockTheRunNamesIt() {
        IamPolicy policy = policy("custom networking").without("ec2:AssociateVpcCidrBlock");
        assertThatThrownBy(() -> life("custom networking", policy))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("ec2:AssociateVpcCidrBlock");
        assertThat(policy("calico").actions()).doesNotContain("ec2:AssociateVpcCidrBlock");
    }

    @Test
    void withoutTheRightToGrantTheKeysUseTheRunNamesIt() {
        IamPolicy policy = policy("key and path").without("kms:CreateGrant");
        assertThatThrownBy(() -> life("key and path", policy))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("kms:CreateGrant");
    }

    private static IamPolicy policy(String kind) {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            return spec(kind, sandbox.newRun()).plan().iamPolicy();
        }
    }

    private static void life(String kind, IamPolicy policy) {
        List<String> documents =
                policy.parts().stream().map(IamPolicy::toCompactJson).toList();
        try (InMemorySandbox sandbox = InMemorySandbox.limitedTo(documents)) {
            spec(kind, sandbox.newRun()).install().close();
            spec(kind, sandbox.newRun())
                    .withNodes("default", nodes -> nodes.kubelet(kubelet -> kubelet.maxPods(16)))
                    .install()
                    .close();
            assertThat(sandbox.newRun().uninstall().nothingLeft()).isTrue();
            Set<String> used =
                    sandbox.kernel().read(world -> AwsAccount.of(world).usedActions());
            assertThat(used).as("the policy was asked").isNotEmpty();
        }
    }

    private static MeshProvisioner spec(String kind, MeshProvisioner base) {
        return switch (kind) {
            case "custom networking" -> base.withNetworking(net -> net.vpcCni(cni -> cni.podCidr("100.64.0.0/16")));
            case "key and path" ->
                base.withIam(iam -> iam.path("/platform/"))
                        .withCluster(cluster -> cluster.kmsKeyArn("arn:aws:kms:us-west-2:111122223333:key/shop"));
            case "calico" -> base.withNetworking(net -> net.calico());
            default -> base.withNodes("default", nodes -> nodes.kubelet(kubelet -> kubelet.maxPods(14)));
        };
    }
}
