package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.istio.Certificates;
import io.meshprovisioner.istio.model.Gateway;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshCertificate;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates from files to where Istio looks for them, and until when they are good. Made by the JDK's keytool. */
class CertificatesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeThem() throws Exception {
        pair("root", "CN=root", "-ext", "bc:c");
        pair("server", "CN=shop.example.com");
        pair("other", "CN=other.example.com");
    }

    @Test
    void aGatewaysCertificateIsSeenWithItsEndAndItsAbsenceToo() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            Mesh mesh = sandbox.newRun().withIstio("1.30.3").install();
            mesh.apply(Gateway.named("public")
                    .namespace("istio-system")
                    .selector(Map.of("istio", "ingressgateway"))
                    .server(server ->
                            server.https(443, tls -> tls.simple("shop-cert")).hosts("shop.example.com")));
            assertThat(mesh.certificates())
                    .filteredOn(one -> one.use().startsWith("gateway"))
                    .singleElement()
                    .asString()
                    .contains("there is no such Secret in istio-system");

            Manifest secret = Certificates.gateway("istio-system", "shop-cert", file("server.crt"), file("server.key"));
            assertThat(secret).hasToString("Secret istio-system/shop-cert");
            mesh.apply(secret);
            mesh.apply(Certificates.authority(file("root.crt"), file("root.key"), file("root.crt"), file("root.crt")));

            List<MeshCertificate> all = mesh.certificates();
            assertThat(all).extracting(MeshCertificate::subject).containsExactly("CN=root", "CN=shop.example.com");
            assertThat(all)
                    .extracting(MeshCertificate::use)
                    .containsExactly("certificate authority", "gateway istio-system/public");
            assertThat(all)
                    .allMatch(one -> one.expiresWithin(one.expires(), Duration.ofDays(1))
                            && !one.expiresWithin(one.expires().minus(Duration.ofDays(30)), Duration.ofDays(1)));
        }
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        assertThatThrownBy(() -> Certificates.gateway("n", "c", file("server.crt"), file("other.key")))
                .hasMessageContaining("is not that of the certificate");
        assertThatThrownBy(() -> Certificates.gateway("n", "c", file("server.key"), file("server.key")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Certificates.gateway("n", "c", file("server.crt"), file("server.crt")))
                .hasMessageContaining("no private key");
        assertThatThrownBy(() -> Certificates.authority(
                        file("server.crt"), file("server.key"), file("root.crt"), file("root.crt")))
                .hasMessageContaining("no certificate authority");
        assertThatThrownBy(() -> Certificates.authority(
                        file("root.crt"), file("root.key"), file("other.crt"), file("other.crt")))
                .hasMessageContaining("signed by none");
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void pair(String name, String subject, String... more) throws Exception {
        Path store = file(name + ".p12");
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "90",
                "-dname",
                subject,
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString()));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        java.security.KeyStore keys = java.security.KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem(
                name + ".key",
                "PRIVATE KEY",
                keys.getKey("a", "changeit".toCharArray()).getEncoded());
    }

    private void pem(String name, String type, byte[] content) throws IOException {
        Files.writeString(
                file(name),
                "-----BEGIN " + type + "-----\n"
                        + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END "
                        + type + "-----\n");
    }
}
