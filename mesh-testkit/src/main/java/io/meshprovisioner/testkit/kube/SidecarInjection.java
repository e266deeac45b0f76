package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Map;

/** What Istio's injector does to a pod: it adds the proxy, or completes a gateway's container. */
public final class SidecarInjection {
    private static final String PROXY = "istio-proxy";

    private SidecarInjection() {}

    /** The name of the ConfigMap that an istiod injects by. */
    static String configuration(ObjectNode istiod) {
        String revision = revision(istiod);
        return "istio-sidecar-injector" + (revision.equals("default") ? "" : "-" + revision);
    }

    private static String revision(ObjectNode istiod) {
        return Trees.labels(istiod).getOrDefault("istio.io/rev", "default");
    }

    /** Whether a ConfigMap of an injector says that Istio's CNI plug-in leads the pods' traffic. */
    static boolean leadsByPlugin(ObjectNode configuration) {
        ObjectNode values = Trees.parse(Trees.text(configuration, "data", "values"));
        return Trees.at(values, "pilot", "cni", "enabled").asBoolean()
                || Trees.at(values, "istio_cni", "enabled").asBoolean();
    }

    /**
     * The pod with a proxy; a pod that has one, or that asks for none, is unchanged.
     *
     * @param istiod the pod of the control plane that is asked
     * @param byPlugin whether Istio's CNI plug-in leads the pod's traffic through its proxy: a container looks that it does
     */
    public static ObjectNode inject(ObjectNode istiod, ObjectNode pod, boolean byPlugin) {
        String wish = Trees.annotations(pod).getOrDefault("sidecar.istio.io/inject", "");
        wish = Trees.labels(pod).getOrDefault("sidecar.istio.io/inject", wish);
        if (wish.equals("false") || Trees.at(pod, "spec", "hostNetwork").asBoolean()) {
            return pod;
        }
        ObjectNode result = pod.deepCopy();
        ObjectNode spec = Trees.with(result, "spec");
        String image = proxyImage(istiod);
        String revision = revision(istiod);
        String first = byPlugin ? "istio-validation" : "istio-init";
        ObjectNode existing = null;
        for (ObjectNode container : Trees.objects(spec.path("containers"))) {
            if (Trees.text(container, "name").equals(PROXY)) {
                existing = container;
            }
        }
        if (existing == null) {
            ArrayNode containers = spec.withArray("containers");
            existing = containers.addObject().put("name", PROXY);
            spec.withArray("initContainers").add(initial(first, image));
        } else if (!Trees.text(existing, "image").equals("auto")) {
            return pod;
        }
        ObjectNode full = container(PROXY, image);
        full.putArray("args").add("proxy").add("sidecar");
        ObjectNode target = existing;
        full.properties().forEach(entry -> {
            if (!target.has(entry.getKey()) || entry.getKey().equals("image")) {
                target.set(entry.getKey(), entry.getValue());
            }
        });
        ObjectNode annotations = Trees.with(result, "metadata", "annotations");
        annotations.put(
                "sidecar.istio.io/status",
                "{\"initContainers\":[\"" + first + "\"],\"containers\":[\"istio-proxy\"],\"revision\":\"" + revision
                        + "\"}");
        annotations.put("istio.io/rev", revision);
        ObjectNode labels = Trees.with(result, "metadata", "labels");
        Trees.defaults(labels, "security.istio.io/tlsMode", "istio");
        Map<String, String> own = Trees.labels(result);
        Trees.defaults(
                labels,
                "service.istio.io/canonical-name",
                own.getOrDefault("app.kubernetes.io/name", own.getOrDefault("app", Trees.name(result))));
        Trees.defaults(
                labels,
                "service.istio.io/canonical-revision",
                own.getOrDefault("app.kubernetes.io/version", own.getOrDefault("version", "latest")));
        return result;
    }

    /** Istio-init sets up the pod's own network, where no plug-in of the node does. */
    private static ObjectNode initial(String name, String image) {
        ObjectNode init = container(name, image);
        ObjectNode capabilities = Trees.with(init, "securityContext", "capabilities");
        if (name.equals("istio-init")) {
            capabilities.putArray("add").add("NET_ADMIN").add("NET_RAW");
        }
        capabilities.putArray("drop").add("ALL");
        return init;
    }

    private static ObjectNode container(String name, String image) {
        ObjectNode container = Trees.object().put("name", name).put("image", image);
        container.put("imagePullPolicy", "IfNotPresent");
        container.put("terminationMessagePath", "/dev/termination-log").put("terminationMessagePolicy", "File");
        ObjectNode requests = container.putObject("resources").putObject("requests");
        requests.put("cpu", "100m").put("memory", "128Mi");
        return container;
    }

    /** The proxy of the same release as the istiod. */
    private static String proxyImage(ObjectNode istiod) {
        return Trees.text(Trees.at(istiod, "spec", "containers").path(0), "image")
                .replace("/pilot", "/proxyv2");
    }
}
