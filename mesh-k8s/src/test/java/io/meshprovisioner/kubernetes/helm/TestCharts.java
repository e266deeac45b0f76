package io.meshprovisioner.kubernetes.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Charts of a few lines. */
final class TestCharts {
    private TestCharts() {}

    /** One ConfigMap with what the values, the release and the Kubernetes version are. */
    static Path settings(Path folder) throws IOException {
        return chart(folder, """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}
                  namespace: {{ .Release.Namespace }}
                data:
                  size: {{ .Values.size | quote }}
                  zones: {{ .Values.zones | toJson | quote }}
                  kubernetes: {{ .Capabilities.KubeVersion.Version | quote }}
                """);
    }

    static Path chart(Path folder, String template) throws IOException {
        Path chart = folder.resolve("settings");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(
                chart.resolve("Chart.yaml"), "apiVersion: v2\nname: settings\nversion: 1.2.3\nappVersion: 4.5.6\n");
        Files.writeString(chart.resolve("values.yaml"), "size: 1\nzones: []\n");
        Files.writeString(chart.resolve("templates/all.yaml"), template);
        return chart;
    }
}
