package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.MergePatch;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an IstioOperator asks for, as Istio's operator reads it: its spec lies over its profile, which lies over the
 * default profile; gateways are merged by name; each component that is enabled is one chart.
 */
final class OperatorRecipe {
    private static final String HOME = "istio-system";
    private static final Set<String> CLUSTER_SCOPED = Set.of(
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "MutatingWebhookConfiguration",
            "Namespace",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration");

    private final ObjectNode spec;
    private final String release;
    private final OperatorImage image;

    /**
     * A component of the installation.
     *
     * @param name the operator's word for it, such as {@code Pilot}; several gateways share one
     * @param settings what it says under {@code k8s}
     * @param workload the name of its Deployment or DaemonSet; empty where it has none
     */
    private record Part(String name, OperatorImage.Component chart, JsonNode settings, String workload) {}

    private OperatorRecipe(ObjectNode spec, String release, OperatorImage image) {
        this.spec = spec;
        this.release = release;
        this.image = image;
    }

    /** @throws IllegalStateException when there is no such profile */
    static OperatorRecipe of(ObjectNode istioOperator, String release, OperatorImage image) {
        ObjectNode asked = Trees.with(istioOperator.deepCopy(), "spec");
        String profile = Trees.optional(asked, "profile").orElse("default");
        ObjectNode merged = over(profile(image, release, "default"), asked);
        if (!profile.equals("default")) {
            merged = over(over(profile(image, release, "default"), profile(image, release, profile)), asked);
        }
        return new OperatorRecipe(merged, release, image);
    }

    private static ObjectNode profile(OperatorImage image, String release, String name) {
        return image.profile(release, name)
                .map(found -> Trees.with(found, "spec"))
                .orElseThrow(() -> new IllegalStateException("unknown profile " + name));
    }

    private static ObjectNode over(ObjectNode below, ObjectNode above) {
        ObjectNode merged = (ObjectNode) MergePatch.apply(below, above);
        for (String list : List.of("ingressGateways", "egressGateways")) {
            JsonNode lower = Trees.at(below, "components", list);
            JsonNode upper = Trees.at(above, "components", list);
            if (lower.isArray() && upper.isArray()) {
                Trees.with(merged, "components").set(list, byName(lower, upper));
            }
        }
        return merged;
    }

    private static ArrayNode byName(JsonNode lower, JsonNode upper) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        lower.forEach(entry -> all.put(Trees.text(entry, "name"), entry));
        upper.forEach(entry -> all.merge(Trees.text(entry, "name"), entry, MergePatch::apply));
        ArrayNode merged = Trees.array();
        all.values().forEach(merged::add);
        return merged;
    }

    /** The objects of each component, in the order in which components wait for each other. */
    Map<String, List<ObjectNode>> objects(int kubernetesMinor) {
        List<Part> parts = parts();
        List<List<ObjectNode>> rendered =
                image.render(release, parts.stream().map(Part::chart).toList(), kubernetesMinor);
        Map<String, List<ObjectNode>> objects = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            for (ObjectNode object : rendered.get(i)) {
                OperatorSettings.apply(part.settings(), part.workload(), object);
                if (!CLUSTER_SCOPED.contains(Trees.kind(object))) {
                    Trees.defaults(
                            Trees.with(object, "metadata"),
                            "namespace",
                            part.chart().namespace());
                }
            }
            objects.computeIfAbsent(part.name(), missing -> new ArrayList<>()).addAll(rendered.get(i));
        }
        return objects;
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        component(parts, "base", "Base", "base", "");
        component(parts, "pilot", "Pilot", "istio-control/istio-discovery", "istiod");
        component(parts, "cni", "Cni", "istio-cni", "istio-cni-node");
        component(parts, "ztunnel", "Ztunnel", "ztunnel", "ztunnel");
        gateways(parts, "ingressGateways", "IngressGateways", "istio-ingress", "istio-ingressgateway");
        gateways(parts, "egressGateways", "EgressGateways", "istio-egress", "istio-egressgateway");
        return parts;
    }

    private void component(List<Part> parts, String key, String name, String chart, String workload) {
        JsonNode component = Trees.at(spec, "components", key);
        if (component.path("enabled").asBoolean()) {
            ObjectNode values = values();
            if (key.equals("ztunnel")) {
                values.set("hub", Trees.at(values, "global", "hub"));
                values.set("tag", Trees.at(values, "global", "tag"));
            }
            parts.add(
                    new Part(name, new OperatorImage.Component(chart, HOME, values), component.path("k8s"), workload));
        }
    }

    private void gateways(List<Part> parts, String list, String name, String chart, String key) {
        for (JsonNode gateway : Trees.at(spec, "components", list)) {
            if (!gateway.path("enabled").asBoolean()) {
                continue;
            }
            ObjectNode values = values();
            ObjectNode own = Trees.with(values, "gateways", key);
            own.put("name", Trees.text(gateway, "name"));
            if (gateway.has("label")) {
                own.set("labels", gateway.get("label"));
            }
            String namespace = Trees.optional(gateway, "namespace").orElse(HOME);
            parts.add(new Part(
                    name,
                    new OperatorImage.Component("gateways/" + chart, namespace, values),
                    gateway.path("k8s"),
                    Trees.text(gateway, "name")));
        }
    }

    /** The spec's hub, tag and mesh configuration are those of the charts, unless the values say their own. */
    private ObjectNode values() {
        ObjectNode values = Trees.object();
        ObjectNode global = Trees.with(values, "global");
        for (String key : List.of("hub", "tag")) {
            if (spec.has(key)) {
                global.set(key, spec.get(key));
            }
        }
        if (spec.has("meshConfig")) {
            values.set("meshConfig", spec.get("meshConfig"));
        }
        if (Trees.at(spec, "components", "cni", "enabled").asBoolean()) {
            Trees.with(values, "istio_cni").put("enabled", true);
        }
        return (ObjectNode)
                MergePatch.apply(values, spec.path("values").isObject() ? spec.get("values") : Trees.object());
    }
}
