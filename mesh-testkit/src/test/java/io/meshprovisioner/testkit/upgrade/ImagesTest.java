package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.ImageSpec;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshImage;
import io.meshprovisioner.spi.RegistryLogin;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images from a registry of the user's own, and the list of those to copy there. */
class ImagesTest {
    private static final String HUB = "registry.example.com/istio";
    private static final RegistryLogin LOGIN = RegistryLogin.of("registry.example.com", "robot", "very-s3cret");

    /** What is listed before is what pods run afterwards, whatever installs them. */
    @ParameterizedTest
    @CsvSource({"1.9.3,charts", "1.9.3,operator", "1.30.3,charts", "1.30.3,ambient"})
    void theListIsWhatPodsRun(String release, String method) {
        UnaryOperator<IstioSpec> how = istio -> switch (method) {
            case "operator" -> istio.operator(operator -> operator);
            case "ambient" -> istio.profile(IstioProfile.AMBIENT);
            default -> istio;
        };
        try (InMemorySandbox sandbox = new InMemorySandbox(release.equals("1.9.3") ? Era.GUIDE : Era.TODAY, 0)) {
            MeshProvisioner shop = sandbox.newRun().withIstio(release, istio -> how.apply(istio)
                    .addons(IstioAddon.PROMETHEUS, IstioAddon.KIALI)
                    .images(images -> images.hub(HUB).addonHub("registry.example.com/mirror")));
            List<MeshImage> listed = shop.images();
            assertThat(listed)
                    .allMatch(image -> image.image().startsWith("registry.example.com/"), "a copy")
                    .allMatch(image -> !image.source().startsWith("registry.example.com/"), "an origin");
            assertThat(listed)
                    .extracting(MeshImage::usedBy)
                    .anyMatch(user -> user.contains("istiod"))
                    .anyMatch(user -> user.contains("proxies"))
                    .contains("kiali");
            assertThat(listed)
                    .filteredOn(image -> image.usedBy().contains("istiod"))
                    .singleElement()
                    .hasToString(HUB + "/pilot:" + release + " (a copy of docker.io/istio/pilot:" + release
                            + ") for istiod");

            TreeSet<String> run = new TreeSet<>();
            Mesh mesh = shop.install();
            mesh.list("v1", "Pod").stream()
                    .filter(pod -> !pod.namespace().orElse("").equals("kube-system"))
                    .forEach(pod -> images(pod.toMap().get("spec"), run));
            TreeSet<String> expected =
                    new TreeSet<>(listed.stream().map(MeshImage::image).toList());
            if (method.equals("ambient")) {
                expected.removeIf(image -> image.contains("/proxyv2:"));
            }
            assertThat(run).isEqualTo(expected);
        }
    }

    @Test
    void aPullSecretIsMadeWhereItIsNeededNeverShownRenewedAndTakenAway() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            MeshProvisioner shop = sandbox.newRun().withIstio("1.30.3", istio -> istio.gateway(
                            new GatewaySpec("edge", "edge", Map.of()))
                    .images(images -> images.hub(HUB).pullSecrets("regcred").pullLogin()));
            assertThatThrownBy(shop::install)
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("No login is known at registry.example.com")
                    .hasMessageContaining("withRegistryLogin");

            MeshProvisioner known = shop.withRegistryLogin(LOGIN);
            assertThat(known.plan().toJson()).doesNotContain("s3cret").contains("pullLogin");
            Mesh mesh = known.install();
            for (String namespace : List.of("istio-system", "edge")) {
                assertThat(data(mesh, namespace)).contains("registry.example.com");
            }
            assertThat(mesh.list("v1", "Pod"))
                    .filteredOn(pod -> !pod.namespace().orElse("").equals("kube-system"))
                    .hasSize(3)
                    .allSatisfy(pod -> assertThat(pod.toMap().get("spec").toString())
                            .contains("imagePullSecrets=[{name=regcred}, {name=" + ImageSpec.MADE_SECRET + "}]"));
            assertThat(mesh.get(ObjectKey.of("v1", "ServiceAccount", "istio-system", "istiod"))
                            .orElseThrow()
                            .toMap()
                            .get("imagePullSecrets"))
                    .hasToString("[{name=regcred}, {name=" + ImageSpec.MADE_SECRET + "}]");
            assertThat(mesh.status().drift()).isEmpty();

            RegistryLogin next = RegistryLogin.of("registry.example.com", "robot", "n3xt");
            assertThat(shop.withRegistryLogin(next).plan().toString())
                    .contains("2 to update")
                    .doesNotContain("n3xt");
            String before = data(mesh, "edge");
            shop.withRegistryLogin(next).install();
            assertThat(data(mesh, "edge")).isNotEqualTo(before);
            assertThat(mesh.uninstall().nothingLeft()).isTrue();
        }
    }

    private static String data(Mesh mesh, String namespace) {
        Manifest secret = mesh.get(ObjectKey.of("v1", "Secret", namespace, ImageSpec.MADE_SECRET))
                .orElseThrow();
        return new String(
                java.util.Base64.getDecoder()
                        .decode(((Map<?, ?>) secret.toMap().get("data"))
                                .get(".dockerconfigjson")
                                .toString()),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void images(Object spec, TreeSet<String> run) {
        for (String list : List.of("containers", "initContainers")) {
            if (((Map<?, ?>) spec).get(list) instanceof List<?> containers) {
                containers.forEach(container -> run.add(String.valueOf(((Map<?, ?>) container).get("image"))));
            }
        }
    }
}
