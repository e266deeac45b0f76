package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.model.Gateway;
import io.meshprovisioner.istio.model.VirtualService;
import io.meshprovisioner.spec.SmokeSpec;
import io.meshprovisioner.spec.SmokeSpec.Request;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.WorkloadReport;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way by which a smoke test goes: what is made for it, and what its sender is told to do.
 *
 * @param word of its kind and number, as the names of its parts have it
 * @param inMesh from a pod in the mesh, by what DNS says; else from a pod beside it, through the ingress gateway, as
 *     somebody outside comes
 * @param asked the user's URL; empty for the workload itself
 */
record SmokeWay(String word, boolean inMesh, Optional<URI> asked) {
    private static final String INJECT = "sidecar.istio.io/inject";

    /** How many requests go each way. */
    static final int REQUESTS = 5;

    /** Those to the workload, then those that were asked for. */
    static List<SmokeWay> of(SmokeSpec smoke) {
        List<SmokeWay> ways = new ArrayList<>();
        ways.add(new SmokeWay("inside", true, Optional.empty()));
        ways.add(new SmokeWay("gateway", false, Optional.empty()));
        for (Request request : smoke.requests()) {
            ways.add(new SmokeWay(
                    (request.inMesh() ? "inside-" : "gateway-") + ways.size(),
                    request.inMesh(),
                    Optional.of(URI.create(request.url()))));
        }
        return ways;
    }

    /** Where it goes; empty where there is no such way. */
    Optional<String> url(Look look, WorkloadSpec workload) {
        if (inMesh) {
            return Optional.of(
                    asked.map(URI::toString).orElseGet(() -> "http://" + host(workload) + ":" + workload.port() + "/"));
        }
        return IngressDoor.find(look)
                .map(door -> asked.map(URI::toString).orElseGet(() -> "http://" + door.host() + "/"));
    }

    /** The name by which the request asks for its target, where that is not its URL's. */
    Optional<String> authority(WorkloadSpec workload) {
        return inMesh || asked.isPresent() ? Optional.empty() : Optional.of(outsideHost(workload));
    }

    /** Configuration of the mesh that the way needs. */
    List<Manifest> routes(Look look, WorkloadSpec workload) {
        return inMesh || asked.isPresent()
                ? List.of()
                : IngressDoor.find(look).map(door -> through(door, workload)).orElse(List.of());
    }

    /** Who sends, in words. */
    String from() {
        return inMesh ? "a pod in the mesh" : "outside, through the ingress gateway";
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
            authority(workload).ifPresent(name -> arguments.addAll(List.of("--header", "Host: " + name)));
            arguments.addAll(detour(look));
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

    /** A user's host is sent to the gateway whatever DNS says of it; nobody signs certificates for a test. */
    private List<String> detour(Look look) {
        if (inMesh || asked.isEmpty()) {
            return List.of();
        }
        URI url = asked.get();
        boolean https = "https".equals(url.getScheme());
        int port = url.getPort() < 0 ? (https ? 443 : 80) : url.getPort();
        String to = IngressDoor.find(look).orElseThrow().host();
        List<String> words =
                new ArrayList<>(List.of("--connect-to", url.getHost() + ":" + port + ":" + to + ":" + port));
        if (https) {
            words.add("--insecure");
        }
        return words;
    }
}
