package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a running istiod does where the kinds of the Gateway API are served: it makes its GatewayClasses, and in an ambient
 * mesh a Deployment and a Service of each Gateway that is a waypoint, which it then calls programmed.
 */
final class GatewayApiActor implements Controller {
    private static final String MANAGER = "istio.io/gateway-controller";
    private static final String GROUP = "gateway.networking.k8s.io";
    private static final String WAYPOINT = "istio-waypoint";
    private static final Kind CLASS = new Kind(GROUP + "/v1", "GatewayClass", "gatewayclasses." + GROUP);
    private static final Kind GATEWAY = new Kind(GROUP + "/v1", "Gateway", "gateways." + GROUP);
    private static final Key WORK = new Key("", "gateways");

    @Override
    public String name() {
        return "istiod-gateway-api";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        boolean istiod = change.of(Kind.POD) && isIstiod(change.latest());
        boolean made = (change.of(Kind.DEPLOYMENT) || change.of(Kind.SERVICE))
                && Trees.labels(change.latest()).containsKey(GROUP + "/gateway-name");
        boolean kinds =
                change.of(Kind.DEFINITION) && Trees.name(change.latest()).endsWith("." + GROUP);
        if (istiod || made || kinds || change.of(GATEWAY) || change.of(CLASS)) {
            queue.accept(WORK);
        }
    }

    private static boolean isIstiod(ObjectNode pod) {
        return Trees.labels(pod).getOrDefault("app", "").equals("istiod");
    }

    @Override
    public void reconcile(Api api, Key key) {
        boolean served = api.get(Kind.DEFINITION, "", GATEWAY.storage())
                .filter(crd -> Trees.conditionTrue(crd, "Established") && !Trees.deleting(crd))
                .isPresent();
        if (!served) {
            return;
        }
        for (ObjectNode pod : api.list(Kind.POD)) {
            if (isIstiod(pod) && Workloads.ready(pod) && Workloads.active(pod)) {
                work(api, pod);
            }
        }
    }

    private static void work(Api api, ObjectNode istiod) {
        boolean ambient = isAmbient(istiod);
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("istio", "istio.io/gateway-controller");
        classes.put("istio-remote", "istio.io/unmanaged-gateway");
        if (ambient) {
            classes.put(WAYPOINT, "istio.io/mesh-controller");
        }
        try {
            for (Map.Entry<String, String> one : classes.entrySet()) {
                gatewayClass(api, one.getKey(), one.getValue());
            }
            if (ambient) {
                for (ObjectNode gateway : api.list(GATEWAY)) {
                    if (mine(gateway, istiod)) {
                        waypoint(api, gateway, istiod);
                    }
                }
            }
        } catch (Refused refused) {
            // A namespace or a kind is going; istiod logs this and goes on.
            return;
        }
    }

    private static boolean isAmbient(ObjectNode istiod) {
        for (JsonNode variable : Trees.at(istiod, "spec", "containers").path(0).path("env")) {
            if (Trees.text(variable, "name").equals("PILOT_ENABLE_AMBIENT")) {
                return Trees.text(variable, "value").equals("true");
            }
        }
        return false;
    }

    private static boolean mine(ObjectNode gateway, ObjectNode istiod) {
        String revision = Trees.labels(istiod).getOrDefault("istio.io/rev", "default");
        return Trees.text(gateway, "spec", "gatewayClassName").equals(WAYPOINT)
                && !Trees.deleting(gateway)
                && Trees.labels(gateway).getOrDefault("istio.io/rev", "default").equals(revision);
    }

    private static void gatewayClass(Api api, String name, String controller) throws Refused {
        if (api.get(CLASS, "", name).isEmpty()) {
            ObjectNode made = Applied.object(CLASS, "", name);
            made.putObject("spec").put("controllerName", controller);
            api.create(made, MANAGER);
        }
    }

