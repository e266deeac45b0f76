package io.meshprovisioner.testkit.charts;

import java.util.LinkedHashMap;
import java.util.Map;

/** Small stand-ins for the telemetry add-ons in a release's samples, with their names, ports and kinds. */
final class OwnAddons {
    private OwnAddons() {}

    /** The sample files by path below the archive's top folder. */
    static Map<String, String> of(Release release) {
        Map<String, String> files = new LinkedHashMap<>();
        add(files, "", "prometheus", "prometheus", 9090, 9090, "prom/prometheus:v2.52.0");
        add(files, "", "grafana", "grafana", 3000, 3000, "docker.io/grafana/grafana:11.0.0");
        add(files, "", "jaeger", "tracing", 80, 16686, "docker.io/jaegertracing/all-in-one:1.58");
        add(files, "", "kiali", "kiali", 20001, 20001, "quay.io/kiali/kiali:v1.87");
        add(files, "extras/", "zipkin", "zipkin", 9411, 9411, "openzipkin/zipkin-slim:3.4.0");
        if (!release.before(23)) {
            add(files, "", "loki", "loki", 3100, 3100, "docker.io/grafana/loki:3.0.0");
        }
        if (release.before(10)) {
            // A kind and an object of it in one file, as Kiali's had at first.
            files.merge("samples/addons/kiali.yaml", OwnReleases.filled("addons/dashboards", Map.of()), String::concat);
        }
        return files;
    }

    private static void add(
            Map<String, String> files, String folder, String name, String service, int port, int target, String image) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("ADDON", name);
        facts.put("SERVICE", service);
        facts.put("PORT", Integer.toString(port));
        facts.put("TARGET", Integer.toString(target));
        facts.put("IMAGE", image);
        facts.put("KIND", name.equals("loki") ? "StatefulSet" : "Deployment");
        String text = OwnReleases.filled("addons/addon", facts);
        files.put(
                "samples/addons/" + folder + name + ".yaml",
                name.equals("loki") ? text.replace("  replicas: 1\n", "  replicas: 1\n  serviceName: loki\n") : text);
    }
}
