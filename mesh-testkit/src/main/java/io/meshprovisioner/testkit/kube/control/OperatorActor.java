package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.Hashes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Istio's operator does where its pod runs: it takes up each IstioOperator in the namespaces that it watches,
 * applies the charts of its own release component by component, says in the status how far it is, makes anew what
 * somebody deletes, and removes everything before a deleted IstioOperator may go.
 */
final class OperatorActor implements Controller {
    private static final Kind ISTIO_OPERATOR =
            new Kind("install.istio.io/v1alpha1", "IstioOperator", "istiooperators.install.istio.io");
    private static final String MANAGER = "istio-operator";
    private static final String FINALIZER = "istio-finalizer.install.istio.io";
    private static final String OWNER = "install.operator.istio.io/owning-resource";
    private static final String OWNER_NAMESPACE = OWNER + "-namespace";
    private static final String COMPONENT = "operator.istio.io/component";
    private static final Pattern TAG = Pattern.compile(":v?(1\\.\\d+\\.\\d+)(?:-[\\w.-]+)?$");
    private static final Duration TAKING_UP = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    /** Where what it made may lie; CRDs stay, since with them all the user's configuration would go. */
    private static final List<Kind> MADE = List.of(
            Kind.MUTATING_WEBHOOK,
            Kind.VALIDATING_WEBHOOK,
            Kind.DEPLOYMENT,
            Kind.DAEMON_SET,
            Kind.SERVICE,
            Kind.CONFIG_MAP,
            Kind.SECRET,
            Kind.SERVICE_ACCOUNT,
            Kind.AUTOSCALER,
            Kind.DISRUPTION_BUDGET,
            new Kind("networking.istio.io/v1alpha3", "EnvoyFilter", "envoyfilters.networking.istio.io"),
            new Kind("rbac.authorization.k8s.io/v1", "Role", "roles.rbac.authorization.k8s.io"),
            new Kind("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings.rbac.authorization.k8s.io"),
            new Kind("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles.rbac.authorization.k8s.io"),
            new Kind(
                    "rbac.authorization.k8s.io/v1",
                    "ClusterRoleBinding",
                    "clusterrolebindings.rbac.authorization.k8s.io"));

    /** Components of the same number come up side by side, after those of the number before are ready. */
    private static final Map<String, Integer> RANKS =
            Map.of("Base", 0, "Pilot", 1, "Cni", 2, "Ztunnel", 2, "IngressGateways", 2, "EgressGateways", 2);

