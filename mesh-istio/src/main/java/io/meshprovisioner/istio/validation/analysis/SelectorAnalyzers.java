package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Sidecars and telemetries: one for each pod, one without selector for each namespace. */
final class SelectorAnalyzers {
    private SelectorAnalyzers() {}

    /** IST0101, IST0110, IST0111 and, in ambient mode, IST0167. */
    static void sidecars(World world, Reporter reporter) {
        List<Resource> sidecars = world.networking("Sidecar");
        Set<Resource> ineffective = new HashSet<>();
        Map<Resource, List<Resource>> byPod = byPod(world, sidecars, "workloadSelector", "labels", reporter);
        byPod.forEach((pod, selecting) -> {
            if (Workloads.isAmbientPod(pod)) {
                selecting.stream().filter(ineffective::add).forEach(sidecar -> ineffective(sidecar, pod, reporter));
            } else {
                conflict(pod, selecting, "IST0110", reporter);
            }
        });
        byNamespace(sidecars, "workloadSelector", "labels").forEach((namespace, general) -> {
            boolean ambient =
                    world.namespace(namespace).filter(Workloads::isAmbient).isPresent();
            if (ambient) {
                general.stream()
                        .filter(ineffective::add)
                        .forEach(sidecar -> reporter.report(
                                sidecar,
                                sidecar.spec(),
                                "IST0167",
                                "the namespace " + namespace + " is in ambient mode, where a Sidecar has no effect",
                                "Remove it, or take the namespace out of ambient mode"));
            } else {
                several(namespace, general, "IST0111", reporter);
            }
        });
    }

    /** IST0101 and IST0159. */
    static void telemetries(World world, Reporter reporter) {
        byPod(world, world.telemetries(), "selector", "matchLabels", reporter)
                .forEach((pod, selecting) -> conflict(pod, selecting, "IST0159", reporter));
    }

    /** IST0160; only a selector that is absent counts. */
    static void defaultTelemetries(World world, Reporter reporter) {
        Map<String, List<Resource>> general = new LinkedHashMap<>();
        world.telemetries().stream()
                .filter(telemetry -> !telemetry.spec().has("selector"))
                .forEach(telemetry -> general.computeIfAbsent(telemetry.namespace(), key -> new ArrayList<>())
                        .add(telemetry));
        general.forEach((namespace, telemetries) -> several(namespace, telemetries, "IST0160", reporter));
    }

    private static Map<Resource, List<Resource>> byPod(
            World world, List<Resource> resources, String field, String labels, Reporter reporter) {
        Map<Resource, List<Resource>> byPod = new LinkedHashMap<>();
        for (Resource resource : resources) {
            Map<String, String> selector = resource.spec().get(field).textMap(labels);
            if (selector.isEmpty()) {
                continue;
            }
            List<Resource> pods = world.core("Pod").stream()
                    .filter(pod ->
                            pod.namespace().equals(resource.namespace()) && LabelMatch.matches(selector, pod.labels()))
                    .toList();
            pods.forEach(
                    pod -> byPod.computeIfAbsent(pod, key -> new ArrayList<>()).add(resource));
            if (pods.isEmpty()) {
                reporter.report(
                        resource,
                        resource.spec().get(field),
                        "IST0101",
                        "no pod in the namespace " + resource.namespace() + " has the labels "
                                + LabelMatch.text(selector),
                        "Correct the selector");
            }
        }
        return byPod;
    }

    private static Map<String, List<Resource>> byNamespace(List<Resource> resources, String field, String labels) {
        Map<String, List<Resource>> general = new LinkedHashMap<>();
        for (Resource resource : resources) {
            Node selector = resource.spec().get(field);
            if (!selector.hasAny(labels)) {
                general.computeIfAbsent(resource.namespace(), key -> new ArrayList<>())
                        .add(resource);
            }
        }
        return general;
    }

    private static void ineffective(Resource sidecar, Resource pod, Reporter reporter) {
        reporter.report(
                sidecar,
                sidecar.spec().get("workloadSelector"),
                "IST0167",
                "the pod " + pod.name() + " is in ambient mode, where a Sidecar has no effect",
                "Remove the Sidecar, or take the pod out of ambient mode");
    }

    private static void conflict(Resource pod, List<Resource> selecting, String code, Reporter reporter) {
        if (selecting.size() < 2) {
            return;
        }
        for (Resource resource : selecting) {
            reporter.report(
                    resource,
                    resource.spec(),
                    code,
                    names(selecting) + " all select the pod " + pod.fullName() + ", but only one can apply",
                    "Make the selectors distinct");
        }
    }

    private static void several(String namespace, List<Resource> general, String code, Reporter reporter) {
        if (general.size() < 2) {
            return;
        }
        for (Resource resource : general) {
            reporter.report(
                    resource,
                    resource.spec(),
                    code,
                    names(general) + " all have no selector, but a namespace (" + namespace
                            + ") can have one such only",
                    "Merge them, or give all but one a selector");
        }
    }

    private static Set<String> names(List<Resource> resources) {
        return new TreeSet<>(resources.stream().map(Resource::name).toList());
    }
}
