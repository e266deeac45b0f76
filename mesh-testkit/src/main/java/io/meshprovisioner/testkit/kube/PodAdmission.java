package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.FargateScheduler;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Map;

/** The admission plugins for pods: ServiceAccount, Priority, DefaultTolerationSeconds. */
final class PodAdmission {
    private static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final Map<String, Integer> SYSTEM_PRIORITIES =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    private PodAdmission() {}

    /** Changes the pod, or refuses it. */
    static void apply(ApiServer server, ResourceType type, ObjectNode pod) {
        String namespace = Trees.namespace(pod);
        ObjectNode spec = Trees.with(pod, "spec");
        Trees.defaults(
                spec,
                "serviceAccountName",
                Trees.optional(spec, "serviceAccount").orElse("default"));
        Trees.defaults(spec, "serviceAccount", Trees.text(spec, "serviceAccountName"));
        String account = Trees.text(spec, "serviceAccountName");
        ObjectNode found = server.store()
                .get("serviceaccounts", namespace, account)
                .orElseThrow(() -> ApiError.forbidden(
                        type,
                        Trees.name(pod),
                        "error looking up service account " + namespace + "/" + account + ": serviceaccount \""
                                + account + "\" not found"));
        boolean mount = spec.path("automountServiceAccountToken")
                .asBoolean(found.path("automountServiceAccountToken").asBoolean(true));
        if (mount) {
            mountToken(server, pod, spec);
        }
        if (!spec.has("imagePullSecrets") && found.has("imagePullSecrets")) {
            spec.set("imagePullSecrets", found.get("imagePullSecrets"));
        }
        fargate(server, pod, spec);
        priority(server, type, pod, spec);
        toleration(spec, "node.kubernetes.io/not-ready");
        toleration(spec, "node.kubernetes.io/unreachable");
    }

    /** EKS's webhook: a pod that a Fargate profile selects gets another scheduler, unless it says where it runs. */
    private static void fargate(ApiServer server, ObjectNode pod, ObjectNode spec) {
        boolean daemon = Trees.text(Trees.controller(pod), "kind").equals("DaemonSet");
        boolean onMachines = Trees.annotations(pod)
                .getOrDefault(FargateScheduler.COMPUTE_TYPE, "fargate")
                .equals("ec2");
        if (daemon || onMachines || !Trees.text(spec, "nodeName").isEmpty()) {
            return;
        }
        server.world()
                .cloud()
                .podProfile(server.world(), server.key(), Trees.namespace(pod), Trees.labels(pod))
                .ifPresent(profile -> {
                    spec.put("schedulerName", FargateScheduler.NAME);
                    Trees.with(pod, "metadata", "labels").put(FargateScheduler.PROFILE, profile);
                });
    }

    private static void mountToken(ApiServer server, ObjectNode pod, ObjectNode spec) {
        ArrayNode volumes = spec.withArray("volumes");
        for (JsonNode volume : volumes) {
            if (Trees.text(volume, "name").startsWith("kube-api-access-")) {
                return;
            }
        }
        String name =
                "kube-api-access-" + server.newId("token-volume", Trees.namespace(pod) + "/" + Trees.name(pod), 5);
        ObjectNode projected = volumes.addObject().put("name", name).putObject("projected");
        projected.put("defaultMode", 420);
        ArrayNode sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", 3607)
                .put("path", "token");
        ObjectNode root = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
        root.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        ObjectNode downward = sources.addObject().putObject("downwardAPI");
        ObjectNode item = downward.putArray("items").addObject().put("path", "namespace");
        item.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
        for (String list : new String[] {"initContainers", "containers"}) {
            for (ObjectNode container : Trees.objects(spec.path(list))) {
                mount(container, name);
            }
        }
    }

    private static void mount(ObjectNode container, String volume) {
        for (JsonNode mount : container.path("volumeMounts")) {
            if (Trees.text(mount, "mountPath").equals(TOKEN_PATH)) {
                return;
            }
        }
        container
                .withArray("volumeMounts")
                .addObject()
                .put("mountPath", TOKEN_PATH)
                .put("name", volume)
                .put("readOnly", true);
    }

    private static void priority(ApiServer server, ResourceType type, ObjectNode pod, ObjectNode spec) {
        String name = Trees.text(spec, "priorityClassName");
        if (!name.isEmpty()) {
            Integer known = SYSTEM_PRIORITIES.get(name);
            int value = known != null
                    ? known
                    : server.store()
                            .get("priorityclasses.scheduling.k8s.io", "", name)
                            .map(found -> found.path("value").asInt())
                            .orElseThrow(() -> ApiError.forbidden(
                                    type, Trees.name(pod), "no PriorityClass with name " + name + " was found"));
            spec.put("priority", value);
        }
        Trees.defaults(spec, "priority", 0);
        Trees.defaults(spec, "preemptionPolicy", "PreemptLowerPriority");
    }

    private static void toleration(ObjectNode spec, String key) {
        ArrayNode tolerations = spec.withArray("tolerations");
        for (JsonNode toleration : tolerations) {
            boolean covers = Trees.text(toleration, "key").equals(key)
                    || (Trees.text(toleration, "key").isEmpty()
                            && Trees.text(toleration, "operator").equals("Exists"));
            String effect = Trees.text(toleration, "effect");
            if (covers && (effect.isEmpty() || effect.equals("NoExecute"))) {
                return;
            }
        }
        tolerations
                .addObject()
                .put("key", key)
                .put("operator", "Exists")
                .put("effect", "NoExecute")
                .put("tolerationSeconds", 300);
    }
}
