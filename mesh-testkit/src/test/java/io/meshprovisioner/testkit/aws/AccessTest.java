package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** G1.5: bearer tokens, minted as the AWS CLI does, and whom they stand for. */
class AccessTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private String token(String cluster, String keyId, String secret, Clock clock) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("https://sts.us-west-2.amazonaws.com/"))
                .appendRawQueryParameter("Action", "GetCallerIdentity")
                .appendRawQueryParameter("Version", "2011-06-15")
                .putHeader("x-k8s-aws-id", cluster)
                .build();
        String url = AwsV4HttpSigner.create()
                .sign(r -> r.identity(AwsBasicCredentials.create(keyId, secret))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-west-2")
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofSeconds(60))
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request()
                .getUri()
                .toString();
        return "k8s-aws-v1."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.UTF_8));
    }

    private String mine(String cluster) {
        AccessKey key = lab.options.defaultKey();
        return token(cluster, key.id(), key.secret(), Clock.fixed(lab.clock().instant(), ZoneOffset.UTC));
    }

    private Optional<KubeIdentity> who(String token) {
        return lab.read(w -> w.cloud().authenticate(w, Lab.DEMO, token));
    }

    @Test
    void theMakerIsAnAdministratorForAQuarterOfAnHour() {
        new Stack(lab).network().cluster();
        String token = mine("demo");
        assertThat(who(token)).get().satisfies(identity -> {
            assertThat(identity.groups()).contains("system:masters", "system:authenticated");
            assertThat(identity.accessKeyId()).isEqualTo("AKIASANDBOX000000001");
        });
        lab.pass(15 * 60);
        assertThat(who(token)).isPresent();
        lab.pass(1);
        assertThat(who(token)).isEmpty();
    }

    @Test
    void tokensOfOthersAreRefused() {
        new Stack(lab).network().cluster();
        assertThat(who(mine("other"))).as("signed for another cluster").isEmpty();
        AccessKey key = lab.options.defaultKey();
        assertThat(who(token("demo", key.id(), "wrong", lab.clock())))
                .as("forged")
                .isEmpty();
        assertThat(who(token("demo", "AKIAUNKNOWN000000000", key.secret(), lab.clock())))
                .isEmpty();
        assertThat(who("k8s-aws-v1.bm9uc2Vuc2U")).isEmpty();
        assertThat(who("nonsense")).isEmpty();
    }

    @Test
    void anotherUserNeedsAnEntry() {
        Stack stack = new Stack(lab).network().cluster();
        String user = stack.iam.createUser(r -> r.userName("bob")).user().arn();
        var made = stack.iam.createAccessKey(r -> r.userName("bob")).accessKey();
        String token = token("demo", made.accessKeyId(), made.secretAccessKey(), lab.clock());
        assertThat(who(token)).isEmpty();
        stack.eks.createAccessEntry(
                r -> r.clusterName("demo").principalArn(user).kubernetesGroups("team"));
        assertThat(who(token)).get().satisfies(identity -> {
            assertThat(identity.user()).isEqualTo(user);
            assertThat(identity.groups()).contains("team").doesNotContain("system:masters");
        });
        stack.eks.associateAccessPolicy(r -> r.clusterName("demo")
                .principalArn(user)
                .policyArn("arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy")
                .accessScope(s -> s.type("cluster")));
        assertThat(who(token).orElseThrow().groups()).contains("system:masters");
        stack.eks.deleteAccessEntry(r -> r.clusterName("demo").principalArn(user));
        assertThat(who(token)).isEmpty();
        refused(
                "InvalidParameterException",
                () -> stack.eks.createAccessEntry(
                        r -> r.clusterName("demo").principalArn("arn:aws:iam::111122223333:user/nobody")));
    }

    @Test
    void awsAuthMapsUsersToo() throws Exception {
        Stack stack = new Stack(lab).network().cluster();
        String user = stack.iam.createUser(r -> r.userName("bob")).user().arn();
        var made = stack.iam.createAccessKey(r -> r.userName("bob")).accessKey();
        ObjectNode map = (ObjectNode) Json.MAPPER.readTree("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":"
                + "{\"name\":\"aws-auth\",\"namespace\":\"kube-system\"}}");
        map.putObject("data").put("mapUsers", "- userarn: " + user + "\n  username: bob\n  groups: [viewers]\n");
        lab.demo().put(lab.read(w -> w), map);
        assertThat(who(token("demo", made.accessKeyId(), made.secretAccessKey(), lab.clock())))
                .get()
                .satisfies(identity -> {
                    assertThat(identity.user()).isEqualTo("bob");
                    assertThat(identity.groups()).contains("viewers");
                });
    }

    @Test
    void configMapModeHasNoEntriesAndMapsNodeRoles() {
        Stack stack = new Stack(lab).network().nat();
        String role = stack.clusterRole();
        stack.eks.createCluster(
                r -> r.name("demo").roleArn(role).resourcesVpcConfig(v -> v.subnetIds(stack.privateSubnets)));
        lab.pass(9 * 60);
        refused("InvalidRequestException", () -> stack.eks.listAccessEntries(r -> r.clusterName("demo")));
        assertThat(who(mine("demo")).orElseThrow().groups()).contains("system:masters");
        String nodeRole = stack.nodeRole();
        stack.createNodegroup(nodeRole, stack.privateSubnets);
        lab.pass(120);
        assertThat(stack.nodegroup().statusAsString()).isEqualTo("ACTIVE");
        assertThat(lab.demo()
                        .objects
                        .get("ConfigMap/kube-system/aws-auth")
                        .path("data")
                        .path("mapRoles")
                        .asText())
                .contains(nodeRole)
                .contains("system:node:{{EC2PrivateDNSName}}");
    }
}
