package io.meshprovisioner.istio.traffic.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.model.MutualTlsMode;
import io.meshprovisioner.istio.traffic.TrafficCase;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MutualTlsTest {

    @Test
    void theModeIsTheOneThatIstiosFilterChainsShow() {
        List<String> wrong = new ArrayList<>();
        Map<MutualTlsMode, Integer> seen = new HashMap<>();
        for (TrafficCase one : TrafficCase.grid()) {
            Arrival call = one.arrival();
            if (!one.group().equals("peerauth")) {
                continue;
            }
            MutualTlsMode mode = Policies.of(one.snapshot())
                    .at(one.proxy())
                    .mutualTls(call.port())
                    .mode();
            String error = one.line().path("result").path("error").asText();
            boolean chainDemandsTls = one.line()
                    .path("envoyFilterChain")
                    .path("transportSocket")
                    .path("typedConfig")
                    .path("requireClientCertificate")
                    .asBoolean();
            boolean fits = call.transport() instanceof Transport.Plaintext
                    ? error.equals("NoFilterChain") == (mode == MutualTlsMode.STRICT)
                    : call.transport() instanceof Transport.IstioMutual
                            ? chainDemandsTls == (mode != MutualTlsMode.DISABLE)
                            : error.equals("MTLSError") == (mode == MutualTlsMode.STRICT);
            seen.merge(mode, 1, Integer::sum);
            if (!fits) {
                wrong.add(one + ": " + mode + ", " + error);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(seen).allSatisfy((mode, count) -> assertThat(count).isGreaterThan(20));
    }

    @Test
    void theNarrowestPolicyThatSaysSomethingCountsAndIsNamed() {
        Policies policies = Policies.of(Snapshot.of(Manifests.read("""
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: mesh, namespace: istio-system}
                spec: {mtls: {mode: STRICT}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: selecting, namespace: istio-system}
                spec: {selector: {matchLabels: {app: cart}}, mtls: {mode: DISABLE}}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: cart, namespace: shop}
                spec:
                  selector: {matchLabels: {app: cart}}
                  mtls: {mode: UNSET}
                  portLevelMtls: {8080: {mode: DISABLE}, 9090: {mode: UNSET}}
                """)));
        WorkloadPolicies cart = policies.at("shop", Map.of("app", "cart"));

        assertThat(cart.mutualTls()).isEqualTo(new MutualTls(MutualTlsMode.STRICT, "istio-system/mesh"));
        assertThat(cart.mutualTls(8080)).isEqualTo(new MutualTls(MutualTlsMode.DISABLE, "shop/cart"));
        assertThat(cart.mutualTls(9090).mode()).isEqualTo(MutualTlsMode.STRICT);
        assertThat(cart.mutualTlsByPort()).containsOnlyKeys(8080, 9090);
        assertThat(policies.at("istio-system", Map.of("app", "cart"))
                        .mutualTls()
                        .mode())
                .as("the root namespace takes no selectors")
                .isEqualTo(MutualTlsMode.STRICT);
        assertThat(policies.expectedOf("shop")).isEqualTo(MutualTlsMode.STRICT);
        assertThat(Policies.of(Snapshot.EMPTY).at("shop", Map.of()).mutualTls()).isEqualTo(MutualTls.DEFAULT);
    }
}
