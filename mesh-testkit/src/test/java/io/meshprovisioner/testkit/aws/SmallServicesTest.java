package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** SSM parameters as the one-writer rule needs them, log groups, key pairs (G1.2). */
class SmallServicesTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private static void put(SsmClient ssm, String name, boolean overwrite) {
        ssm.putParameter(
                r -> r.name(name).value("owner").type(ParameterType.STRING).overwrite(overwrite));
    }

    @Test
    void aParameterIsCreatedOnceUnlessOverwritten() {
        SsmClient ssm = lab.ssm();
        put(ssm, "/mesh-provisioner/demo/lease/1", false);
        refused("ParameterAlreadyExists", () -> put(ssm, "/mesh-provisioner/demo/lease/1", false));
        put(ssm, "/mesh-provisioner/demo/lease/1", true);
        assertThat(ssm.getParameter(r -> r.name("/mesh-provisioner/demo/lease/1"))
                        .parameter()
                        .version())
                .isEqualTo(2);
        for (int i = 2; i < 14; i++) {
            put(ssm, "/mesh-provisioner/demo/lease/" + i, false);
        }
        put(ssm, "/mesh-provisioner/other/lease/1", false);
        List<String> names = new ArrayList<>();
        ssm.getParametersByPathPaginator(r -> r.path("/mesh-provisioner/demo").recursive(true))
                .forEach(page -> page.parameters().forEach(parameter -> names.add(parameter.name())));
        assertThat(names).hasSize(13).allMatch(name -> name.startsWith("/mesh-provisioner/demo/"));
        assertThat(ssm.getParametersByPath(r -> r.path("/mesh-provisioner/demo"))
                        .parameters())
                .as("not recursive")
                .isEmpty();
        ssm.deleteParameter(r -> r.name("/mesh-provisioner/demo/lease/1"));
        refused("ParameterNotFound", () -> ssm.deleteParameter(r -> r.name("/mesh-provisioner/demo/lease/1")));
        refused("ParameterNotFound", () -> ssm.getParameter(r -> r.name("/mesh-provisioner/demo/lease/1")));
        refused("ValidationException", () -> put(ssm, "/aws/mine", false));
    }

    @Test
    void imagesOfTheErasVersionsAreNamed() {
        SsmClient ssm = lab.ssm();
        String path = "/aws/service/eks/optimized-ami/%s/amazon-linux-2023/x86_64/standard/recommended/image_id";
        assertThat(ssm.getParameter(r -> r.name(path.formatted("1.35")))
                        .parameter()
                        .value())
                .startsWith("ami-0");
        refused("ParameterNotFound", () -> ssm.getParameter(r -> r.name(path.formatted("1.21"))));
    }

    @Test
    void logGroups() {
        var logs = lab.logs();
        logs.createLogGroup(r -> r.logGroupName("/aws/eks/demo/cluster"));
        logs.createLogGroup(r -> r.logGroupName("/aws/eks/demo2/cluster"));
        refused(
                "ResourceAlreadyExistsException",
                () -> logs.createLogGroup(r -> r.logGroupName("/aws/eks/demo/cluster")));
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix("/aws/eks/demo/"))
                        .logGroups())
                .hasSize(1);
        logs.deleteLogGroup(r -> r.logGroupName("/aws/eks/demo/cluster"));
        refused("ResourceNotFoundException", () -> logs.deleteLogGroup(r -> r.logGroupName("/aws/eks/demo/cluster")));
    }

    @Test
    void keyPairsAreMadeOrImported() throws Exception {
        var ec2 = lab.ec2();
        var made = ec2.createKeyPair(r -> r.keyName("made"));
        String pem = made.keyMaterial();
        assertThat(pem).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        byte[] pkcs1 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        byte[] header = Base64.getDecoder().decode("MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKg=");
        // The PKCS#8 frame around a PKCS#1 key, its two lengths filled in.
        byte[] pkcs8 = new byte[26 + pkcs1.length];
        System.arraycopy(header, 0, pkcs8, 0, 26);
        pkcs8[2] = (byte) ((pkcs1.length + 22) >> 8);
        pkcs8[3] = (byte) (pkcs1.length + 22);
        pkcs8[24] = (byte) (pkcs1.length >> 8);
        pkcs8[25] = (byte) pkcs1.length;
        System.arraycopy(pkcs1, 0, pkcs8, 26, pkcs1.length);
        assertThat(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)))
                .isNotNull();
        refused("InvalidKeyPair.Duplicate", () -> ec2.createKeyPair(r -> r.keyName("made")));
        refused(
                "InvalidKey.Format",
                () -> ec2.importKeyPair(r -> r.keyName("bad").publicKeyMaterial(SdkBytes.fromUtf8String("not a key"))));
        String publicKey = ec2.describeKeyPairs(r -> r.keyNames("made").includePublicKey(true))
                .keyPairs()
                .get(0)
                .publicKey();
        var imported = ec2.importKeyPair(
                r -> r.keyName("mine").publicKeyMaterial(SdkBytes.fromUtf8String(publicKey + " me@here")));
        assertThat(imported.keyFingerprint()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
        refused("InvalidKeyPair.NotFound", () -> ec2.describeKeyPairs(r -> r.keyNames("none")));
        ec2.deleteKeyPair(r -> r.keyName("made"));
        ec2.deleteKeyPair(r -> r.keyName("made"));
        assertThat(ec2.describeKeyPairs().keyPairs()).hasSize(1);
    }
}
