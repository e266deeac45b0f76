package io.meshprovisioner.istio.validation.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Namespaces and pods with the sidecar injector. */
final class InjectionAnalyzers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INJECTOR = "istio-sidecar-injector";

    private InjectionAnalyzers() {}

    /** IST0102, IST0123 and IST0148 for namespaces, IST0103 for pods. */
    static void namespaces(World world, Reporter reporter) {
        Set<String> injected = new HashSet<>();
        for (Resource namespace : world.core("Namespace")) {
            if (!namespace.name().equals("istio-system") && checkNamespace(world, namespace, reporter)) {
                injected.add(namespace.name());
            }
        }
        for (Resource pod : world.core("Pod")) {
            if (injected.contains(pod.namespace()) && lacksProxy(pod)) {
                reporter.report(
                        pod,
                        pod.spec(),
                        "IST0103",
                        "the pod has no sidecar, though its namespace is enabled for injection",
                        "Restart its Deployment; if that does not help, look whether the injector's webhook answers");
            }
        }
    }

    /** Whether sidecars are injected by the old label, which the check of pods goes by. */
    private static boolean checkNamespace(World world, Resource namespace, Reporter reporter) {
        Map<String, String> labels = namespace.labels();
        String injection = labels.getOrDefault(Workloads.INJECTION, "");
        List<String> own = new ArrayList<>();
        if (labels.containsKey(Workloads.INJECTION)) {
            own.add(Workloads.INJECTION + "=" + injection);
        }
        for (String label : new String[] {Workloads.REVISION, Workloads.DATAPLANE_MODE}) {
            if (labels.containsKey(label)
                    && (!labels.containsKey(Workloads.INJECTION) || injection.equals("enabled"))) {
                own.add(label + "=" + labels.get(label));
            }
        }
        if (own.size() > 1) {
            reporter.report(
                    namespace,
                    "metadata.labels",
                    "IST0123",
                    "the namespace has more than one label that says how it takes part in the mesh: " + own,
                    "Keep one of them");
        }
        if ("ambient".equals(labels.get(Workloads.DATAPLANE_MODE))) {
            return false;
        }
        if (injection.isEmpty() && !labels.containsKey(Workloads.REVISION)) {
            boolean byDefault = injectorValues(world, "")
                    .at("/sidecarInjectorWebhook/enableNamespacesByDefault")
                    .asBoolean();
            reporter.report(
                    namespace,
                    "metadata.name",
                    byDefault ? "IST0148" : "IST0102",
                    byDefault
                            ? "sidecars are injected here, since the injector does so by default"
                            : "the namespace does not take part in the mesh",
                    byDefault
                            ? "Nothing, or label the namespace to say so"
                            : "Run kubectl label namespace " + namespace.name()
                                    + " istio-injection=enabled, or =disabled if that is meant");
            return false;
        }
        return injection.equals("enabled");
    }

    private static boolean lacksProxy(Resource pod) {
        String inject =
                pod.labels().getOrDefault(Workloads.INJECT, pod.annotations().getOrDefault(Workloads.INJECT, ""));
        return !inject.equalsIgnoreCase("false")
                && !pod.spec().flag("hostNetwork")
                && containers(pod.spec())
                        .filter(container -> container.text("name").equals(Workloads.PROXY))
                        .findFirst()
                        .map(container -> container.text("image").isEmpty())
                        .orElse(true);
    }

    /** IST0158: pods that run another proxy than the injector would give them now. */
    static void images(World world, Reporter reporter) {
        ProxyImages images = new ProxyImages(world);
        for (Resource namespace : world.core("Namespace")) {
            Map<String, String> labels = namespace.labels();
            boolean revision = labels.containsKey(Workloads.REVISION);
            if (!revision && !"enabled".equals(labels.get(Workloads.INJECTION))) {
                continue;
            }
            JsonNode values = injectorValues(world, revision ? labels.getOrDefault(Workloads.REVISION, "") : "");
            if (values.isMissingNode()) {
                continue;
            }
            String expected = image(values.path("global"));
            List<String> others = world.core("Pod").stream()
                    .filter(pod -> pod.namespace().equals(namespace.name()))
                    .filter(pod -> pod.annotations()
                            .getOrDefault("sidecar.istio.io/proxyImage", "")
                            .isEmpty())
                    .filter(pod -> containers(pod.spec())
                            .filter(container -> container.text("name").equals(Workloads.PROXY))
                            .anyMatch(container -> !container.text("image").equals(expected)
                                    && !container.text("image").equals(expected + "-" + images.variant(pod))))
                    .map(Resource::name)
                    .sorted()
                    .toList();
            if (!others.isEmpty()) {
                reporter.report(
                        namespace,
                        "metadata.name",
                        "IST0158",
                        "the pods " + others + " do not run the proxy " + expected + ", which the injector gives now",
                        "Restart them, after an upgrade for instance");
            }
        }
    }

    /** IST0146 and IST0147: the image "auto", which only the injector replaces. */
    static void autoImages(World world, Reporter reporter) {
        List<Node> webhooks = world.of("admissionregistration.k8s.io", "MutatingWebhookConfiguration").stream()
                .flatMap(configuration -> configuration.node().items("webhooks").stream())
                .filter(webhook -> webhook.text("name").endsWith("istio.io"))
                .toList();
        for (Resource pod : world.core("Pod")) {
            if (hasAutoImage(pod.spec())) {
                reporter.report(
                        pod,
                        pod.spec(),
                        "IST0147",
                        "the pod was created with the image \"auto\", which nothing replaced",
                        "Label the pod or its namespace for injection, and create it anew");
            }
        }
        for (Resource deployment : world.deployments()) {
            Node template = deployment.spec().get("template");
            String namespace = deployment.namespace().isEmpty() ? "default" : deployment.namespace();
            Map<String, String> namespaceLabels =
                    world.namespace(namespace).map(Resource::labels).orElse(Map.of());
            Map<String, String> labels = template.get("metadata").textMap("labels");
            boolean injected = webhooks.stream()
                    .anyMatch(webhook -> LabelMatch.matches(webhook.get("namespaceSelector"), namespaceLabels)
                            && LabelMatch.matches(webhook.get("objectSelector"), labels));
            if (hasAutoImage(template.get("spec")) && !injected) {
                reporter.report(
                        deployment,
                        deployment.spec(),
                        "IST0146",
                        "the image \"auto\" is replaced by the injector, but no injector selects these pods",
                        "Label the pod template or the namespace for injection");
            }
        }
    }

    private static boolean hasAutoImage(Node podSpec) {
        return podSpec.items("containers").stream()
                .anyMatch(container -> container.text("name").equals(Workloads.PROXY)
                        && container.text("image").equals("auto"));
    }

    private static Stream<Node> containers(Node podSpec) {
        return Stream.concat(podSpec.items("containers").stream(), podSpec.items("initContainers").stream());
    }

    private static String image(JsonNode global) {
        String image = global.at("/proxy/image").asText();
        return image.contains("/")
                ? image
                : global.path("hub").asText() + "/" + image + ":"
                        + global.path("tag").asText();
    }

    /** The values that the injector of a revision was installed with; a missing node if it is not there. */
    private static JsonNode injectorValues(World world, String revision) {
        String name = revision.isEmpty() || revision.equals("default") ? INJECTOR : INJECTOR + "-" + revision;
        return world.core("ConfigMap").stream()
                .filter(map -> map.name().equals(name))
                .findFirst()
                .map(map -> {
                    try {
                        return JSON.readTree(map.node().get("data").text("values"));
                    } catch (JsonProcessingException e) {
                        return (JsonNode) MissingNode.getInstance();
                    }
                })
                .orElse(MissingNode.getInstance());
    }
}