    @Override
    public String name() {
        return "istio-operator";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        Map<String, String> labels = Trees.labels(change.latest());
        if (change.of(ISTIO_OPERATOR)) {
            queue.accept(Key.of(change.latest()));
        } else if (change.of(Kind.POD)) {
            if (labels.getOrDefault("name", "").equals("istio-operator")) {
                api.list(ISTIO_OPERATOR).forEach(asked -> queue.accept(Key.of(asked)));
            }
        } else if (labels.containsKey(OWNER)
                && (change.deleted() || change.of(Kind.DEPLOYMENT) || change.of(Kind.DAEMON_SET))) {
            queue.accept(new Key(labels.getOrDefault(OWNER_NAMESPACE, ""), labels.getOrDefault(OWNER, "")));
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        Optional<ObjectNode> asked = api.get(ISTIO_OPERATOR, key.namespace(), key.name());
        Optional<ObjectNode> pod = operator(api, key.namespace());
        if (asked.isEmpty() || pod.isEmpty()) {
            return;
        }
        if (Trees.deleting(asked.get())) {
            remove(api, key, Set.of());
            api.finalizers(ISTIO_OPERATOR, asked.get(), without(asked.get()));
        } else {
            bring(api, asked.get(), pod.get(), key);
        }
    }

    /** A running operator that watches a namespace. */
    private static Optional<ObjectNode> operator(Api api, String namespace) {
        return api.list(Kind.POD).stream()
                .filter(pod -> Trees.labels(pod).getOrDefault("name", "").equals("istio-operator")
                        && Workloads.ready(pod)
                        && Workloads.active(pod)
                        && watches(pod, namespace))
                .findFirst();
    }

    private static boolean watches(ObjectNode pod, String namespace) {
        for (JsonNode variable : Trees.at(pod, "spec", "containers").path(0).path("env")) {
            if (Trees.text(variable, "name").equals("WATCH_NAMESPACE")) {
                String told = Trees.text(variable, "value");
                return told.isEmpty() || List.of(told.split(",")).contains(namespace);
            }
        }
        return true;
    }

    private static List<String> without(ObjectNode asked) {
        List<String> kept = new ArrayList<>(Trees.texts(Trees.at(asked, "metadata", "finalizers")));
        kept.remove(FINALIZER);
        return kept;
    }

    private void bring(Api api, ObjectNode asked, ObjectNode pod, Key key) {
        List<String> finalizers = Trees.texts(Trees.at(asked, "metadata", "finalizers"));
        if (!finalizers.contains(FINALIZER)) {
            List<String> more = new ArrayList<>(finalizers);
            more.add(FINALIZER);
            api.finalizers(ISTIO_OPERATOR, asked, more);
            return; // that change brings us here again
        }
        String image = Trees.text(Trees.at(pod, "spec", "containers").path(0), "image");
        String turn = "turn " + Hashes.hex(image + asked.path("spec"), 16);
        Duration waited = api.since(Trees.uid(asked), turn);
        if (waited.compareTo(TAKING_UP) < 0) {
            api.updateStatus(status(asked, "RECONCILING", Map.of(), ""));
            api.later(TAKING_UP.minus(waited), this, key);
            return;
        }
        Matcher tag = TAG.matcher(image);
        String release = tag.find() ? tag.group(1) : "";
        try {
            Map<String, List<ObjectNode>> wanted =
                    OperatorRecipe.of(asked, release, api.operatorImage()).objects(api.minor());
            apply(api, asked, key, release, turn, wanted);
        } catch (IllegalStateException | IllegalArgumentException | Refused e) {
            api.updateStatus(status(asked, "ERROR", Map.of(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) { // Helm says with its own exception what is wrong with the values
            api.updateStatus(status(asked, "ERROR", Map.of(), "failed to render: " + e.getMessage()));
        }
    }

    private void apply(
            Api api, ObjectNode asked, Key key, String release, String turn, Map<String, List<ObjectNode>> wanted)
            throws Refused {
        Map<String, Boolean> healthy = new LinkedHashMap<>();
        Set<String> all = new HashSet<>();
        for (int rank = 0; rank <= 2 && !healthy.containsValue(false); rank++) {
            for (Map.Entry<String, List<ObjectNode>> component : wanted.entrySet()) {
                if (RANKS.getOrDefault(component.getKey(), 2) == rank) {
                    healthy.put(component.getKey(), apply(api, asked, key, release, turn, component));
                }
            }
        }
        wanted.values().forEach(objects -> objects.forEach(object -> all.add(identity(object))));
        boolean complete = !healthy.containsValue(false);
        if (complete) {
            remove(api, key, all);
            api.updateStatus(status(asked, "HEALTHY", healthy, ""));
            return;
        }
        Duration waited = api.since(Trees.uid(asked), turn);
        boolean patient = waited.compareTo(PATIENCE) < 0;
        api.updateStatus(status(
                asked,
                patient ? "RECONCILING" : "ERROR",
                healthy,
                patient ? "" : "resources not ready after 5m0s: timed out waiting for the condition"));
        if (patient) {
            api.later(PATIENCE.minus(waited), this, key);
        }
    }

    /** Applies what is new or gone; whether all of it is ready. */
    private static boolean apply(
            Api api,
            ObjectNode asked,
            Key key,
            String release,
            String turn,
            Map.Entry<String, List<ObjectNode>> component)
            throws Refused {
        String applied = turn + " " + component.getKey();
        boolean fresh = !api.marked(Trees.uid(asked), applied);
        boolean ready = true;
        for (ObjectNode object : component.getValue()) {
            own(object, key, release, component.getKey());
            Optional<ObjectNode> live = find(api, object);
            if (fresh || live.isEmpty()) {
                live = Optional.of(api.apply(object, MANAGER));
            }
            ready &= ready(live.get());
        }
        api.mark(Trees.uid(asked), applied);
        return ready;
    }

    private static Optional<ObjectNode> find(Api api, ObjectNode object) {
        return api.find(
                        Trees.text(object, "apiVersion"),
                        Trees.kind(object),
                        Trees.namespace(object),
                        Trees.name(object))
                .map(Api.Located::object);
    }

    private static void own(ObjectNode object, Key key, String release, String component) {
        ObjectNode labels = Trees.with(object, "metadata", "labels");
        labels.put(OWNER, key.name()).put(OWNER_NAMESPACE, key.namespace());
        labels.put("operator.istio.io/managed", "Reconcile").put("operator.istio.io/version", release);
        labels.put(COMPONENT, component).put("istio.io/rev", "default");
    }

    private static boolean ready(ObjectNode object) {
        int wanted = Trees.at(object, "spec", "replicas").asInt(1);
        JsonNode status = object.path("status");
        return switch (Trees.kind(object)) {
            case "Deployment" ->
                status.path("updatedReplicas").asInt() >= wanted
                        && status.path("availableReplicas").asInt() >= wanted
                        && status.path("observedGeneration").asInt()
                                >= Trees.at(object, "metadata", "generation").asInt();
            case "DaemonSet" ->
                status.path("numberReady").asInt()
                        >= Math.max(1, status.path("desiredNumberScheduled").asInt());
            default -> true;
        };
    }

    /** Removes what it made of an IstioOperator and is not among these. */
    private static void remove(Api api, Key key, Set<String> kept) {
        for (Kind kind : MADE) {
            for (ObjectNode object : api.list(kind)) {
                Map<String, String> labels = Trees.labels(object);
                boolean made = key.name().equals(labels.get(OWNER))
                        && key.namespace().equals(labels.get(OWNER_NAMESPACE))
                        && labels.containsKey(COMPONENT);
                if (made && !Trees.deleting(object) && !kept.contains(identity(object))) {
                    api.delete(kind, Trees.namespace(object), Trees.name(object));
                }
            }
        }
    }

    private static String identity(ObjectNode object) {
        return Trees.kind(object) + " " + Trees.namespace(object) + "/" + Trees.name(object);
    }

    private static ObjectNode status(ObjectNode asked, String word, Map<String, Boolean> components, String error) {
        ObjectNode changed = Trees.writable(asked);
        ObjectNode status = Trees.object().put("status", word);
        if (!error.isEmpty()) {
            status.put("message", error);
        }
        components.forEach((name, healthy) ->
                Trees.with(status, "componentStatus", name).put("status", healthy ? "HEALTHY" : "RECONCILING"));
        changed.set("status", status);
        return changed;
    }
}
