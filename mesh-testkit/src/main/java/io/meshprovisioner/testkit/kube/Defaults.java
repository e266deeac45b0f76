package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Fills in what clients leave out, for stored forms of built-in types. Changes the object. */
final class Defaults {
    private Defaults() {}

    /** Defaults of a new object, with what a server allocates. */
    static void apply(ApiServer server, ObjectNode object) {
        common(object);
        switch (Trees.kind(object)) {
            case "Service" -> ServiceDefaults.create(server, object);
            case "Namespace" -> namespace(object);
            case "Pod" -> Trees.with(object, "status").put("phase", "Pending").put("qosClass", PodDefaults.qos(object));
            case "CustomResourceDefinition", "Deployment", "Job", "CronJob", "PersistentVolumeClaim" ->
                Trees.with(object, "status");
            case "ReplicaSet" -> Trees.with(object, "status").put("replicas", 0);
            default -> {}
        }
    }

    /** Defaults of a changed object; what was allocated stays. */
    static void update(ApiServer server, ObjectNode object, ObjectNode live) {
        if (Trees.kind(object).equals("Service")) {
            ServiceDefaults.carryOver(object, live);
        }
        common(object);
        if (Trees.kind(object).equals("Service")) {
            ServiceDefaults.update(server, object);
        }
    }

    private static void common(ObjectNode object) {
        String apiVersion = Trees.text(object, "apiVersion");
        switch (Trees.group(apiVersion)) {
            case "" -> core(object);
            case "apps" -> apps(object);
            case "batch" -> batch(object);
            case "admissionregistration.k8s.io" -> webhooks(object);
            case "apiextensions.k8s.io" -> definition(object);
            case "autoscaling" -> Trees.defaults(Trees.with(object, "spec"), "minReplicas", 1);
            case "rbac.authorization.k8s.io" -> roleBinding(object);
            case "networking.k8s.io" -> networking(object);
            case "storage.k8s.io" -> storage(object);
            default -> {}
        }
    }

    private static void core(ObjectNode object) {
        switch (Trees.kind(object)) {
            case "Pod" -> PodDefaults.spec(Trees.with(object, "spec"));
            case "Service" -> ServiceDefaults.fields(object);
            case "Secret" -> secret(object);
            case "Namespace" ->
                Trees.with(object, "metadata", "labels").put("kubernetes.io/metadata.name", Trees.name(object));
            case "ReplicationController" -> template(object, "Always");
            case "PersistentVolumeClaim" -> {
                Trees.defaults(Trees.with(object, "spec"), "volumeMode", "Filesystem");
            }
            default -> {}
        }
    }

    private static void namespace(ObjectNode object) {
        List<String> finalizers = new ArrayList<>(Trees.texts(Trees.at(object, "spec", "finalizers")));
        if (!finalizers.contains("kubernetes")) {
            finalizers.add("kubernetes");
        }
        ArrayNode all = Trees.with(object, "spec").putArray("finalizers");
        finalizers.forEach(all::add);
        Trees.with(object, "status").put("phase", "Active");
    }

