package io.meshprovisioner.kubernetes.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.Charts.ChartRelease;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelmChartsTest {
    private static final Permit PERMIT = new Permit(0, Instant.EPOCH);

    @TempDir
    Path folder;

    private final SecretsOnly cluster = new SecretsOnly();
    private final List<String> ran = new ArrayList<>();
    private final List<ApiCall> calls = new ArrayList<>();
    private final Time time = Time.system();
    private final HelmCharts charts = new HelmCharts(cluster, new Recorded(), time, calls::add, Connections.DEFAULT);
    private ChartRelease wanted;

    /** Does what Helm does to its records. */
    private final class Recorded implements HelmRunner {
        @Override
        public String run(HelmOperation operation) {
            ran.add(operation.verb());
            if (operation instanceof HelmOperation.Install install) {
                cluster.release(install.name(), 1, "deployed", Map.of(Fingerprint.ANNOTATION, install.fingerprint()));
            } else if (operation instanceof HelmOperation.Upgrade upgrade) {
                int last = charts.find("shop", upgrade.name()).orElseThrow().revision();
                cluster.release(
                        upgrade.name(), last + 1, "deployed", Map.of(Fingerprint.ANNOTATION, upgrade.fingerprint()));
            } else if (operation instanceof HelmOperation.Uninstall uninstall) {
                cluster.secrets.keySet().removeIf(name -> name.contains("." + uninstall.name() + ".v"));
            }
            return "done";
        }

        @Override
        public void interrupt() {}

        @Override
        public void close() {
            ran.add("close");
        }
    }

    @BeforeEach
    void chart() throws IOException {
        wanted = new ChartRelease("shop", "ours", TestCharts.settings(folder), Map.of("size", 3), true);
    }

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void installsThenUpgradesAndKnowsItsOwn() {
        Release installed = charts.apply(wanted, PERMIT);
        assertThat(installed)
                .isEqualTo(new Release("shop", "ours", 1, "deployed", "settings-1.2.3", "4.5.6", wanted.fingerprint()));
        assertThat(charts.apply(wanted, PERMIT).revision()).isEqualTo(2);
        assertThat(ran).containsExactly("install", "upgrade");
        assertThat(calls).extracting(ApiCall::service).containsOnly("helm");
    }

    @Test
    void whatOthersReleasedHasNoFingerprint() {
        cluster.release("theirs", 1, "deployed", Map.of());
        cluster.release("theirs", 2, "failed", Map.of());
        charts.apply(wanted, PERMIT);
        assertThat(charts.list()).extracting(Release::name).containsExactly("ours", "theirs");
        assertThat(charts.find("shop", "theirs")).hasValueSatisfying(release -> {
            assertThat(release.fingerprint()).isEmpty();
            assertThat(release.revision()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending-install", "pending-upgrade", "pending-rollback"})
    void whatAKilledRunLeftIsMarkedFailedAndTakenUp(String status) throws IOException {
        cluster.release("ours", 1, status, Map.of(Fingerprint.ANNOTATION, "a"));
        assertThat(charts.find("shop", "ours").orElseThrow().fingerprint())
                .as("ours, although it never ended")
                .isEqualTo("a");
        charts.apply(wanted, PERMIT);
        assertThat(ran).containsExactly("upgrade");
        Map<String, Object> repaired = cluster.secrets.get("sh.helm.release.v1.ours.v1");
        assertThat(repaired.get("patched"))
                .isEqualTo(Map.of("resourceVersion", "7", "labels", Map.of("status", "failed")));
        Map<String, Object> document = ReleaseStore.decode((String) ((Map<?, ?>) repaired.get("data")).get("release"));
        assertThat(document.get("manifest")).as("what an uninstall goes by").isEqualTo("kind: ConfigMap");
        assertThat((Map<?, ?>) document.get("info")).extracting("status").isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uninstalling", "uninstalled"})
    void anUninstallThatDidNotEndIsEndedFirst(String status) {
        cluster.release("ours", 3, status, Map.of());
        assertThat(charts.apply(wanted, PERMIT).revision()).isEqualTo(1);
        assertThat(ran).containsExactly("uninstall", "install");
    }

    @Test
    void uninstallsWhatIsThere() {
        charts.uninstall("shop", "ours", PERMIT);
        assertThat(ran).as("nothing there, nothing started").isEmpty();
        cluster.release("ours", 1, "pending-install", Map.of());
        charts.uninstall("shop", "ours", PERMIT);
        assertThat(ran).containsExactly("uninstall");
        assertThat(cluster.secrets).isEmpty();
    }

    @Test
    void keepsTenRevisions() {
        for (int revision = 1; revision <= 12; revision++) {
            cluster.release("ours", revision, revision == 1 ? "deployed" : "failed", Map.of());
        }
        charts.apply(wanted, PERMIT);
        assertThat(cluster.secrets.keySet())
                .as("13 less the oldest three, but never what is deployed")
                .hasSize(11)
                .contains("sh.helm.release.v1.ours.v1")
                .doesNotContain("sh.helm.release.v1.ours.v2", "sh.helm.release.v1.ours.v3");
    }

    @Test
    void aRecordThatCannotBeReadIsPassedOver() {
        cluster.release("ours", 1, "deployed", Map.of());
        cluster.secrets.put(
                "sh.helm.release.v1.ours.v2",
                Map.of("type", "helm.sh/release.v1", "data", Map.of("release", "not base64!")));
        assertThat(charts.find("shop", "ours").orElseThrow().revision()).isEqualTo(1);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource(
            delimiter = '|',
            value = {
                "Kubernetes cluster unreachable: Get \"https://x/version\": dial tcp: connection refused | UNAVAILABLE",
                "failed to create resource: Internal error occurred: failed calling webhook \"v\": EOF | UNAVAILABLE",
                "Get \"https://x\": http2: client connection lost | ANSWER_LOST",
                "Post \"https://x\": unexpected EOF | ANSWER_LOST",
                "cannot re-use a name that is still in use | CONFLICT",
                "another operation (install/upgrade/rollback) is in progress | CONFLICT",
                "Operation cannot be fulfilled on deployments.apps \"d\": the object has been modified | CONFLICT",
                "configmaps \"x\" is forbidden: unable to create new content in namespace shop because it is being terminated | CONFLICT",
                "resource mapping not found: no matches for kind \"Gateway\" in version \"v1\" | NOT_YET_CONSISTENT",
                "the server has received too many requests and has asked us to try again later | THROTTLED",
                "Kubernetes cluster unreachable: Get \"https://c/version\": tls: failed to verify certificate: x509: certificate signed by unknown authority | ServiceFailureException",
                "Kubernetes cluster unreachable: Get \"https://c/version\": Proxy Authentication Required | ServiceFailureException",
                "Kubernetes cluster unreachable: Get \"https://c/version\": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused | UNAVAILABLE",
                "secrets is forbidden: User \"u\" cannot list resource \"secrets\" | AccessDeniedException",
                "the server has asked for the client to provide credentials | CredentialsException",
                "ConfigMap \"x\" in namespace \"shop\" exists and cannot be imported into the current release: invalid ownership metadata | ResourceConflictException",
                "template: settings/templates/all.yaml:1:3: executing: nil pointer | ServiceFailureException",
            })
    void helmsWordsAreTold(String words, String meaning) {
        RuntimeException told = HelmFailures.of(
                new HelmOperation.Uninstall("shop", "ours"),
                new HelmFailure(HelmFailure.Reason.REFUSED, words),
                Connections.DEFAULT.proxy(URI.create("http://proxy.example.com:3128")));
        assertThat(
                        told instanceof CallFailure failure
                                ? failure.kind().name()
                                : told.getClass().getSimpleName())
                .isEqualTo(meaning);
        assertThat(told).hasMessageContaining(words.substring(0, 20));
    }

    @Test
    void anEndThatIsNotKnownIsALostAnswer() {
        for (HelmFailure.Reason reason : List.of(HelmFailure.Reason.LOST, HelmFailure.Reason.TIMED_OUT)) {
            assertThat(HelmFailures.of(
                            new HelmOperation.Uninstall("shop", "ours"),
                            new HelmFailure(reason, "gone"),
                            Connections.DEFAULT))
                    .isInstanceOfSatisfying(CallFailure.class, failure -> assertThat(failure.kind())
                            .isEqualTo(CallFailure.Kind.ANSWER_LOST));
        }
    }

    @Test
    void tokensAreHidden() {
        assertThat(Secrets.hide("Authorization: Bearer abc.def-1 and k8s-aws-v1.QUJD and tok3n", "tok3n"))
                .isEqualTo("Authorization: Bearer *** and k8s-aws-v1.*** and ***");
    }

    @Test
    void aMissingChartIsSaidBeforeAnythingRuns() {
        ChartRelease missing = new ChartRelease("shop", "ours", folder.resolve("none"), Map.of(), true);
        assertThatThrownBy(() -> charts.apply(missing, PERMIT)).hasMessageContaining("none");
        assertThat(ran).isEmpty();
    }
}
