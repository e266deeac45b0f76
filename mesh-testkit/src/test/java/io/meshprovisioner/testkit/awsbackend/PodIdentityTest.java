package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.spec.PodIdentitySpec;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** What pods may do in AWS: by associations with roles, and by an issuer that IAM believes. */
class PodIdentityTest {
    private static final String READ = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    private static final UnaryOperator<PodIdentitySpec> READS = who -> who.managedPolicies(READ);

    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private MeshProvisioner orders(UnaryOperator<PodIdentitySpec> what) {
        return bench.provisioner().withCluster(c -> c.podIdentity("shop", "orders", what));
    }

    private List<PodIdentityAssociation> associations() {
        return bench.neighbour().eks().listPodIdentityAssociations(r -> r.clusterName("mesh")).associations().stream()
                .map(one -> bench.neighbour()
                        .eks()
                        .describePodIdentityAssociation(
                                r -> r.clusterName("mesh").associationId(one.associationId()))
                        .association())
                .toList();
    }

    private List<String> madeRoles() {
        return bench.inventory().stream()
                .filter(line -> line.startsWith("iam role ") && line.contains("-pod-"))
                .toList();
    }

    @Test
    void aServiceAccountsPodsGetARoleOfTheirOwnWithTheAgentThatHandsItOut() {
        orders(READS).install();

        assertThat(associations()).singleElement().satisfies(made -> {
            assertThat(made.namespace()).isEqualTo("shop");
            assertThat(made.serviceAccount()).isEqualTo("orders");
            String role = made.roleArn().substring(made.roleArn().lastIndexOf('/') + 1);
            assertThat(bench.neighbour()
                            .iam()
                            .listAttachedRolePolicies(r -> r.roleName(role))
                            .attachedPolicies())
                    .extracting(AttachedPolicy::policyArn)
                    .containsExactly(READ);
            assertThat(java.net.URLDecoder.decode(
                            bench.neighbour()
                                    .iam()
                                    .getRole(r -> r.roleName(role))
                                    .role()
                                    .assumeRolePolicyDocument(),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .contains("pods.eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession");
        });
        assertThat(bench.neighbour()
                        .eks()
                        .describeAddon(r -> r.clusterName("mesh").addonName("eks-pod-identity-agent"))
                        .addon()
                        .tags())
                .containsEntry("mesh-provisioner/mesh", "mesh");
        assertThat(orders(READS).plan().changesNothing()).isTrue();

        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void anAgentThatTheSpecNamesIsTakenAsItIs() {
        assertThat(bench.provisioner()
                        .withCluster(c -> c.podIdentity("shop", "orders", READS)
                                .addon(io.meshprovisioner.spec.ClusterSpec.AddonSpec.of("eks-pod-identity-agent")
                                        .version("v1.3.9-eksbuild.3")))
                        .plan()
                        .toString())
                .containsOnlyOnce("EKS add-on eks-pod-identity-agent")
                .contains("EKS add-on eks-pod-identity-agent v1.3.9-eksbuild.3");
    }

    @Test
    void anotherRoleIsPutInPlaceAndTheOneThatWasMadeGoes() {
        orders(READS).install();
        String id = associations().get(0).associationId();
        String own = ordersRole("pods.eks.amazonaws.com");

        assertThat(orders(who -> who.role(own)).plan().toString()).contains("roleArn");
        orders(who -> who.role(own)).install();

        assertThat(associations()).singleElement().satisfies(now -> {
            assertThat(now.associationId()).isEqualTo(id);
            assertThat(now.roleArn()).isEqualTo(own);
        });
        assertThat(madeRoles()).isEmpty();
        assertThat(orders(who -> who.role(own)).plan().changesNothing()).isTrue();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).singleElement().asString().startsWith("iam role orders");
    }

    @Test
    void whatANewerSpecDoesNotNameGoesAndWhatIsOthersStays() {
        orders(READS).install();
        String theirs = ordersRole("pods.eks.amazonaws.com");
        bench.neighbour().eks().createPodIdentityAssociation(r -> r.clusterName("mesh")
                .namespace("shop")
                .serviceAccount("theirs")
                .roleArn(theirs));

        bench.install();

        assertThat(associations())
                .extracting(PodIdentityAssociation::serviceAccount)
                .containsExactly("theirs");
        assertThat(madeRoles()).isEmpty();
    }

    @Test
    void anAssociationThatSomebodyElseMadeIsNotTouched() {
        bench.install();
        String theirs = ordersRole("pods.eks.amazonaws.com");
        bench.neighbour().eks().createPodIdentityAssociation(r -> r.clusterName("mesh")
                .namespace("shop")
                .serviceAccount("orders")
                .roleArn(theirs));

        MeshProvisioner ours = orders(READS);
        assertThatThrownBy(ours::install)
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Somebody else has said in which role the pods of shop/orders work");
        assertThat(associations()).singleElement().satisfies(one -> assertThat(one.roleArn())
                .isEqualTo(theirs));
    }

    @Test
    void theClustersIssuerIsBelievedUntilASpecSaysSoNoMore() {
        bench.provisioner().withCluster(c -> c.oidcProvider()).install();
        assertThat(providers()).singleElement().asString().contains("mesh-provisioner/mesh=mesh");
        assertThat(bench.provisioner().withCluster(c -> c.oidcProvider()).plan().changesNothing())
                .isTrue();

        bench.install();
        assertThat(providers()).isEmpty();

        bench.provisioner().withCluster(c -> c.oidcProvider()).install();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void aProviderThatSomebodyElseMadeIsUsedAndStays() {
        bench.install();
        String issuer = bench.neighbour()
                .eks()
                .describeCluster(r -> r.name("mesh"))
                .cluster()
                .identity()
                .oidc()
                .issuer();
        bench.neighbour().iam().createOpenIDConnectProvider(r -> r.url(issuer).clientIDList("sts.amazonaws.com"));

        bench.provisioner().withCluster(c -> c.oidcProvider()).install();
        bench.install();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();

        assertThat(providers()).singleElement().asString().doesNotContain("mesh-provisioner");
    }

    /** The cluster is gone, and no spec is at hand. */
    @Test
    void whatWasLeftIsFoundWithoutTheCluster() {
        bench.provisioner()
                .withCluster(c -> c.podIdentity("shop", "orders", READS).oidcProvider())
                .install();
        Neighbour somebody = bench.neighbour();
        somebody.eks().deleteNodegroup(r -> r.clusterName("mesh").nodegroupName("default"));
        bench.pass(java.time.Duration.ofMinutes(10));
        somebody.eks().deleteCluster(r -> r.name("mesh"));
        bench.pass(java.time.Duration.ofMinutes(10));
        assertThat(madeRoles()).hasSize(1);
        assertThat(providers()).hasSize(1);

        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    private List<String> providers() {
        return bench.inventory().stream()
                .filter(line -> line.startsWith("iam oidc-provider"))
                .toList();
    }

    private String ordersRole(String service) {
        return bench.neighbour()
                .iam()
                .createRole(r -> r.roleName("orders").assumeRolePolicyDocument("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": {"Service": "%s"}}]}""".formatted(service)))
                .role()
                .arn();
    }
}
