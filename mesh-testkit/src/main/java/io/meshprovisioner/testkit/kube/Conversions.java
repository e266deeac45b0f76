package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Map;

/** Between the versions of a resource: mostly the same fields under another apiVersion. */
final class Conversions {
    private static final Map<String, String> EVENT_FIELDS = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");

    private Conversions() {}

    /** An object as it is stored; the argument is not changed. */
    static ObjectNode toStored(ResourceType type, ObjectNode object) {
        String from = Trees.text(object, "apiVersion");
        if (from.equals(type.storedAs())) {
            return object;
        }
        ObjectNode result = object.deepCopy();
        result.put("apiVersion", type.storedAs());
        if (type.custom()) {
            return result;
        }
        String storage = type.storage();
        if (storage.equals(Registry.DEFINITIONS)) {
            definitionToV1(result);
        } else if (storage.equals("events")) {
            EVENT_FIELDS.forEach((core, newer) -> rename(result, newer, core));
        } else if (storage.startsWith("ingresses.")) {
            backends(result, true);
        } else if (storage.startsWith("horizontalpodautoscalers.")) {
            Autoscalers.toV2(result, Trees.version(from));
        } else if (storage.endsWith("webhookconfigurations.admissionregistration.k8s.io")) {
            Trees.objects(result.path("webhooks")).forEach(Conversions::oldWebhookDefaults);
        }
        return result;
    }

    /** A stored object in a served version; the argument is not changed. */
    static ObjectNode toServed(ResourceType type, String version, ObjectNode stored) {
        String to = type.apiVersion(version);
        if (to.equals(type.storedAs())) {
            return stored;
        }
        ObjectNode result = stored.deepCopy();
        result.put("apiVersion", to);
        if (type.custom()) {
            return result;
        }
        String storage = type.storage();
        if (storage.equals(Registry.DEFINITIONS)) {
            definitionFromV1(result);
        } else if (storage.equals("events")) {
            EVENT_FIELDS.forEach((core, newer) -> rename(result, core, newer));
        } else if (storage.startsWith("ingresses.")) {
            backends(result, false);
        } else if (storage.startsWith("horizontalpodautoscalers.")) {
            Autoscalers.fromV2(result, version);
        }
        return result;
    }

    /** What v1beta1 takes for granted differs from v1. */
    private static void oldWebhookDefaults(ObjectNode webhook) {
        Trees.defaults(webhook, "failurePolicy", "Ignore");
        Trees.defaults(webhook, "matchPolicy", "Exact");
        Trees.defaults(webhook, "timeoutSeconds", 30);
        Trees.defaults(webhook, "sideEffects", "Unknown");
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }

    private static void definitionToV1(ObjectNode object) {
        ObjectNode spec = Trees.with(object, "spec");
        JsonNode single = spec.remove("version");
        if (spec.path("versions").isEmpty() && single != null) {
            ObjectNode only = Trees.object();
            only.set("name", single);
            only.put("served", true).put("storage", true);
            spec.set("versions", Trees.array().add(only));
        }
        JsonNode validation = spec.remove("validation");
        JsonNode subresources = spec.remove("subresources");
        JsonNode columns = spec.remove("additionalPrinterColumns");
        boolean preserve = spec.path("preserveUnknownFields").asBoolean(true);
        for (ObjectNode version : Trees.objects(spec.path("versions"))) {
            if (validation != null && !version.has("schema")) {
                version.set("schema", validation.deepCopy());
            }
            if (subresources != null && !version.has("subresources")) {
                version.set("subresources", subresources.deepCopy());
            }
            if (columns != null && !version.has("additionalPrinterColumns")) {
                version.set("additionalPrinterColumns", columns.deepCopy());
            }
            Trees.objects(version.path("additionalPrinterColumns"))
                    .forEach(column -> rename(column, "JSONPath", "jsonPath"));
        }
        spec.remove("preserveUnknownFields");
        if (preserve) {
            spec.put("preserveUnknownFields", true);
        }
    }

    private static void definitionFromV1(ObjectNode object) {
        ObjectNode spec = Trees.with(object, "spec");
        ArrayNode versions = spec.path("versions") instanceof ArrayNode list ? list : Trees.array();
        if (!versions.isEmpty()) {
            spec.put("version", Trees.text(versions.get(0), "name"));
        }
        for (ObjectNode version : Trees.objects(versions)) {
            Trees.objects(version.path("additionalPrinterColumns"))
                    .forEach(column -> rename(column, "jsonPath", "JSONPath"));
        }
        for (Map.Entry<String, String> entry : Map.of(
                        "schema",
                        "validation",
                        "subresources",
                        "subresources",
                        "additionalPrinterColumns",
                        "additionalPrinterColumns")
                .entrySet()) {
            hoist(spec, versions, entry.getKey(), entry.getValue());
        }
        Trees.defaults(spec, "preserveUnknownFields", false);
    }

    /** v1beta1 holds what all versions share once, beside them. */
    private static void hoist(ObjectNode spec, ArrayNode versions, String name, String shared) {
        JsonNode first = versions.path(0).path(name);
        if (first.isMissingNode()) {
            return;
        }
        for (JsonNode version : versions) {
            if (!version.path(name).equals(first)) {
                return;
            }
        }
        spec.set(shared, first);
        Trees.objects(versions).forEach(version -> version.remove(name));
    }

    private static void backends(ObjectNode ingress, boolean toV1) {
        ObjectNode spec = Trees.with(ingress, "spec");
        rename(spec, toV1 ? "backend" : "defaultBackend", toV1 ? "defaultBackend" : "backend");
        if (spec.get(toV1 ? "defaultBackend" : "backend") instanceof ObjectNode backend) {
            backend(backend, toV1);
        }
        for (JsonNode rule : spec.path("rules")) {
            for (ObjectNode path : Trees.objects(Trees.at(rule, "http", "paths"))) {
                if (path.get("backend") instanceof ObjectNode backend) {
                    backend(backend, toV1);
                }
                Trees.defaults(path, "pathType", "ImplementationSpecific");
            }
        }
    }

    private static void backend(ObjectNode backend, boolean toV1) {
        if (toV1) {
            JsonNode name = backend.remove("serviceName");
            JsonNode port = backend.remove("servicePort");
            if (name != null) {
                ObjectNode service = backend.putObject("service");
                service.set("name", name);
                if (port != null) {
                    service.putObject("port").set(port.isNumber() ? "number" : "name", port);
                }
            }
        } else if (backend.remove("service") instanceof ObjectNode service) {
            backend.set("serviceName", service.path("name"));
            JsonNode port = service.path("port");
            if (port.isObject()) {
                backend.set("servicePort", port.has("number") ? port.get("number") : port.path("name"));
            }
        }
    }
}
