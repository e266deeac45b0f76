package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spi.CloudAccess.CloudCredentials;
import io.meshprovisioner.spi.IssuedKey;
import io.meshprovisioner.spi.UserGrant;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.kernel.ApiFault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** G1.1 A user of the mesh's own with a key that is handed over once; roles of others; accounts that are expected. */
class AccessKeysTest {
    private static final String USER = "mesh-us-west-2-user";

    private final AwsBench bench = new AwsBench();
    private final List<IssuedKey> handed = new ArrayList<>();
    private final List<CloudCredentials> received = new ArrayList<>();

    @AfterEach
    void close() {
        bench.close();
    }

    private void receive(IssuedKey key) {
        handed.add(key);
        received.add(
                key.handOver(secret -> new CloudCredentials(key.accessKeyId(), new String(secret), Optional.empty())));
    }

    private List<String> keys() {
        return bench.neighbour().iam().listAccessKeys(r -> r.userName(USER)).accessKeyMetadata().stream()
                .map(AccessKeyMetadata::accessKeyId)
                .toList();
    }

    private List<String> policies() {
        return bench.neighbour().iam().listAttachedUserPolicies(r -> r.userName(USER)).attachedPolicies().stream()
                .map(AttachedPolicy::policyName)
                .toList();
    }

    /** The sandbox enforces what the user may do: the whole life of the mesh by its key, and nothing else. */
    @Test
    void aUserWithTheLeastRightsInstallsAndUninstallsTheMesh() {
        bench.provisioner().withTag("team", "payments").issueAccessKey(this::receive);
        assertThat(received).hasSize(1);
        assertThat(keys()).containsExactly(received.get(0).accessKeyId());
        assertThat(policies()).isNotEmpty().allMatch(name -> name.startsWith(USER + "-"));
        assertThat(bench.inventory())
                .anyMatch(line -> line.startsWith("iam user " + USER) && line.contains("payments"));

        bench.provisioner("by-user", received.get(0)).install().close();
        assertThat(bench.provisioner("by-user-again", received.get(0))
                        .uninstall()
                        .nothingLeft())
                .as("who may not look at users finds none")
                .isTrue();
        assertThatThrownBy(() -> bench.provisioner("other-mesh", received.get(0))
                        .withName("other")
                        .install())
                .isInstanceOf(AccessDeniedException.class);

        assertThat(bench.provisioner().revokeAccessKey()).containsExactly("IAM user " + USER + " with its keys");
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void theSecretIsHandedOverOnceAndPrintedNowhere() {
        bench.provisioner().issueAccessKey(this::receive);
        String secret = received.get(0).secretAccessKey();
        assertThat(secret).hasSize(40);
        assertThat(handed.get(0)).hasToString("IssuedKey(" + received.get(0).accessKeyId() + ")");
        assertThatThrownBy(() -> handed.get(0).handOver(String::new))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining(secret);
        assertThat(bench.events.toString()).doesNotContain(secret);

        assertThatThrownBy(() -> bench.provisioner().issueAccessKey(this::receive))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("revokeAccessKey()");
        assertThat(received).hasSize(1);
        bench.provisioner().revokeAccessKey();
        bench.provisioner().issueAccessKey(this::receive);
        assertThat(received).hasSize(2);
    }

    @Test
    void aKeyWhoseAnswerWasLostIsDeletedAndMadeAnew() {
        bench.kernel.inject("iam:CreateAccessKey", ApiFault.answerLost());
        bench.provisioner().issueAccessKey(this::receive);
        assertThat(received).hasSize(1);
        assertThat(keys()).containsExactly(received.get(0).accessKeyId());
    }

    @Test
    void aKeyThatWasNotHandedOverIsDeletedAndMadeAnew() {
        bench.kernel.inject("iam:TagUser", ApiFault.error(403, "AccessDenied", "not today"));
        assertThatThrownBy(() -> bench.provisioner().issueAccessKey(this::receive))
                .isInstanceOf(MeshException.class);
        List<String> first = keys();
        assertThat(first).hasSize(1);

        bench.provisioner().issueAccessKey(this::receive);
        assertThat(keys()).hasSize(1).doesNotContainAnyElementsOf(first);
        assertThat(keys()).containsExactly(received.get(received.size() - 1).accessKeyId());
    }

    @Test
    void aReceiverThatFailsLeavesNoKey() {
        assertThatThrownBy(() -> bench.provisioner().issueAccessKey(key -> {
                    throw new IllegalArgumentException("the vault is shut");
                }))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("the key was deleted");
        assertThat(keys()).isEmpty();
    }

    @Test
    void everythingIsAllowedOnlyWhereAskedForAndTheUserGoesWithTheMesh() {
        bench.provisioner().issueAccessKey(UserGrant.ADMINISTRATOR, this::receive);
        assertThat(policies()).containsExactly("AdministratorAccess");

        UninstallReport own = bench.provisioner("own", received.get(0)).uninstall();
        assertThat(own.nothingLeft()).isFalse();
        assertThat(own.remaining()).singleElement().asString().contains(USER, "its own");
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void anotherSpecsRightsTakeThePlaceOfTheFormerOnes() {
        bench.provisioner().issueAccessKey(UserGrant.ADMINISTRATOR, this::receive);
        assertThatThrownBy(() -> bench.provisioner().issueAccessKey(this::receive))
                .isInstanceOf(ResourceConflictException.class);
        assertThat(policies()).as("the same key, other rights").doesNotContain("AdministratorAccess");
    }

    /** Elsewhere ARNs, addresses and the names of services are others. */
    @ParameterizedTest
    @CsvSource({"cn-north-1, aws-cn, ec2.amazonaws.com.cn", "us-gov-west-1, aws-us-gov, ec2.amazonaws.com"})
    void otherPartitions(String region, String partition, String nodes) {
        try (Sandbox sandbox = Sandbox.start()) {
            MeshProvisioner there = sandbox.provisioner(region);
            IamPolicy policy = there.plan().iamPolicy();
            assertThat(policy.statements())
                    .flatExtracting(IamPolicy.Statement::resources)
                    .allMatch(resource -> resource.equals("*") || resource.startsWith("arn:" + partition + ":"));
            there.install().close();
            assertThat(sandbox.inventory()).anyMatch(line -> line.startsWith("iam role mesh-" + region + "-node"));
            Neighbour neighbour = new Neighbour(
                    sandbox.awsEndpoint(), AwsOptions.DEFAULT.defaultKey(), Clock.fixed(sandbox.now(), ZoneOffset.UTC));
            assertThat(neighbour
                            .in(region)
                            .iam()
                            .getRole(r -> r.roleName("mesh-" + region + "-node"))
                            .role())
                    .satisfies(role -> {
                        assertThat(role.arn()).startsWith("arn:" + partition + ":iam::");
                        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                                .contains("\"" + nodes + "\"");
                    });
            assertThat(sandbox.provisioner(region).uninstall().nothingLeft()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }

    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                    + "\"arn:aws:iam::111122223333:root\"},\"Action\":\"sts:AssumeRole\",\"Condition\":"
                    + "{\"StringEquals\":{\"sts:ExternalId\":\"shop-7\"}}}]}";

    @Test
    void aRoleIsTakenOnWithItsExternalId() {
        String role = bench.neighbour()
                .iam()
                .createRole(r -> r.roleName("deployer").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
        bench.neighbour().iam().attachRolePolicy(r -> r.roleName("deployer")
                .policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        bench.pass(java.time.Duration.ofMinutes(1));

        assertThatThrownBy(() -> bench.provisioner().withAssumedRole(role).install())
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("cannot be taken on")
                .hasMessageContaining("external id");
        assertThat(bench.mine()).isEmpty();

        bench.provisioner().withAssumedRole(role, "shop-7").install().close();
        assertThat(bench.neighbour()
                        .eks()
                        .listAccessEntries(r -> r.clusterName("mesh"))
                        .accessEntries())
                .contains(role);
        assertThat(bench.provisioner()
                        .withAssumedRole(role, "shop-7")
                        .uninstall()
                        .nothingLeft())
                .isTrue();
    }

    @Test
    void anotherAccountThanTheExpectedOneIsRefusedBeforeTheFirstChange() {
        assertThatThrownBy(() ->
                        bench.provisioner().withExpectedAccount("999988887777").install())
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("111122223333")
                .hasMessageContaining("999988887777");
        assertThat(bench.inventory()).isEmpty();
        bench.provisioner().withExpectedAccount("111122223333").plan();
    }

    @Test
    void rolesAreMadeUnderAPathAndWithinABoundary() {
        String boundary = bench.neighbour()
                .iam()
                .createPolicy(
                        r -> r.policyName("boundary").policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[]}"))
                .policy()
                .arn();
        bench.provisioner().withIam(iam -> iam.path("/platform/")).install().close();
        var role = bench.neighbour()
                .iam()
                .getRole(r -> r.roleName("mesh-us-west-2-node"))
                .role();
        assertThat(role.arn()).isEqualTo("arn:aws:iam::111122223333:role/platform/mesh-us-west-2-node");
        assertThat(role.permissionsBoundary()).isNull();

        bench.provisioner()
                .withIam(iam -> iam.path("/platform/").permissionsBoundary(boundary))
                .install()
                .close();
        assertThat(bench.neighbour()
                        .iam()
                        .getRole(r -> r.roleName("mesh-us-west-2-node"))
                        .role()
                        .permissionsBoundary()
                        .permissionsBoundaryArn())
                .isEqualTo(boundary);
        assertThatThrownBy(() -> bench.provisioner().install()).hasMessageContaining("path: /platform/ -> /");
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
    }
}
