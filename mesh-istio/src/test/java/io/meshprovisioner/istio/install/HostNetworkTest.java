package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNetworkTest {
    private static final String TEMPLATE = "templates/deployment.yaml";

    private static Chart chart(String template) {
        return new Chart(
                "istiod", "1.30.3", new TreeMap<>(Map.of(TEMPLATE, template.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void thePodsSpecSaysItAndNothingElseChanges() throws IOException {
        String before = "spec:\n  template:\n    spec:\n      serviceAccountName: istiod\n      containers:\n"
                + "        - env: [{valueFrom: {fieldRef: {fieldPath: spec.serviceAccountName}}}]\n";
        Chart changed = HostNetwork.on(chart(before));
        assertThat(changed.text(TEMPLATE))
                .contains(before.replace(
                        "      serviceAccountName",
                        "      hostNetwork: true\n      dnsPolicy: ClusterFirstWithHostNet\n      serviceAccountName"));
        assertThat(changed).isNotEqualTo(chart(before));
    }

    @Test
    void aChartThatIsBuiltOtherwiseIsRefused() {
        assertThatThrownBy(() -> HostNetwork.on(chart("kind: Deployment\n")))
                .hasMessageContaining("cannot be put on its node's network");
        assertThatThrownBy(() -> HostNetwork.on(chart("    hostNetwork: false\n    serviceAccountName: x\n")))
                .hasMessageContaining("cannot be put");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.23.6", "1.29.6", "1.30.3"})
    void everyReleasesChartIsBuiltSo(String release) throws IOException {
        Path archive = io.meshprovisioner.istio.SharedData.file("istio-releases/istio-" + release + ".tar.gz");
        String folder = "istio-" + release + "/manifests/charts/istio-control/istio-discovery/";
        Map<String, byte[]> files = new TreeMap<>();
        new Archive(archive.toString(), Files.readAllBytes(archive))
                .files(path -> path.startsWith(folder))
                .forEach((path, content) -> files.put(path.substring(folder.length()), content));
        String changed = HostNetwork.on(Chart.of(files, release)).text(TEMPLATE).orElseThrow();
        assertThat(changed).containsOnlyOnce("      hostNetwork: true\n");
        assertThat(changed.indexOf("hostNetwork: true"))
                .isBetween(changed.indexOf("    spec:"), changed.indexOf("      containers:"));
    }
}
