package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;

/** G1.1: roles, users, access keys, and what their policies allow. */
class IdentityTest {
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"sts:AssumeRole\"}]}";
    private final Lab lab = new Lab();
    private final IamClient iam = lab.iam();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private void role(String name) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    @Test
    void rolesAreUniqueAndHeldByTheirPolicies() {
        role("ops");
        refused("EntityAlreadyExists", () -> role("ops"));
        refused("NoSuchEntity", () -> iam.getRole(r -> r.roleName("none")));
        refused(
                "MalformedPolicyDocument",
                () -> iam.createRole(r -> r.roleName("bad").assumeRolePolicyDocument("{")));
        refused(
                "NoSuchEntity",
                () -> iam.attachRolePolicy(r -> r.roleName("ops").policyArn("arn:aws:iam::aws:policy/NoSuchPolicy")));
        String policy = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy";
        iam.attachRolePolicy(r -> r.roleName("ops").policyArn(policy));
        iam.attachRolePolicy(r -> r.roleName("ops").policyArn(policy));
        assertThat(iam.listAttachedRolePolicies(r -> r.roleName("ops")).attachedPolicies())
                .singleElement()
                .satisfies(attached -> assertThat(attached.policyName()).isEqualTo("AmazonEBSCSIDriverPolicy"));
        refused("DeleteConflict", () -> iam.deleteRole(r -> r.roleName("ops")));
        iam.detachRolePolicy(r -> r.roleName("ops").policyArn(policy));
        refused(
                "NoSuchEntity",
                () -> iam.detachRolePolicy(r -> r.roleName("ops").policyArn(policy)));
        iam.putRolePolicy(r -> r.roleName("ops").policyName("in").policyDocument(TRUST));
        refused("DeleteConflict", () -> iam.deleteRole(r -> r.roleName("ops")));
        iam.deleteRolePolicy(r -> r.roleName("ops").policyName("in"));
        iam.deleteRole(r -> r.roleName("ops"));
        refused("NoSuchEntity", () -> iam.deleteRole(r -> r.roleName("ops")));
        assertThat(lab.inventory()).isEmpty();
    }

    @Test
    void documentsComeBackUrlEncodedAndListsInPages() {
        for (int i = 0; i < 5; i++) {
            role("role-" + i);
        }
        assertThat(java.net.URLDecoder.decode(
                        iam.getRole(r -> r.roleName("role-1")).role().assumeRolePolicyDocument(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(TRUST);
        List<String> names = new ArrayList<>();
        iam.listRolesPaginator(r -> r.maxItems(2)).roles().forEach(role -> names.add(role.roleName()));
        assertThat(names).containsExactly("role-0", "role-1", "role-2", "role-3", "role-4");
    }

    @Test
    void aUsersKeyWorksWithinItsPolicies() {
        iam.createUser(r -> r.userName("bob"));
        AccessKey key = iam.createAccessKey(r -> r.userName("bob")).accessKey();
        AwsBasicCredentials bob = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        Ec2Client ec2 = lab.client(Ec2Client.builder(), bob, lab.clock());
        EksClient eks = lab.client(EksClient.builder(), bob, lab.clock());
        StsClient sts = lab.client(StsClient.builder(), bob, lab.clock());
        assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::111122223333:user/bob");
        String message = refused("UnauthorizedOperation", () -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")))
                .awsErrorDetails()
                .errorMessage();
        String encoded = message.substring(message.lastIndexOf(' ') + 1);
        assertThat(lab.sts()
                        .decodeAuthorizationMessage(r -> r.encodedMessage(encoded))
                        .decodedMessage())
                .contains("\"action\":\"ec2:CreateVpc\"");
        refused("AccessDeniedException", () -> eks.listClusters());
        refused("UnauthorizedOperation", () -> ec2.describeVpcs());
        iam.putUserPolicy(r -> r.userName("bob")
                .policyName("least")
                .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                        + "[\"ec2:CreateVpc\",\"ec2:Describe*\"],\"Resource\":\"*\"}]}"));
        ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16"));
        assertThat(ec2.describeVpcs().vpcs()).hasSize(1);
        refused(
                "DryRunOperation",
                () -> ec2.createVpc(r -> r.cidrBlock("10.1.0.0/16").dryRun(true)));
        refused(
                "UnauthorizedOperation",
                () -> ec2.createSubnet(
                        r -> r.vpcId("vpc-0").cidrBlock("10.0.0.0/24").dryRun(true)));
        refused(
                "UnauthorizedOperation",
                () -> ec2.createVpc(r -> r.cidrBlock("10.1.0.0/16")
                        .tagSpecifications(Stack.named(
                                software.amazon.awssdk.services.ec2.model.ResourceType.VPC, "x", java.util.Map.of()))));
        iam.attachUserPolicy(r -> r.userName("bob").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        eks.listClusters();
        refused("LimitExceeded", () -> {
            iam.createAccessKey(r -> r.userName("bob"));
            iam.createAccessKey(r -> r.userName("bob"));
        });
        refused("DeleteConflict", () -> iam.deleteUser(r -> r.userName("bob")));
        iam.deleteAccessKey(r -> r.userName("bob").accessKeyId(key.accessKeyId()));
        refused("UnrecognizedClientException", () -> eks.listClusters());
    }

    @Test
    void aRoleIsAssumedForAWhile() {
        role("ops");
        iam.attachRolePolicy(r -> r.roleName("ops").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        var credentials = lab.sts()
                .assumeRole(r -> r.roleArn("arn:aws:iam::111122223333:role/ops")
                        .roleSessionName("me")
                        .durationSeconds(900))
                .credentials();
        AwsSessionCredentials session = AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        StsClient sts = lab.client(StsClient.builder(), session, lab.clock());
        assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:sts::111122223333:assumed-role/ops/me");
        assertThat(credentials.expiration()).isEqualTo(lab.clock().instant().plusSeconds(900));
        AwsSessionCredentials forged =
                AwsSessionCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey(), "other");
        refused("InvalidClientTokenId", () -> lab.client(StsClient.builder(), forged, lab.clock())
                .getCallerIdentity());
        lab.pass(900);
        refused("ExpiredToken", sts::getCallerIdentity);
        refused("AccessDenied", () -> lab.sts().assumeRole(r -> r.roleArn("arn:aws:iam::111122223333:role/none")
                .roleSessionName("me")));
    }

    @Test
    void oidcProvidersAndServiceLinkedRoles() {
        String arn = iam.createOpenIDConnectProvider(r ->
                        r.url("https://oidc.eks.us-west-2.amazonaws.com/id/X").clientIDList("sts.amazonaws.com"))
                .openIDConnectProviderArn();
        assertThat(arn).isEqualTo("arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/X");
        refused(
                "EntityAlreadyExists",
                () -> iam.createOpenIDConnectProvider(r -> r.url("https://oidc.eks.us-west-2.amazonaws.com/id/X")));
        iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
        refused("NoSuchEntity", () -> iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn)));
        iam.createServiceLinkedRole(r -> r.awsServiceName("eks-nodegroup.amazonaws.com"));
        refused(
                "InvalidInput",
                () -> iam.createServiceLinkedRole(r -> r.awsServiceName("eks-nodegroup.amazonaws.com")));
    }
}
