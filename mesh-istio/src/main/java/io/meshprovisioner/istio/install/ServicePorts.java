package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.PodPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From a Service's port to a port of a pod behind it that is ready: port-forwards reach pods alone. */
record ServicePorts(Look look) {

    /** By the Service of the release's own files; the port that a browser is for, where there are several. */
    PodPort of(IstioAddon addon) {
        String name = addon.name().toLowerCase(Locale.ROOT);
        String service = addon == IstioAddon.JAEGER ? "tracing" : name;
        Tree found = look.get(ObjectKey.of("v1", "Service", Values.NAMESPACE, service))
                .orElseThrow(() -> failed(
                        service,
                        "Add-on " + name + " is not there.",
                        "Install the mesh with addons(IstioAddon." + addon.name() + ")."));
        List<Tree> ports = found.items("spec", "ports");
        int port = ports.stream()
                .filter(one -> one.text("name").startsWith("http"))
                .findFirst()
                .or(() -> ports.stream().findFirst())
                .flatMap(one -> one.number("port"))
                .orElseThrow(() -> failed(service, "Service " + service + " has no port.", "Look at it."));
        PodPort at = of(Values.NAMESPACE, service, port);
        return new PodPort(at.namespace(), at.pod(), at.port(), addon == IstioAddon.KIALI ? "/kiali" : "/");
    }

    PodPort of(String namespace, String service, int port) {
        Tree found = look.get(ObjectKey.of("v1", "Service", namespace, service))
                .orElseThrow(() -> failed(
                        service,
                        "There is no Service " + namespace + "/" + service + ".",
                        "Name one that is there (mesh.list(\"v1\", \"Service\"))."));
        Tree named = found.items("spec", "ports").stream()
                .filter(one -> one.number("port").equals(Optional.of(port)))
                .findFirst()
                .orElseThrow(() -> failed(
                        service,
                        "Service " + namespace + "/" + service + " has no port " + port + ".",
                        "It has: "
                                + found.items("spec", "ports").stream()
                                        .map(one -> one.text("port"))
                                        .toList()));
        Tree pod = ready(namespace, found)
                .orElseThrow(() -> failed(
                        service,
                        "No pod behind Service " + namespace + "/" + service + " is ready.",
                        "Look at status(), and at the events of its pods."));
        return new PodPort(namespace, pod.text("metadata", "name"), target(named, pod), "/");
    }

    private Optional<Tree> ready(String namespace, Tree service) {
        var selector = service.texts("spec", "selector");
        return look.list("v1", "Pod", Optional.of(namespace), "").stream()
                .filter(pod -> !selector.isEmpty()
                        && pod.texts("metadata", "labels").entrySet().containsAll(selector.entrySet())
                        && pod.text("metadata", "deletionTimestamp").isEmpty()
                        && pod.isTrue("Ready"))
                .findFirst();
    }

    /** A target is a number, the name of a container's port, or nothing: then it is the Service's own. */
    private static int target(Tree port, Tree pod) {
        String target = port.text("targetPort");
        if (target.isEmpty()) {
            return port.number("port").orElseThrow();
        }
        return target.chars().allMatch(Character::isDigit)
                ? Integer.parseInt(target)
                : pod.items("spec", "containers").stream()
                        .flatMap(container -> container.items("ports").stream())
                        .filter(one -> one.text("name").equals(target))
                        .findFirst()
                        .flatMap(one -> one.number("containerPort"))
                        .orElseGet(() -> port.number("port").orElseThrow());
    }

    private static ResourceFailedException failed(String service, String what, String advice) {
        return new ResourceFailedException(Failure.of(what, advice).at("Service " + service));
    }
}
