package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Selectors;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The Endpoints and the EndpointSlice of each Service with a selector. */
final class EndpointsController implements Controller {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    @Override
    public String name() {
        return "endpoints";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.SERVICE)) {
            queue.accept(Key.of(change.latest()));
        } else if (change.of(Kind.POD)) {
            ObjectNode pod = change.latest();
            for (ObjectNode service : api.list(Kind.SERVICE, Trees.namespace(pod))) {
                if (Selectors.contains(Trees.at(service, "spec", "selector"), Trees.labels(pod))) {
                    queue.accept(Key.of(service));
                }
            }
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        ObjectNode service = api.get(Kind.SERVICE, key.namespace(), key.name()).orElse(null);
        if (service == null) {
            if (!key.name().equals("kubernetes")) {
                api.delete(Kind.ENDPOINTS, key.namespace(), key.name());
            }
            return;
        }
        if (Trees.deleting(service) || Trees.at(service, "spec", "selector").isEmpty()) {
            return;
        }
        List<ObjectNode> pods = new ArrayList<>();
        for (ObjectNode pod : api.list(Kind.POD, key.namespace())) {
            if (Selectors.contains(Trees.at(service, "spec", "selector"), Trees.labels(pod))
                    && Workloads.active(pod)
                    && Trees.present(pod, "status", "podIP")) {
                pods.add(pod);
            }
        }
        endpoints(api, service, pods);
        slice(api, service, pods);
    }

    private static void endpoints(Api api, ObjectNode service, List<ObjectNode> pods) {
        ObjectNode wanted = Trees.object().put("apiVersion", "v1").put("kind", "Endpoints");
        ObjectNode metadata = wanted.putObject("metadata");
        metadata.put("namespace", Trees.namespace(service)).put("name", Trees.name(service));
        if (Trees.present(service, "metadata", "labels")) {
            metadata.set("labels", Trees.at(service, "metadata", "labels").deepCopy());
        }
        if (!pods.isEmpty()) {
            ObjectNode subset = wanted.putArray("subsets").addObject();
            for (ObjectNode pod : pods) {
                boolean ready = isReady(service, pod);
                ObjectNode address = subset.withArray(ready ? "addresses" : "notReadyAddresses")
                        .addObject();
                address.put("ip", Trees.text(pod, "status", "podIP"));
                address.put("nodeName", Trees.text(pod, "spec", "nodeName"));
                address.set("targetRef", reference(pod));
            }
            subset.set("ports", ports(service, pods.get(0)));
        }
        write(api, Kind.ENDPOINTS, wanted, List.of("subsets"));
    }

    private static boolean isReady(ObjectNode service, ObjectNode pod) {
        return Workloads.ready(pod)
                || Trees.at(service, "spec", "publishNotReadyAddresses").asBoolean();
    }

    private static ObjectNode reference(ObjectNode pod) {
        return Trees.object()
                .put("kind", "Pod")
                .put("namespace", Trees.namespace(pod))
                .put("name", Trees.name(pod))
                .put("uid", Trees.uid(pod));
    }

    private static ArrayNode ports(ObjectNode service, ObjectNode pod) {
        ArrayNode result = Trees.array();
        for (JsonNode port : Trees.at(service, "spec", "ports")) {
            ObjectNode entry = result.addObject();
            if (port.has("name")) {
                entry.set("name", port.get("name"));
            }
            entry.put("port", target(port.path("targetPort"), port.path("port").asInt(), pod));
            entry.put("protocol", Trees.text(port, "protocol"));
        }
        return result;
    }

    private static int target(JsonNode target, int port, ObjectNode pod) {
        if (target.isNumber()) {
            return target.asInt();
        }
        for (JsonNode container : Trees.at(pod, "spec", "containers")) {
            for (JsonNode named : container.path("ports")) {
                if (Trees.text(named, "name").equals(target.asText())) {
                    return named.path("containerPort").asInt();
                }
            }
        }
        return port;
    }

    private static void slice(Api api, ObjectNode service, List<ObjectNode> pods) {
        ObjectNode wanted = Trees.object()
                .put("apiVersion", Kind.ENDPOINT_SLICE.apiVersion())
                .put("kind", Kind.ENDPOINT_SLICE.kind());
        ObjectNode metadata = wanted.putObject("metadata");
        metadata.put("namespace", Trees.namespace(service));
        metadata.put("name", Trees.name(service) + "-" + Trees.uid(service).substring(0, 5));
        metadata.put("generateName", Trees.name(service) + "-");
        metadata.putObject("labels")
                .put(SERVICE_NAME, Trees.name(service))
                .put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
        metadata.putArray("ownerReferences").add(Workloads.reference(service));
        wanted.put("addressType", "IPv4");
        if (pods.isEmpty()) {
            wanted.putNull("endpoints").putNull("ports");
            write(api, Kind.ENDPOINT_SLICE, wanted, List.of("endpoints", "ports"));
            return;
        }
        ArrayNode endpoints = wanted.putArray("endpoints");
        for (ObjectNode pod : pods) {
            boolean ready = isReady(service, pod);
            ObjectNode endpoint = endpoints.addObject();
            endpoint.putArray("addresses").add(Trees.text(pod, "status", "podIP"));
            endpoint.putObject("conditions")
                    .put("ready", ready)
                    .put("serving", ready)
                    .put("terminating", false);
            endpoint.put("nodeName", Trees.text(pod, "spec", "nodeName"));
            endpoint.set("targetRef", reference(pod));
        }
        wanted.set("ports", ports(service, pods.get(0)));
        write(api, Kind.ENDPOINT_SLICE, wanted, List.of("endpoints", "ports"));
    }

    private static void write(Api api, Kind kind, ObjectNode wanted, List<String> members) {
        ObjectNode live =
                api.get(kind, Trees.namespace(wanted), Trees.name(wanted)).orElse(null);
        if (live == null) {
            try {
                api.create(wanted, Workloads.MANAGER);
            } catch (Refused refused) {
                // The namespace is being deleted, and the Service with it.
                return;
            }
            return;
        }
        ObjectNode changed = live.deepCopy();
        for (String member : members) {
            if (wanted.has(member)) {
                changed.set(member, wanted.get(member));
            } else {
                changed.remove(member);
            }
        }
        if (!changed.equals(live)) {
            api.update(changed, Workloads.MANAGER);
        }
    }
}
