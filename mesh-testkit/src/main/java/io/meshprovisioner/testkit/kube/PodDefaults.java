package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Map;

/** Defaults inside a pod's spec. Changes it. */
final class PodDefaults {
    private PodDefaults() {}

    static void spec(ObjectNode spec) {
        Trees.defaults(spec, "restartPolicy", "Always");
        Trees.defaults(spec, "terminationGracePeriodSeconds", 30);
        Trees.defaults(spec, "dnsPolicy", "ClusterFirst");
        Trees.defaults(spec, "securityContext", Trees.object());
        Trees.defaults(spec, "schedulerName", "default-scheduler");
        Trees.defaults(spec, "enableServiceLinks", true);
        if (spec.has("serviceAccountName")) {
            Trees.defaults(spec, "serviceAccount", Trees.text(spec, "serviceAccountName"));
        }
        boolean host = spec.path("hostNetwork").asBoolean();
        for (ObjectNode container : Trees.objects(spec.path("initContainers"))) {
            container(container, host);
        }
        for (ObjectNode container : Trees.objects(spec.path("containers"))) {
            container(container, host);
        }
        Trees.objects(spec.path("volumes")).forEach(PodDefaults::volume);
    }

    private static void container(ObjectNode container, boolean host) {
        String image = Trees.text(container, "image");
        boolean latest = image.endsWith(":latest")
                || !image.substring(image.lastIndexOf('/') + 1).contains(":");
        Trees.defaults(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
        Trees.defaults(container, "terminationMessagePath", "/dev/termination-log");
        Trees.defaults(container, "terminationMessagePolicy", "File");
        Trees.defaults(container, "resources", Trees.object());
        for (ObjectNode port : Trees.objects(container.path("ports"))) {
            Trees.defaults(port, "protocol", "TCP");
            if (host) {
                Trees.defaults(port, "hostPort", port.path("containerPort"));
            }
        }
        for (String probe : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
            if (container.get(probe) instanceof ObjectNode found) {
                probe(found);
            }
        }
        for (JsonNode variable : container.path("env")) {
            if (Trees.at(variable, "valueFrom", "fieldRef") instanceof ObjectNode field) {
                Trees.defaults(field, "apiVersion", "v1");
            }
            if (Trees.at(variable, "valueFrom", "resourceFieldRef") instanceof ObjectNode field) {
                Trees.defaults(field, "divisor", "0");
            }
        }
        if (container.path("resources").get("limits") instanceof ObjectNode limits) {
            ObjectNode requests = Trees.with(container, "resources", "requests");
            limits.properties().forEach(entry -> Trees.defaults(requests, entry.getKey(), entry.getValue()));
        }
    }

    private static void probe(ObjectNode probe) {
        Trees.defaults(probe, "timeoutSeconds", 1);
        Trees.defaults(probe, "periodSeconds", 10);
        Trees.defaults(probe, "successThreshold", 1);
        Trees.defaults(probe, "failureThreshold", 3);
        if (probe.get("httpGet") instanceof ObjectNode get) {
            Trees.defaults(get, "path", "/");
            Trees.defaults(get, "scheme", "HTTP");
        }
    }

    private static void volume(ObjectNode volume) {
        for (String kind : new String[] {"configMap", "downwardAPI", "projected"}) {
            if (volume.get(kind) instanceof ObjectNode source) {
                Trees.defaults(source, "defaultMode", 420);
            }
        }
        if (volume.get("secret") instanceof ObjectNode source) {
            Trees.defaults(source, "defaultMode", 420);
        }
        if (volume.get("hostPath") instanceof ObjectNode source) {
            Trees.defaults(source, "type", "");
        }
        for (JsonNode source : Trees.at(volume, "projected", "sources")) {
            if (source.get("serviceAccountToken") instanceof ObjectNode token) {
                Trees.defaults(token, "expirationSeconds", 3600);
            }
            for (JsonNode item : Trees.at(source, "downwardAPI", "items")) {
                fieldRef(item);
            }
        }
        Trees.at(volume, "downwardAPI", "items").forEach(PodDefaults::fieldRef);
        if (volume.size() == 1) {
            volume.putObject("emptyDir");
        }
    }

    private static void fieldRef(JsonNode item) {
        if (item.get("fieldRef") instanceof ObjectNode field) {
            Trees.defaults(field, "apiVersion", "v1");
        }
    }

    /** The pod's class of service. */
    static String qos(ObjectNode pod) {
        boolean any = false;
        boolean guaranteed = true;
        for (JsonNode container : Trees.at(pod, "spec", "containers")) {
            JsonNode resources = container.path("resources");
            any |= !resources.path("requests").isEmpty()
                    || !resources.path("limits").isEmpty();
            for (Map.Entry<String, String> entry :
                    Map.of("cpu", "cpu", "memory", "memory").entrySet()) {
                JsonNode limit = resources.path("limits").path(entry.getKey());
                guaranteed &= !limit.isMissingNode()
                        && limit.equals(resources.path("requests").path(entry.getKey()));
            }
        }
        return guaranteed ? "Guaranteed" : any ? "Burstable" : "BestEffort";
    }
}
