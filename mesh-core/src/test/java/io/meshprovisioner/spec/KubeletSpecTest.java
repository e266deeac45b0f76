package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G5.2 What the guide sets on kubelets, as far as today's kubelet has it. */
class KubeletSpecTest {

    private static MeshSpec withKubelet(String yaml) {
        return MeshSpec.read("region: us-west-2\nnodeGroups:\n- name: g\n  kubelet:\n" + yaml.indent(4));
    }

    @Test
    void theGuidesSettingsReadAsTheyStandInAKubeletConfiguration() {
        MeshSpec read = withKubelet("""
                address: 0.0.0.0
                port: 10250
                readOnlyPort: 0
                authentication: {x509: {clientCAFile: /etc/kubernetes/pki/ca.crt}, webhook: {enabled: true}}
                authorization: {mode: Webhook, webhook: {cacheAuthorizedTTL: 0s, cacheUnauthorizedTTL: 0s}}
                featureGates: {}
                clusterDomain: cluster.local
                cpuManagerPolicy: static
                topologyManagerPolicy: single-numa-node
                runtimeRequestTimeout: 0s
                hairpinMode: promiscuous-bridge
                maxPods: 17
                nodeStatusReportFrequency: 0s
                nodeLeaseDurationSeconds: 40
                imageMinimumGCAge: 0s
                volumeStatsAggPeriod: 0s
                cgroupDriver: systemd
                healthzBindAddress: 127.0.0.1
                healthzPort: 10248
                resolvConf: /run/systemd/resolve/resolv.conf
                makeIPTablesUtilChains: true
                iptablesMasqueradeBit: 14
                iptablesDropBit: 15
                failSwapOn: false
                containerLogMaxFiles: 5
                containerLogMaxSize: 10Mi
                rotateCertificates: true
                serverTLSBootstrap: true
                streamingConnectionIdleTimeout: 4h0m0s
                protectKernelDefaults: true
                eventRecordQPS: 5
                eventBurst: 10
                enableDebuggingHandlers: true
                tlsCipherSuites: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_GCM_SHA256
                """);

        assertThat(SpecCheck.problems(read)).isEmpty();
        KubeletSpec kubelet = read.nodeGroups().get(0).kubelet();
        assertThat(kubelet.settings()).hasSize(37);
        assertThat(kubelet.streamingConnectionIdleTimeout(Duration.ofHours(4))).isEqualTo(kubelet);
        assertThat(kubelet.nodeLeaseDurationSeconds(41)).isNotEqualTo(kubelet);
        assertThat(kubelet.configuration())
                .extractingByKey("authorization")
                .isEqualTo(java.util.Map.of(
                        "mode",
                        "Webhook",
                        "webhook",
                        java.util.Map.of("cacheAuthorizedTTL", "0s", "cacheUnauthorizedTTL", "0s")));
        assertThat(kubelet.setting(KubeletField.TLS_CIPHER_SUITES))
                .contains(List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"));
        assertThat(MeshSpec.read(read.toYaml())).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registerSchedulable: false",
                "configureCBR0: true",
                "authenticationTokenWebhook: true",
                "nodeLeaseRenewInterval: 10s",
                "seccompProfileRoot: /var/lib/kubelet/seccomp",
                "podCIDR: 10.0.0.0/16",
                "networkPlugin: kube-proxy"
            })
    void whatTodaysKubeletHasNoMoreIsRefusedByNameWithTheReason(String line) {
        String name = line.substring(0, line.indexOf(':'));
        assertThat(problems(line)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("nodeGroups[0].kubelet." + name);
            assertThat(problem.message()).doesNotContain("no setting of the kubelet");
            assertThat(problem.advice()).isNotBlank();
        });
    }

    @Test
    void wrongTypesAndUnknownNamesAreSaidWithWhatWouldFit() {
        assertThat(problems("maxPods: many").get(0).advice()).contains("whole number");
        assertThat(problems("failSwapOn: maybe").get(0).advice()).contains("true or false");
        assertThat(problems("runtimeRequestTimeout: 5 minutes").get(0).advice()).contains("4h0m0s");
        assertThat(problems("maxPod: 5").get(0).advice()).contains("maxPods");
        assertThat(problems("authorization: {modus: Webhook}").get(0).path())
                .isEqualTo("nodeGroups[0].kubelet.authorization.modus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1s", "90s", "4h0m0s", "500ms", "1h0m1s", "1m30s", "0.5s"})
    void durationsAreTheSameHoweverTheyAreWritten(String text) {
        Duration read = GoDuration.parse(text).orElseThrow();
        assertThat(GoDuration.parse(GoDuration.of(read))).contains(read);
    }

    @Test
    void durationsAreWrittenAsKubernetesDoes() {
        assertThat(GoDuration.of(Duration.ofHours(4))).isEqualTo("4h0m0s");
        assertThat(GoDuration.of(Duration.ofMillis(90_500))).isEqualTo("1m30.5s");
        assertThat(GoDuration.of(Duration.ZERO)).isEqualTo("0s");
        assertThat(GoDuration.parse("-1s")).isEmpty();
        assertThat(GoDuration.parse("5")).isEmpty();
    }

    private static List<SpecProblem> problems(String yaml) {
        InvalidSpecException refused = catchThrowableOfType(InvalidSpecException.class, () -> withKubelet(yaml));
        return refused.problems();
    }
}
