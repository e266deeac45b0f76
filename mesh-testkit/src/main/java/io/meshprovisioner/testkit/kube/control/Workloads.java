package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What all controllers of pods have in common. */
final class Workloads {
    static final String MANAGER = "kube-controller-manager";

    private Workloads() {}

    /** A change of an owner, or of a pod (or other dependent) that an owner of the kind controls. */
    static void observe(Kind owners, Kind dependents, Controller.Change change, Consumer<Key> queue) {
        if (change.of(owners)) {
            if (!change.deleted()) {
                queue.accept(Key.of(change.latest()));
            }
        } else if (change.of(dependents)) {
            JsonNode owner = Trees.controller(change.latest());
            if (Trees.text(owner, "kind").equals(owners.kind())) {
                queue.accept(new Key(Trees.namespace(change.latest()), Trees.text(owner, "name")));
            }
        }
    }

    /** The objects that an owner controls, oldest first. */
    static List<ObjectNode> controlled(Api api, Kind kind, ObjectNode owner) {
        List<ObjectNode> result = new ArrayList<>();
        for (ObjectNode object : api.list(kind, Trees.namespace(owner))) {
            if (Trees.text(Trees.controller(object), "uid").equals(Trees.uid(owner))) {
                result.add(object);
            }
        }
        result.sort(Comparator.comparing((ObjectNode object) -> Trees.text(object, "metadata", "creationTimestamp"))
                .thenComparing(Trees::name));
        return result;
    }

    /** A reference by which an owner controls an object. */
    static ObjectNode reference(ObjectNode owner) {
        return Trees.object()
                .put("apiVersion", Trees.text(owner, "apiVersion"))
                .put("kind", Trees.kind(owner))
                .put("name", Trees.name(owner))
                .put("uid", Trees.uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    /** A pod of an owner's template; without a name. */
    static ObjectNode pod(ObjectNode owner, JsonNode template) {
        ObjectNode pod = Trees.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata").put("namespace", Trees.namespace(owner));
        for (String member : List.of("labels", "annotations")) {
            if (Trees.present(template, "metadata", member)) {
                metadata.set(member, template.path("metadata").get(member).deepCopy());
            }
        }
        metadata.putArray("ownerReferences").add(reference(owner));
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }

    /** A short hash of a template: what it says, not in which order. */
    static String hash(JsonNode template) {
        String hex = Hashes.hex(canonical(template), 12);
        String letters = "bcdfghjklmnpqrstvwxz2456789";
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            result.append(
                    letters.charAt((Character.digit(hex.charAt(i), 16) * 16 + Character.digit(hex.charAt(i + 2), 16))
                            % letters.length()));
        }
        return result.toString();
    }

    private static String canonical(JsonNode node) {
        if (node.isObject()) {
            Map<String, String> members = new TreeMap<>();
            node.properties().forEach(entry -> members.put(entry.getKey(), canonical(entry.getValue())));
            return members.toString();
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(canonical(element)));
            return elements.toString();
        }
        return node.toString();
    }

    /** Whether a pod counts for its owner: not ended and not being deleted. */
    static boolean active(ObjectNode pod) {
        String phase = Trees.text(pod, "status", "phase");
        return !Trees.deleting(pod) && !phase.equals("Succeeded") && !phase.equals("Failed");
    }

    static boolean ready(ObjectNode pod) {
        return Trees.conditionTrue(pod, "Ready");
    }

    /** An absolute number or a percentage of a total. */
    static int share(JsonNode value, int total, boolean up) {
        String text = value.asText("0");
        if (!text.endsWith("%")) {
            return value.asInt();
        }
        double exact = Double.parseDouble(text.substring(0, text.length() - 1)) * total / 100;
        return (int) (up ? Math.ceil(exact) : Math.floor(exact));
    }

    /** A number in a status is absent when it is zero. */
    static void count(ObjectNode status, String name, int count) {
        if (count == 0) {
            status.remove(name);
        } else {
            status.put(name, count);
        }
    }
}
