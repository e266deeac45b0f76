package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G4.2: Kubernetes' own messages, and what they mean to somebody who runs Istio on EKS. */
class LikelyCauseTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Failed to pull image "docker.io/istio/pilot:9.9.9": docker.io/istio/pilot:9.9.9: not found: manifest unknown | there is no such image or tag
            failed to pull and unpack image "docker.io/istio/pilot:1.30.33": failed to resolve reference "docker.io/istio/pilot:1.30.33": docker.io/istio/pilot:1.30.33: not found | there is no such image or tag
            Failed to pull image "r.example.com/istio/pilot:1": failed to do request: dial tcp 10.0.0.1:443: i/o timeout | NAT gateway
            Failed to pull image "x/y:1": dial tcp: lookup x on 10.0.0.2:53: no such host | cannot be resolved
            toomanyrequests: You have reached your pull rate limit | limits pulls
            Error creating: Internal error occurred: failed calling webhook "rev.namespace.sidecar-injector.istio.io": failed to call webhook: Post "https://istiod.istio-system.svc:443/inject?timeout=10s": context deadline exceeded | port 15017
            Error creating: pods "demo-1" is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3 | ResourceQuota
            Error creating: pods "demo-1" is forbidden: violates PodSecurity "restricted:latest": unrestricted capabilities | NET_ADMIN
            0/3 nodes are available: 3 Insufficient cpu. | no node has room
            0/3 nodes are available: 3 Too many pods. | as many pods
            Failed to create pod sandbox: plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container | no free address
            0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. | aws-ebs-csi-driver
            MountVolume.SetUp failed for volume "istiod-ca-cert" : configmap "istio-ca-root-cert" not found | istio-ca-root-cert
            Back-off restarting failed container discovery in pod istiod-1 | its log says why
            """)
    void aMessageIsExplained(String message, String words) {
        assertThat(LikelyCause.explained(message))
                .hasValueSatisfying(cause -> assertThat(cause).contains(words));
    }

    @Test
    void ofMessagesWithoutMeaningNothingIsMade() {
        assertThat(LikelyCause.explained("Liveness probe failed: HTTP probe failed with statuscode: 503"))
                .isEmpty();
    }

    @Test
    void theNewestWarningThatTellsAboutItsOwnPodsCounts() throws Exception {
        FakeCluster cluster = new FakeCluster();
        cluster.put("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istiod, namespace: istio-system}
                spec: {selector: {matchLabels: {app: istiod}}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: istiod-1, namespace: istio-system, labels: {app: istiod}}
                """ + event("a", "istiod-1", "Warning", "2026-01-01T00:00:00Z", "3 Insufficient cpu")
                + event("b", "istiod-1", "Warning", "2026-01-01T00:01:00Z", "exceeded quota: q")
                + event("c", "istiod-1", "Warning", "2026-01-01T00:02:00Z", "something nobody knows")
                + event("d", "istiod-1", "Normal", "2026-01-01T00:03:00Z", "Too many pods")
                + event("e", "another", "Warning", "2026-01-01T00:04:00Z", "Too many pods"));
        Look look = new Look(cluster);
        Tree istiod = look.get(ObjectKey.of("apps/v1", "Deployment", "istio-system", "istiod"))
                .orElseThrow();
        assertThat(new LikelyCause(look).of(istiod))
                .hasValueSatisfying(cause -> assertThat(cause).contains("ResourceQuota"));
    }

    private static String event(String name, String about, String type, String seen, String message) {
        return "---\napiVersion: v1\nkind: Event\nmetadata: {name: " + name + ", namespace: istio-system}\n"
                + "involvedObject: {name: " + about + "}\ntype: " + type + "\nlastTimestamp: '" + seen
                + "'\nmessage: '" + message + "'\n";
    }
}
