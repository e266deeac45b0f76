package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.istio.Certificates;
import io.meshprovisioner.istio.Pem;
import io.meshprovisioner.istio.model.Gateway;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshCertificate;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
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

    /** As OpenSSL writes them by its older commands; the JDK reads neither. */
    @Test
    void keysInOlderFormsAreCheckedToo() throws Exception {
        new KeyPairs(folder).pair("rsa", "CN=rsa", "-keyalg", "RSA");
        for (String name : List.of("rsa", "server")) {
            String type = name.equals("rsa") ? "RSA" : "EC";
            Pem chain = Pem.file(file(name + ".crt"));
            Pem older = new KeyPairs(folder).older(name, type);
            assertThat(Certificates.gateway("n", "c", chain, older).kind()).isEqualTo("Secret");
            assertThatThrownBy(() -> Certificates.gateway("n", "c", Pem.file(file("other.crt")), older))
                    .hasMessageContaining("is not that of the certificate");
        }
    }

    @Test
    void aGatewayThatAsksClientsHasTheirAuthorityAndAChainItsOrder() throws Exception {
        Pem chain = Pem.file(file("server.crt"));
        Pem key = Pem.of(Files.readString(file("server.key")));
        assertThat(key).hasToString("the text given");
        Manifest secret = Certificates.gateway("n", "c", chain, key, Pem.file(file("root.crt")));
        assertThat(secret.toMap().get("data").toString()).contains("ca.crt=", "tls.crt=", "tls.key=");
        Pem wrong = Pem.of(Files.readString(file("server.crt")) + Files.readString(file("other.crt")));
        assertThatThrownBy(() -> Certificates.gateway("n", "c", wrong, key))
                .hasMessageContaining("certificate 1 was not signed by the one after it");
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void pair(String name, String subject, String... more) throws Exception {
        new KeyPairs(folder).pair(name, subject, more);
    }
}
