package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshprovisioner.testkit.wire.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Who signs with what and when: late requests are refused by the account itself, which the one-writer rule rests on. */
class SignatureTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void aRequestThatArrivesLateIsRefusedByEveryProtocol() {
        AccessKey key = lab.options.defaultKey();
        AwsBasicCredentials credentials = AwsBasicCredentials.create(key.id(), key.secret());
        Clock behind = Clock.offset(lab.clock(), Duration.ofMinutes(-15));
        lab.client(Ec2Client.builder(), credentials, behind).describeVpcs();
        Clock late = Clock.offset(lab.clock(), Duration.ofMinutes(-15).minusSeconds(1));
        refused("RequestExpired", () -> lab.client(Ec2Client.builder(), credentials, late)
                .createVpc(r -> r.cidrBlock("10.0.0.0/16")));
        refused("SignatureDoesNotMatch", () -> lab.client(IamClient.builder(), credentials, late)
                .listRoles());
        refused("InvalidSignatureException", () -> lab.client(EksClient.builder(), credentials, late)
                .listClusters());
        refused("InvalidSignatureException", () -> lab.client(SsmClient.builder(), credentials, late)
                .describeParameters());
        Clock early = Clock.offset(lab.clock(), Duration.ofMinutes(16));
        refused("InvalidSignatureException", () -> lab.client(EksClient.builder(), credentials, early)
                .listClusters());
        assertThat(lab.inventory()).isEmpty();
    }

    @Test
    void wrongSecretsAndUnknownKeysAreRefused() {
        AwsBasicCredentials wrong =
                AwsBasicCredentials.create(lab.options.defaultKey().id(), "wrong");
        AwsBasicCredentials unknown = AwsBasicCredentials.create("AKIANOBODY0000000000", "wrong");
        refused("SignatureDoesNotMatch", () -> lab.client(IamClient.builder(), wrong, lab.clock())
                .listRoles());
        refused("InvalidClientTokenId", () -> lab.client(IamClient.builder(), unknown, lab.clock())
                .listRoles());
        refused("InvalidSignatureException", () -> lab.client(EksClient.builder(), wrong, lab.clock())
                .listClusters());
        refused("UnrecognizedClientException", () -> lab.client(EksClient.builder(), unknown, lab.clock())
                .listClusters());
        // EC2 answers 401, whose body the JDK's HttpURLConnection does not hand out.
        assertThat(catchThrowableOfType(Ec2Exception.class, () -> lab.client(Ec2Client.builder(), unknown, lab.clock())
                                .describeVpcs())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void awkwardPathsAndValuesAreSignedAlike() {
        Stack stack = new Stack(lab).network().cluster();
        String arn = stack.eks.describeCluster(r -> r.name("demo")).cluster().arn();
        stack.eks.tagResource(r -> r.resourceArn(arn).tags(Map.of("a b", "c/d+e=ü")));
        assertThat(stack.eks.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .containsEntry("a b", "c/d+e=ü");
        stack.eks.untagResource(r -> r.resourceArn(arn).tagKeys("a b", "mesh"));
        assertThat(stack.eks.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .isEmpty();
    }

    @Test
    void unsignedRequestsAndUnknownPlacesAreErrors() {
        Request bare = new Request("POST", "/", "", Map.of(), new byte[0]);
        assertThat(lab.read(w -> w.cloud().handle(w, bare)).status()).isEqualTo(403);
        Request nowhere = new Request(
                "POST",
                "/",
                "",
                Map.of(
                        "Authorization",
                        List.of("AWS4-HMAC-SHA256 Credential=AKIASANDBOX000000001/20260801/"
                                + "mars-north-1/ec2/aws4_request, SignedHeaders=host, Signature=00")),
                new byte[0]);
        assertThat(lab.read(w -> w.cloud().handle(w, nowhere)).text()).contains("mars-north-1");
        Request unknown = new Request(
                "POST",
                "/",
                "",
                Map.of(
                        "Authorization",
                        List.of("AWS4-HMAC-SHA256 Credential=AKIASANDBOX000000001/20260801/"
                                + "us-west-2/glacier/aws4_request, SignedHeaders=host, Signature=00")),
                new byte[0]);
        assertThat(lab.read(w -> w.cloud().handle(w, unknown)).text()).contains("glacier");
    }
}
