package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.apply.ManagedFields.Writer;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * A request about a resource.
 *
 * @param namespace empty for all namespaces and for cluster-scoped resources
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param warnings collected on the way
 */
record Call(
        ApiServer server,
        Request request,
        KubeIdentity caller,
        ResourceType type,
        String version,
        String namespace,
        String name,
        String subresource,
        List<String> warnings) {

    Call(
            ApiServer server,
            Request request,
            KubeIdentity caller,
            ResourceType type,
            String version,
            String namespace,
            String name,
            String subresource) {
        this(server, request, caller, type, version, namespace, name, subresource, new ArrayList<>());
    }

    String apiVersion() {
        return type.apiVersion(version);
    }

    boolean dryRun() {
        List<String> asked = request.query().getOrDefault("dryRun", List.of());
        if (!asked.isEmpty() && !asked.equals(List.of("All"))) {
            throw ApiError.badRequest("dryRun: Unsupported value: \"" + asked.get(0) + "\": supported values: \"All\"");
        }
        return !asked.isEmpty();
    }

    /** Strict, Warn or Ignore. */
    String fieldValidation() {
        return request.query("fieldValidation").orElse(server.minor() >= 25 ? "Warn" : "Ignore");
    }

    /** The field manager by name, or else the client program. */
    Writer writer() {
        String manager = request.query("fieldManager").orElseGet(() -> {
            String agent = request.header("user-agent").orElse("unknown");
            int slash = agent.indexOf('/');
            return slash > 0 ? agent.substring(0, slash) : agent;
        });
        return new Writer(manager, apiVersion(), subresource.equals("scale") ? "scale" : subresource, server.now());
    }

    ObjectNode live() {
        return server.get(type, namespace, name).orElseThrow(() -> ApiError.notFound(type, name));
    }

    /** The stored form in the version that was asked for. */
    ObjectNode served(ObjectNode stored) {
        return Conversions.toServed(type, version, stored);
    }
}
