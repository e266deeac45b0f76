package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.model.Gateway;
import io.meshprovisioner.istio.model.VirtualService;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.WorkloadReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways by which a smoke test goes to a workload: what is made for each, and what its sender is told to do. */
enum SmokeWay {
    /** From a pod in the mesh, by the Service's name. */
    INSIDE("inside", "a pod in the mesh", true) {
        @Override
        Optional<String> url(Look look, WorkloadSpec workload) {
            return Optional.of("http://" + host(workload) + ":" + workload.port() + "/");
        }

        @Override
        List<String> headers(WorkloadSpec workload) {
            return List.of();
        }

        @Override
        List<Manifest> routes(Look look, WorkloadSpec workload) {
            return List.of();
        }
    },

    /** From a pod beside the mesh, through the ingress gateway, as somebody outside comes. */
    GATEWAY("gateway", "outside, through the ingress gateway", false) {
        @Override
        Optional<String> url(Look look, WorkloadSpec workload) {
            return IngressDoor.find(look)
                    .map(door -> "http://" + door.service() + "." + door.namespace() + ".svc.cluster.local/");
        }

        @Override
        List<String> headers(WorkloadSpec workload) {
            return List.of("Host: " + outsideHost(workload));
        }

        @Override
        List<Manifest> routes(Look look, WorkloadSpec workload) {
            return IngressDoor.find(look).map(door -> through(door, workload)).orElse(List.of());
        }
    };

    /** How many requests go each way. */
    static final int REQUESTS = 5;

    private static final String INJECT = "sidecar.istio.io/inject";

    private final String word;
    private final String from;
    private final boolean inMesh;

    SmokeWay(String word, String from, boolean inMesh) {
        this.word = word;
        this.from = from;
        this.inMesh = inMesh;
    }

    /** Where it goes; empty where there is no such way. */
    abstract Optional<String> url(Look look, WorkloadSpec workload);

    abstract List<String> headers(WorkloadSpec workload);

    /** Configuration of the mesh that the way needs. */
    abstract List<Manifest> routes(Look look, WorkloadSpec workload);

    /** Who sends, in words. */
    String from() {
        return from;
    }

    /** The name of what is made for it. */
    String name(WorkloadSpec workload) {
        return workload.name() + "-smoke-" + word;
    }

    /** The label on what is made for a smoke test of a workload. */
    static String part(WorkloadSpec workload) {
        return "smoke-" + workload.name();
    }

    private static String host(WorkloadSpec workload) {
        return workload.name() + "." + workload.namespace() + ".svc.cluster.local";
    }

    /** A name that nobody owns (RFC 2606): it goes no further than this gateway. */
    private static String outsideHost(WorkloadSpec workload) {
        return workload.name() + "." + workload.namespace() + ".test";
    }

    private static List<Manifest> through(IngressDoor door, WorkloadSpec workload) {
        String name = part(workload);
        return List.of(
                Gateway.named(name)
                        .namespace(workload.namespace())
                        .selector(door.selector())
                        .server(server -> server.http(80).hosts(outsideHost(workload)))
                        .forRelease(door.release()),
                VirtualService.named(name)
                        .namespace(workload.namespace())
                        .hosts(outsideHost(workload))
                        .gateways(name)
                        .http(rule -> rule.route(to -> to.host(host(workload)).port(workload.port())))
                        .forRelease(door.release()));
    }

    /**
     * A Job whose only container is curl: it sends the requests one after another and writes down what came of each, then
     * what the workload's sidecars counted, then ends the sidecar beside it, which would keep the Job from ending.
     */
    Manifest job(Look look, WorkloadSpec workload, WorkloadReport target) {
        Map<String, String> labels = new LinkedHashMap<>(Map.of("app", name(workload)));
        Map<String, String> annotations = new LinkedHashMap<>();
        // Without it the first request may be sent before the proxy listens.
        annotations.put("proxy.istio.io/config", "{\"holdApplicationUntilProxyStarts\": true}");
        if (!inMesh) {
            labels.put(INJECT, "false");
            annotations.put(INJECT, "false");
        }
        Map<String, Object> container = Map.of(
                "name", "curl",
                "image", "docker.io/curlimages/curl:8.10.1",
                "command", List.of("curl"),
                "args", arguments(look, workload, target),
                "resources", Map.of("requests", Map.of("cpu", "10m", "memory", "16Mi")));
        Map<String, Object> template = Map.of(
                "metadata", Map.of("labels", labels, "annotations", annotations),
                "spec", Map.of("restartPolicy", "Never", "containers", List.of(container)));
        return Manifest.of(Map.of(
                "apiVersion",
                "batch/v1",
                "kind",
                "Job",
                "metadata",
                Map.of("name", name(workload), "namespace", workload.namespace()),
                "spec",
                Map.of("backoffLimit", 0, "template", template)));
    }

    private List<String> arguments(Look look, WorkloadSpec workload, WorkloadReport target) {
        List<String> arguments = new ArrayList<>();
        for (int request = 0; request < REQUESTS; request++) {
            if (request > 0) {
                arguments.add("--next");
            }
            arguments.addAll(List.of("--silent", "--max-time", "10", "--output", "/dev/null"));
            arguments.addAll(List.of("--write-out", "%{json}\\n"));
            headers(workload).forEach(header -> arguments.addAll(List.of("--header", header)));
            arguments.add(url(look, workload).orElseThrow());
        }
        // Served in plain text past the proxy's own rules, so that it also answers where mutual TLS is demanded.
        target.pods().stream().filter(WorkloadReport.Pod::hasSidecar).forEach(pod -> {
            arguments.addAll(List.of("--next", "--silent", "--max-time", "5"));
            arguments.add("http://" + pod.ip() + ":15090/stats/prometheus?filter=istio_requests_total");
        });
        if (inMesh) {
            arguments.addAll(List.of("--next", "--silent", "--output", "/dev/null", "--request", "POST"));
            arguments.add("http://localhost:15020/quitquitquit");
        }
        return arguments;
    }
}
