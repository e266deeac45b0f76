package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.apply.ManagedFields;
import io.meshprovisioner.testkit.kube.apply.ManagedFields.Writer;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes new objects. */
final class Creates {
    private static final Set<String> WITH_GENERATION = Set.of(
            "deployments.apps",
            "replicasets.apps",
            "daemonsets.apps",
            "statefulsets.apps",
            "jobs.batch",
            "cronjobs.batch",
            "replicationcontrollers",
            "poddisruptionbudgets.policy",
            "ingresses.networking.k8s.io",
            "networkpolicies.networking.k8s.io",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io",
            "customresourcedefinitions.apiextensions.k8s.io",
            "endpointslices.discovery.k8s.io");

    private final ApiServer server;

    Creates(ApiServer server) {
        this.server = server;
    }

    /** Answers a POST to a collection. */
    ObjectNode create(Call call) {
        ObjectNode object = Bodies.typed(call);
        if (!call.name().isEmpty()) {
            Trees.with(object, "metadata").put("name", call.name());
        }
        return call.served(create(call.type(), call.namespace(), object, call.writer(), call.dryRun()));
    }

    /** Makes an object that is given in any version; answers it as stored. */
    ObjectNode create(ResourceType type, String namespace, ObjectNode given, Writer writer, boolean dryRun) {
        ObjectNode managed = ManagedFields.update(
                MissingNode.getInstance(), given, type.shape(Trees.version(writer.apiVersion())), writer);
        return persist(type, namespace, managed, dryRun);
    }

    /** Makes an object whose managed fields are known; answers it as stored. */
    ObjectNode persist(ResourceType type, String namespace, ObjectNode given, boolean dryRun) {
        String version = Trees.version(Trees.text(given, "apiVersion"));
        if (type.custom()) {
            CustomResources.applyDefaults(type, version, given);
        }
        ObjectNode object = Trees.writable(Conversions.toStored(type, given));
        ObjectNode metadata = Trees.with(object, "metadata");
        place(type, namespace, metadata);
        String name = name(type, metadata);
        if (Trees.present(metadata, "resourceVersion")
                && !Trees.text(metadata, "resourceVersion").isEmpty()) {
            throw ApiError.badRequest("resourceVersion should not be set on objects to be created");
        }
        if (type.namespaced()) {
            checkNamespace(type, namespace, name);
        }
        if (server.get(type, namespace, name).isPresent()) {
            throw ApiError.alreadyExists(type, name);
        }
        metadata.put("uid", server.newUid(type.storage(), namespace + "/" + name));
        metadata.put("creationTimestamp", Timestamps.seconds(server.now()));
        metadata.remove(List.of("selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"));
        if (type.custom() || WITH_GENERATION.contains(type.storage())) {
            metadata.put("generation", 1);
        }
        if (type.subresources().contains("status")) {
            object.remove("status");
        }
        Defaults.apply(server, object);
        ObjectNode admitted = new Admission(server).create(type, object);
        List<Problem> problems = new ArrayList<>(Rules.create(server, type, admitted));
        if (type.custom()) {
            problems.addAll(CustomResources.validate(type, version, admitted));
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid(type, name, problems);
        }
        return dryRun ? admitted : server.store().put(type.storage(), admitted);
    }

    static boolean hasGeneration(ResourceType type) {
        return type.custom() || WITH_GENERATION.contains(type.storage());
    }

    private static void place(ResourceType type, String namespace, ObjectNode metadata) {
        String own = Trees.text(metadata, "namespace");
        if (type.namespaced()) {
            if (!own.isEmpty() && !own.equals(namespace)) {
                throw ApiError.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request");
            }
            metadata.put("namespace", namespace);
        } else {
            metadata.remove("namespace");
        }
    }

    private String name(ResourceType type, ObjectNode metadata) {
        String name = Trees.text(metadata, "name");
        String prefix = Trees.text(metadata, "generateName");
        if (name.isEmpty() && !prefix.isEmpty()) {
            String namespace = Trees.text(metadata, "namespace");
            name = prefix + letters(server.newId("name/" + type.storage(), namespace + "/" + prefix, 10));
            metadata.put("name", name);
        }
        if (name.isEmpty()) {
            throw ApiError.invalid(
                    type, "", List.of(Problem.required("metadata.name", "name or generateName is required")));
        }
        return name;
    }

    /** Five letters and digits as a real server takes for generated names: no vowels, no 0, 1 or 3. */
    private static String letters(String hex) {
        String alphabet = "bcdfghjklmnpqrstvwxz2456789";
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            result.append(alphabet.charAt(Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) % alphabet.length()));
        }
        return result.toString();
    }

    private void checkNamespace(ResourceType type, String namespace, String name) {
        ResourceType namespaces = server.builtIn("namespaces");
        ObjectNode found =
                server.get(namespaces, "", namespace).orElseThrow(() -> ApiError.notFound(namespaces, namespace));
        if (Trees.deleting(found)) {
            ApiError error = ApiError.forbidden(
                    type,
                    name,
                    "unable to create new content in namespace " + namespace + " because it is being terminated");
            ObjectNode details = ApiError.details(type, name);
            details.withArray("causes")
                    .addObject()
                    .put("reason", "NamespaceTerminating")
                    .put("message", "namespace " + namespace + " is being terminated")
                    .put("field", "metadata.namespace");
            throw new ApiError(403, "Forbidden", error.message(), details);
        }
    }
}