    private static void waypoint(Api api, ObjectNode gateway, ObjectNode istiod) throws Refused {
        String namespace = Trees.namespace(gateway);
        String name = Trees.name(gateway);
        Applied.once(api, Kind.SERVICE_ACCOUNT, owned(Kind.SERVICE_ACCOUNT, gateway), MANAGER);
        Applied.once(api, Kind.DEPLOYMENT, deployment(gateway, istiod), MANAGER);
        Applied.once(api, Kind.SERVICE, service(gateway), MANAGER);
        Optional<String> address = api.get(Kind.SERVICE, namespace, name)
                .map(service -> Trees.text(service, "spec", "clusterIP"))
                .filter(found -> !found.isEmpty());
        boolean runs = api.get(Kind.DEPLOYMENT, namespace, name)
                .filter(found -> Trees.conditionTrue(found, "Available"))
                .isPresent();
        ObjectNode told = Trees.writable(api.get(GATEWAY, namespace, name).orElse(gateway));
        ObjectNode status = Trees.with(told, "status");
        Conditions.set(status, api.now(), "Accepted", true, "Accepted", "Resource accepted");
        Conditions.set(
                status,
                api.now(),
                "Programmed",
                runs && address.isPresent(),
                runs ? "Programmed" : "AddressNotAssigned",
                runs ? "Resource programmed" : "Assigned to service(s), but its pods are not ready");
        address.ifPresent(ip -> status.set(
                "addresses",
                Trees.array()
                        .add(Trees.object()
                                .put("type", "Hostname")
                                .put("value", name + "." + namespace + ".svc.cluster.local"))));
        api.updateStatus(told);
    }

    private static ObjectNode owned(Kind kind, ObjectNode gateway) {
        ObjectNode object = Applied.object(kind, Trees.namespace(gateway), Trees.name(gateway));
        ObjectNode metadata = Trees.with(object, "metadata");
        labels(metadata.putObject("labels"), gateway);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", GATEWAY.apiVersion())
                .put("kind", GATEWAY.kind())
                .put("name", Trees.name(gateway))
                .put("uid", Trees.uid(gateway));
        return object;
    }

    private static void labels(ObjectNode labels, ObjectNode gateway) {
        labels.put(GROUP + "/gateway-name", Trees.name(gateway))
                .put(GROUP + "/gateway-class-name", WAYPOINT)
                .put("gateway.istio.io/managed", "istio.io-mesh-controller");
    }

    private static ObjectNode deployment(ObjectNode gateway, ObjectNode istiod) {
        ObjectNode deployment = owned(Kind.DEPLOYMENT, gateway);
        ObjectNode spec = deployment.putObject("spec");
        spec.putObject("selector").putObject("matchLabels").put(GROUP + "/gateway-name", Trees.name(gateway));
        ObjectNode template = spec.putObject("template");
        ObjectNode metadata = template.putObject("metadata");
        metadata.putObject("annotations")
                .put("istio.io/rev", Trees.labels(istiod).getOrDefault("istio.io/rev", "default"));
        labels(
                metadata.putObject("labels")
                        .put("sidecar.istio.io/inject", "false")
                        .put("istio.io/dataplane-mode", "none"),
                gateway);
        ObjectNode container = template.putObject("spec")
                .put("serviceAccountName", Trees.name(gateway))
                .putArray("containers")
                .addObject();
        container
                .put("name", "istio-proxy")
                .put(
                        "image",
                        Trees.text(Trees.at(istiod, "spec", "containers").path(0), "image")
                                .replace("/pilot", "/proxyv2"));
        container.putArray("args").add("proxy").add("waypoint");
        container
                .putObject("resources")
                .putObject("requests")
                .put("cpu", "100m")
                .put("memory", "128Mi");
        return deployment;
    }

    private static ObjectNode service(ObjectNode gateway) {
        ObjectNode service = owned(Kind.SERVICE, gateway);
        ObjectNode spec = service.putObject("spec").put("type", "ClusterIP");
        spec.putObject("selector").put(GROUP + "/gateway-name", Trees.name(gateway));
        ArrayNode ports = spec.putArray("ports");
        for (Map.Entry<String, Integer> port : List.of(Map.entry("status-port", 15_021), Map.entry("mesh", 15_008))) {
            ports.addObject()
                    .put("name", port.getKey())
                    .put("port", port.getValue())
                    .put("protocol", "TCP");
        }
        return service;
    }
}
