package io.meshprovisioner.testkit.kube;

import static io.meshprovisioner.testkit.kube.TableColumn.AGE;
import static io.meshprovisioner.testkit.kube.TableColumn.NAME;
import static io.meshprovisioner.testkit.kube.TableColumn.node;
import static io.meshprovisioner.testkit.kube.TableColumn.number;
import static io.meshprovisioner.testkit.kube.TableColumn.or;
import static io.meshprovisioner.testkit.kube.TableColumn.size;
import static io.meshprovisioner.testkit.kube.TableColumn.text;
import static io.meshprovisioner.testkit.kube.TableColumn.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The columns of built-in resources, as a real server has them; the others have a name and an age. */
final class BuiltInColumns {
    private static final Map<String, List<TableColumn>> BUILT_IN = builtIns();

    private BuiltInColumns() {}

    static List<TableColumn> of(String storage) {
        boolean dated = storage.endsWith(".rbac.authorization.k8s.io") || storage.equals(Registry.DEFINITIONS);
        return BUILT_IN.getOrDefault(storage, dated ? List.of(NAME, TableColumn.createdAt()) : List.of(NAME, AGE));
    }

    private static Map<String, List<TableColumn>> builtIns() {
        Map<String, List<TableColumn>> columns = new TreeMap<>();
        columns.put("namespaces", List.of(NAME, text("Status", o -> Trees.text(o, "status", "phase")), AGE));
        columns.put("pods", pods());
        columns.put("nodes", nodes());
        columns.put("services", services());
        columns.put("configmaps", List.of(NAME, size("Data", "data"), AGE));
        columns.put("secrets", List.of(NAME, text("Type", o -> Trees.text(o, "type")), size("Data", "data"), AGE));
        columns.put("serviceaccounts", List.of(NAME, size("Secrets", "secrets"), AGE));
        columns.put("endpoints", List.of(NAME, text("Endpoints", BuiltInColumns::endpoints), AGE));
        columns.put("events", events());
        columns.put(
                "deployments.apps",
                List.of(
                        NAME,
                        text(
                                "Ready",
                                o -> Trees.at(o, "status", "readyReplicas").asInt() + "/"
                                        + Trees.at(o, "spec", "replicas").asInt()),
                        number("Up-to-date", "status", "updatedReplicas"),
                        number("Available", "status", "availableReplicas"),
                        AGE,
                        wide("Containers", o -> containers(o, "name")),
                        wide("Images", o -> containers(o, "image")),
                        wide("Selector", BuiltInColumns::selector)));
        columns.put(
                "replicasets.apps",
                List.of(
                        NAME,
                        number("Desired", "spec", "replicas"),
                        number("Current", "status", "replicas"),
                        number("Ready", "status", "readyReplicas"),
                        AGE,
                        wide("Containers", o -> containers(o, "name")),
                        wide("Images", o -> containers(o, "image")),
                        wide("Selector", BuiltInColumns::selector)));
        columns.put(
                "daemonsets.apps",
                List.of(
                        NAME,
                        number("Desired", "status", "desiredNumberScheduled"),
                        number("Current", "status", "currentNumberScheduled"),
                        number("Ready", "status", "numberReady"),
                        number("Up-to-date", "status", "updatedNumberScheduled"),
                        number("Available", "status", "numberAvailable"),
                        text(
                                "Node Selector",
                                o -> or(pairs(Trees.at(o, "spec", "template", "spec", "nodeSelector")), "<none>")),
                        AGE));
        columns.put(
                "statefulsets.apps",
                List.of(
                        NAME,
                        text(
                                "Ready",
                                o -> Trees.at(o, "status", "readyReplicas").asInt() + "/"
                                        + Trees.at(o, "spec", "replicas").asInt()),
                        AGE));
        columns.put(
                "jobs.batch",
                List.of(
                        NAME,
                        text(
                                "Completions",
                                o -> Trees.at(o, "status", "succeeded").asInt() + "/"
                                        + Trees.at(o, "spec", "completions").asInt(1)),
                        AGE));
        columns.put(
                "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                List.of(NAME, size("Webhooks", "webhooks"), AGE));
        columns.put(
                "validatingwebhookconfigurations.admissionregistration.k8s.io",
                List.of(NAME, size("Webhooks", "webhooks"), AGE));
        columns.put(
                "horizontalpodautoscalers.autoscaling",
                List.of(
                        NAME,
                        text(
                                "Reference",
                                o -> Trees.text(o, "spec", "scaleTargetRef", "kind") + "/"
                                        + Trees.text(o, "spec", "scaleTargetRef", "name")),
                        number("MinPods", "spec", "minReplicas"),
                        number("MaxPods", "spec", "maxReplicas"),
                        number("Replicas", "status", "currentReplicas"),
                        AGE));
        columns.put(
                "poddisruptionbudgets.policy",
                List.of(
                        NAME,
                        text("Min Available", o -> or(Trees.text(o, "spec", "minAvailable"), "N/A")),
                        text("Max Unavailable", o -> or(Trees.text(o, "spec", "maxUnavailable"), "N/A")),
                        number("Allowed Disruptions", "status", "disruptionsAllowed"),
                        AGE));
        return columns;
    }

    private static List<TableColumn> pods() {
        return List.of(
                NAME,
                text("Ready", o -> {
                    int ready = 0;
                    for (JsonNode status : Trees.at(o, "status", "containerStatuses")) {
                        ready += status.path("ready").asBoolean() ? 1 : 0;
                    }
                    return ready + "/" + Trees.at(o, "spec", "containers").size();
                }),
                text("Status", BuiltInColumns::podStatus),
                text("Restarts", o -> "0"),
                AGE,
                wide("IP", o -> or(Trees.text(o, "status", "podIP"), "<none>")),
                wide("Node", o -> or(Trees.text(o, "spec", "nodeName"), "<none>")),
                wide("Nominated Node", o -> "<none>"),
                wide("Readiness Gates", o -> "<none>"));
    }

    private static String podStatus(ObjectNode pod) {
        if (Trees.deleting(pod)) {
            return "Terminating";
        }
        for (JsonNode status : Trees.at(pod, "status", "containerStatuses")) {
            String reason = Trees.text(status, "state", "waiting", "reason");
            if (!reason.isEmpty()) {
                return reason;
            }
            String ended = Trees.text(status, "state", "terminated", "reason");
            if (!ended.isEmpty()) {
                return ended;
            }
        }
        return Trees.text(pod, "status", "phase");
    }

    private static List<TableColumn> nodes() {
        return List.of(
                NAME,
                text(
                        "Status",
                        o -> (Trees.conditionTrue(o, "Ready") ? "Ready" : "NotReady")
                                + (Trees.at(o, "spec", "unschedulable").asBoolean() ? ",SchedulingDisabled" : "")),
                text("Roles", o -> "<none>"),
                AGE,
                text("Version", o -> Trees.text(o, "status", "nodeInfo", "kubeletVersion")),
                wide(
                        "Internal-IP",
                        o -> Trees.text(Trees.at(o, "status", "addresses").path(0), "address")),
                wide("External-IP", o -> "<none>"),
                wide("OS-Image", o -> Trees.text(o, "status", "nodeInfo", "osImage")),
                wide("Kernel-Version", o -> Trees.text(o, "status", "nodeInfo", "kernelVersion")),
                wide("Container-Runtime", o -> Trees.text(o, "status", "nodeInfo", "containerRuntimeVersion")));
    }

    private static List<TableColumn> services() {
        return List.of(
                NAME,
                text("Type", o -> Trees.text(o, "spec", "type")),
                text("Cluster-IP", o -> or(Trees.text(o, "spec", "clusterIP"), "<none>")),
                text("External-IP", BuiltInColumns::external),
                text("Port(s)", o -> {
                    List<String> ports = new ArrayList<>();
                    for (JsonNode port : Trees.at(o, "spec", "ports")) {
                        String node = port.has("nodePort") ? ":" + port.get("nodePort") : "";
                        ports.add(port.path("port") + node + "/" + Trees.text(port, "protocol"));
                    }
                    return or(String.join(",", ports), "<none>");
                }),
                AGE,
                wide("Selector", o -> or(pairs(Trees.at(o, "spec", "selector")), "<none>")));
    }

    private static String external(ObjectNode service) {
        if (Trees.text(service, "spec", "type").equals("ExternalName")) {
            return Trees.text(service, "spec", "externalName");
        }
        if (!Trees.text(service, "spec", "type").equals("LoadBalancer")) {
            return "<none>";
        }
        List<String> names = new ArrayList<>();
        for (JsonNode ingress : Trees.at(service, "status", "loadBalancer", "ingress")) {
            names.add(or(Trees.text(ingress, "hostname"), Trees.text(ingress, "ip")));
        }
        return or(String.join(",", names), "<pending>");
    }

    private static List<TableColumn> events() {
        return List.of(
                new TableColumn(
                        "Last Seen",
                        "string",
                        0,
                        (o, now) -> node(Tables.age(
                                or(Trees.text(o, "lastTimestamp"), Trees.text(o, "deprecatedLastTimestamp")), now))),
                text("Type", o -> Trees.text(o, "type")),
                text("Reason", o -> Trees.text(o, "reason")),
                text("Object", o -> {
                    JsonNode about = o.has("regarding") ? o.get("regarding") : o.path("involvedObject");
                    return Trees.text(about, "kind").toLowerCase(Locale.ROOT) + "/" + Trees.text(about, "name");
                }),
                text("Message", o -> or(Trees.text(o, "message"), Trees.text(o, "note"))),
                wide("Name", o -> Trees.name(o)));
    }

    private static String endpoints(ObjectNode endpoints) {
        List<String> all = new ArrayList<>();
        for (JsonNode subset : endpoints.path("subsets")) {
            for (JsonNode address : subset.path("addresses")) {
                for (JsonNode port : subset.path("ports")) {
                    all.add(Trees.text(address, "ip") + ":" + port.path("port"));
                }
            }
        }
        String more = all.size() > 3 ? " + " + (all.size() - 3) + " more..." : "";
        return all.isEmpty() ? "<none>" : String.join(",", all.subList(0, Math.min(3, all.size()))) + more;
    }

    private static String containers(ObjectNode workload, String field) {
        List<String> values = new ArrayList<>();
        Trees.at(workload, "spec", "template", "spec", "containers")
                .forEach(container -> values.add(Trees.text(container, field)));
        return String.join(",", values);
    }

    private static String selector(ObjectNode workload) {
        return pairs(Trees.at(workload, "spec", "selector", "matchLabels"));
    }

    private static String pairs(JsonNode map) {
        List<String> pairs = new ArrayList<>();
        Trees.strings(map).forEach((key, value) -> pairs.add(key + "=" + value));
        return String.join(",", pairs);
    }
}
