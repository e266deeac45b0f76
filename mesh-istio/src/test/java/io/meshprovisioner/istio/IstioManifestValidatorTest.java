package io.meshprovisioner.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.yaml.DocumentReader;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestValidator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class IstioManifestValidatorTest {
    private final ManifestValidator validator =
            ServiceLoader.load(ManifestValidator.class).findFirst().orElseThrow();

    @Test
    void saysWhereInTheTextSomethingIsWrong() {
        List<? extends Manifest> manifests = DocumentReader.standard().read("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: reviews
                  namespace: bookinfo
                spec:
                  hosts: [reviews]
                  http:
                  - timeout: soon
                    route:
                    - destination: {host: reviews}
                """);

        List<ManifestValidator.Finding> findings = validator.validate(manifests, "1.30.3");

        assertThat(findings)
                .filteredOn(ManifestValidator.Finding::error)
                .isNotEmpty()
                .allSatisfy(finding -> {
                    assertThat(finding.path())
                            .isEqualTo("VirtualService bookinfo/reviews spec.http[0].timeout (line 9)");
                    assertThat(finding.message()).contains("duration");
                    assertThat(finding.advice()).contains("500ms");
                });
    }

    @Test
    void hasNothingToSayAboutOtherPeoplesObjects() {
        Manifest role = Manifest.of(Map.of(
                "apiVersion", "rbac.authorization.k8s.io/v1",
                "kind", "ClusterRole",
                "metadata", Map.of("name", "system:node")));
        Manifest gateway = Manifest.of(Map.of(
                "apiVersion",
                "gateway.networking.k8s.io/v1",
                "kind",
                "Gateway",
                "metadata",
                Map.of("name", "public", "namespace", "web"),
                "spec",
                Map.of("gatewayClassName", "istio")));

        assertThat(validator.validate(List.of(role, gateway), "1.30.3")).isEmpty();
    }
}
