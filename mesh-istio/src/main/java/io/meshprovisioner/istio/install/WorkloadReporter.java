package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.WorkloadReport;
import io.meshprovisioner.spi.WorkloadReport.Container;
import io.meshprovisioner.spi.WorkloadReport.Pod;
import io.meshprovisioner.spi.WorkloadReport.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a workload off a cluster, whoever made it. */
final class WorkloadReporter {
    private static final String PROXY = "istio-proxy";

    private final Look look;

    WorkloadReporter(Look look) {
        this.look = look;
    }

    Optional<WorkloadReport> report(String namespace, String name) {
        return look.get(ObjectKey.of("apps/v1", "Deployment", namespace, name)).map(deployment -> {
            Workload workload = new Workload(look, 0);
            return new WorkloadReport(
                    namespace,
                    name,
                    workload.podsOf(deployment).stream()
                            .filter(pod ->
                                    pod.text("metadata", "deletionTimestamp").isEmpty())
                            .map(WorkloadReporter::pod)
                            .toList(),
                    look.get(ObjectKey.of("v1", "Service", namespace, name)).map(WorkloadReporter::service),
                    workload.of(deployment).problem());
        });
    }

    private static Pod pod(Tree pod) {
        List<Container> containers = new ArrayList<>();
        // A native sidecar is an init container that stays.
        pod.items("spec", "initContainers").stream()
                .filter(container -> container.text("restartPolicy").equals("Always"))
                .forEach(container -> containers.add(container(container, pod, "initContainerStatuses")));
        pod.items("spec", "containers")
                .forEach(container -> containers.add(container(container, pod, "containerStatuses")));
        return new Pod(
                pod.text("metadata", "name"), pod.text("status", "phase"), pod.text("status", "podIP"), containers);
    }

    private static Container container(Tree container, Tree pod, String statuses) {
        String name = container.text("name");
        Optional<Tree> status = pod.items("status", statuses).stream()
                .filter(found -> found.text("name").equals(name))
                .findFirst();
        return new Container(
                name,
                container.text("image"),
                status.map(found -> found.text("ready").equals("true")).orElse(false),
                status.map(WorkloadReporter::state).orElse("not started"),
                name.equals(PROXY));
    }

    private static String state(Tree status) {
        for (String state : List.of("waiting", "terminated")) {
            if (status.at("state", state).value() != null) {
                return state + ": " + status.text("state", state, "reason");
            }
        }
        return status.at("state", "running").value() != null ? "running" : "not started";
    }

    private static Service service(Tree service) {
        String host =
                service.text("metadata", "name") + "." + service.text("metadata", "namespace") + ".svc.cluster.local";
        List<Tree> ports = service.items("spec", "ports");
        return new Service(
                host,
                service.text("spec", "clusterIP"),
                ports.stream().findFirst().flatMap(port -> port.number("port")).orElse(0),
                ports.stream().findFirst().flatMap(port -> port.number("nodePort")));
    }
}