    private static void secret(ObjectNode object) {
        Trees.defaults(object, "type", "Opaque");
        if (object.remove("stringData") instanceof ObjectNode texts) {
            ObjectNode data = Trees.with(object, "data");
            texts.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static void template(ObjectNode object, String restartPolicy) {
        ObjectNode spec = Trees.with(object, "spec", "template", "spec");
        Trees.defaults(spec, "restartPolicy", restartPolicy);
        PodDefaults.spec(spec);
    }

    private static void apps(ObjectNode object) {
        ObjectNode spec = Trees.with(object, "spec");
        switch (Trees.kind(object)) {
            case "Deployment" -> {
                Trees.defaults(spec, "replicas", 1);
                Trees.defaults(spec, "revisionHistoryLimit", 10);
                Trees.defaults(spec, "progressDeadlineSeconds", 600);
                rolling(Trees.with(spec, "strategy"), "25%", "25%");
                template(object, "Always");
            }
            case "ReplicaSet" -> {
                Trees.defaults(spec, "replicas", 1);
                template(object, "Always");
            }
            case "DaemonSet" -> {
                Trees.defaults(spec, "revisionHistoryLimit", 10);
                rolling(Trees.with(spec, "updateStrategy"), "1", "0");
                template(object, "Always");
            }
            case "StatefulSet" -> {
                Trees.defaults(spec, "replicas", 1);
                Trees.defaults(spec, "revisionHistoryLimit", 10);
                Trees.defaults(spec, "podManagementPolicy", "OrderedReady");
                ObjectNode strategy = Trees.with(spec, "updateStrategy");
                Trees.defaults(strategy, "type", "RollingUpdate");
                if (Trees.text(strategy, "type").equals("RollingUpdate")) {
                    Trees.defaults(Trees.with(strategy, "rollingUpdate"), "partition", 0);
                }
                template(object, "Always");
            }
            default -> {}
        }
    }

    private static void rolling(ObjectNode strategy, String unavailable, String surge) {
        Trees.defaults(strategy, "type", "RollingUpdate");
        if (Trees.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode parameters = Trees.with(strategy, "rollingUpdate");
            Trees.defaults(parameters, "maxUnavailable", amount(unavailable));
            Trees.defaults(parameters, "maxSurge", amount(surge));
        }
    }

    private static JsonNode amount(String text) {
        return text.endsWith("%") ? Trees.array().textNode(text) : Trees.array().numberNode(Integer.parseInt(text));
    }

    private static void batch(ObjectNode object) {
        ObjectNode spec = Trees.with(object, "spec");
        if (Trees.kind(object).equals("Job")) {
            job(spec);
            template(object, "Never");
            ObjectNode labels = Trees.with(spec, "template", "metadata", "labels");
            String uid = Trees.uid(object);
            if (!spec.has("selector") && !uid.isEmpty()) {
                labels.put("controller-uid", uid).put("job-name", Trees.name(object));
                labels.put("batch.kubernetes.io/controller-uid", uid)
                        .put("batch.kubernetes.io/job-name", Trees.name(object));
                Trees.with(spec, "selector", "matchLabels").put("batch.kubernetes.io/controller-uid", uid);
            }
        } else if (Trees.kind(object).equals("CronJob")) {
            Trees.defaults(spec, "concurrencyPolicy", "Allow");
            Trees.defaults(spec, "suspend", false);
            Trees.defaults(spec, "successfulJobsHistoryLimit", 3);
            Trees.defaults(spec, "failedJobsHistoryLimit", 1);
        }
    }

    private static void job(ObjectNode spec) {
        Trees.defaults(spec, "backoffLimit", 6);
        if (!spec.has("completions") && !spec.has("parallelism")) {
            spec.put("completions", 1);
        }
        Trees.defaults(spec, "parallelism", 1);
        Trees.defaults(spec, "completionMode", "NonIndexed");
        Trees.defaults(spec, "suspend", false);
    }

    private static void webhooks(ObjectNode object) {
        for (ObjectNode webhook : Trees.objects(object.path("webhooks"))) {
            Trees.defaults(webhook, "failurePolicy", "Fail");
            Trees.defaults(webhook, "matchPolicy", "Equivalent");
            Trees.defaults(webhook, "timeoutSeconds", 10);
            Trees.defaults(webhook, "namespaceSelector", Trees.object());
            Trees.defaults(webhook, "objectSelector", Trees.object());
            if (Trees.kind(object).startsWith("Mutating")) {
                Trees.defaults(webhook, "reinvocationPolicy", "Never");
            }
            if (webhook.path("clientConfig").path("service") instanceof ObjectNode service) {
                Trees.defaults(service, "port", 443);
            }
            Trees.objects(webhook.path("rules")).forEach(rule -> Trees.defaults(rule, "scope", "*"));
        }
    }

    private static void definition(ObjectNode object) {
        ObjectNode spec = Trees.with(object, "spec");
        Trees.defaults(spec, "conversion", Trees.object().put("strategy", "None"));
        ObjectNode names = Trees.with(spec, "names");
        Trees.defaults(names, "listKind", Trees.text(names, "kind") + "List");
        Trees.defaults(names, "singular", Trees.text(names, "kind").toLowerCase(java.util.Locale.ROOT));
    }

    private static void roleBinding(ObjectNode object) {
        if (object.get("roleRef") instanceof ObjectNode role) {
            Trees.defaults(role, "apiGroup", "rbac.authorization.k8s.io");
        }
        for (ObjectNode subject : Trees.objects(object.path("subjects"))) {
            if (!Trees.text(subject, "kind").equals("ServiceAccount")) {
                Trees.defaults(subject, "apiGroup", "rbac.authorization.k8s.io");
            }
        }
    }

    private static void networking(ObjectNode object) {
        if (Trees.kind(object).equals("NetworkPolicy")) {
            ObjectNode spec = Trees.with(object, "spec");
            if (spec.path("policyTypes").isEmpty()) {
                spec.putArray("policyTypes").add("Ingress");
                if (!spec.path("egress").isEmpty()) {
                    spec.withArray("policyTypes").add("Egress");
                }
            }
        }
    }

    private static void storage(ObjectNode object) {
        if (Trees.kind(object).equals("StorageClass")) {
            Trees.defaults(object, "reclaimPolicy", "Delete");
            Trees.defaults(object, "volumeBindingMode", "Immediate");
        }
    }
}
