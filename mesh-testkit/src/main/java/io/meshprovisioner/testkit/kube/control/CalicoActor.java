package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What Calico's running operator does to its cluster: from the Installation it makes calico-node on every node, its
 * controllers and, where Calico is the network, the pool; and says in the TigeraStatus when all of it runs.
 */
final class CalicoActor implements Controller {
    private static final String MANAGER = "tigera-operator";
    private static final String SYSTEM = "calico-system";
    private static final Kind STATUS =
            new Kind("operator.tigera.io/v1", "TigeraStatus", "tigerastatuses.operator.tigera.io");
    private static final Kind POOL = new Kind("crd.projectcalico.org/v1", "IPPool", "ippools.crd.projectcalico.org");

    /** The operator works through its Installation. */
    private static final Duration TAKING_UP = Duration.ofSeconds(5);

    private static final Key WORK = new Key("", "calico");

    @Override
    public String name() {
        return "tigera-operator";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        boolean operator = change.of(Kind.POD)
                && MANAGER.equals(Trees.labels(change.latest()).get("k8s-app"));
        boolean workload = (change.of(Kind.DAEMON_SET) || change.of(Kind.DEPLOYMENT))
                && Trees.namespace(change.latest()).equals(SYSTEM);
        if (operator || workload || change.of(CalicoNetwork.INSTALLATION)) {
            queue.accept(WORK);
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        Optional<ObjectNode> installation = api.get(CalicoNetwork.INSTALLATION, "", "default");
        Optional<ObjectNode> operator = api.list(Kind.POD).stream()
                .filter(pod -> MANAGER.equals(Trees.labels(pod).get("k8s-app")))
                .filter(pod -> Workloads.ready(pod) && Workloads.active(pod))
                .findFirst();
        if (installation.isEmpty() || operator.isEmpty()) {
            return;
        }
        Duration waited = api.since(Trees.uid(installation.get()), "taken up");
        if (waited.compareTo(TAKING_UP) < 0) {
            api.later(TAKING_UP.minus(waited), this, key);
            return;
        }
        String image = Trees.text(Trees.at(operator.get(), "spec", "containers").path(0), "image");
        try {
            bring(api, installation.get(), image.substring(image.lastIndexOf(':') + 1));
        } catch (Refused refused) {
            api.later(TAKING_UP, this, key);
        }
    }

    private static void bring(Api api, ObjectNode installation, String version) throws Refused {
        boolean cni = CalicoNetwork.isCni(installation);
        if (api.get(Kind.NAMESPACE, "", SYSTEM).isEmpty()) {
            ObjectNode namespace = Applied.object(Kind.NAMESPACE, "", SYSTEM);
            api.apply(namespace, MANAGER);
        }
        Applied.once(api, Kind.SERVICE_ACCOUNT, Applied.object(Kind.SERVICE_ACCOUNT, SYSTEM, "calico-node"), MANAGER);
        Applied.once(api, Kind.DAEMON_SET, node(version, cni), MANAGER);
        Applied.once(api, Kind.DEPLOYMENT, controllers(version), MANAGER);
        if (cni) {
            ObjectNode pool = Applied.object(POOL, "", "default-ipv4-ippool");
            pool.putObject("spec")
                    .put(
                            "cidr",
                            CalicoNetwork.of(Optional.of(installation))
                                    .orElseThrow()
                                    .pool())
                    .put("vxlanMode", "Always")
                    .put("ipipMode", "Never")
                    .put("natOutgoing", true);
            Applied.once(api, POOL, pool, MANAGER);
        }
        status(api, installation);
    }

    private static ObjectNode workload(Kind kind, String name) {
        ObjectNode object = Applied.object(kind, SYSTEM, name);
        ObjectNode spec = object.putObject("spec");
        spec.putObject("selector").putObject("matchLabels").put("k8s-app", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("k8s-app", name);
        ObjectNode pod = template.putObject("spec");
        pod.putArray("tolerations").addObject().put("operator", "Exists");
        return object;
    }

    /** The init container that installs the CNI plug-in is there only where Calico is the network. */
    private static ObjectNode node(String version, boolean cni) {
        ObjectNode set = workload(Kind.DAEMON_SET, "calico-node");
        ObjectNode pod = Trees.with(set, "spec", "template", "spec");
        pod.put("hostNetwork", true).put("serviceAccountName", "calico-node");
        if (cni) {
            container(pod.withArray("initContainers").addObject(), NodeController.INSTALL_CNI, "cni", version);
        }
        container(pod.withArray("containers").addObject(), "calico-node", "node", version);
        return set;
    }

    private static ObjectNode controllers(String version) {
        ObjectNode deployment = workload(Kind.DEPLOYMENT, "calico-kube-controllers");
        Trees.with(deployment, "spec").put("replicas", 1);
        ObjectNode pod = Trees.with(deployment, "spec", "template", "spec");
        container(pod.withArray("containers").addObject(), "calico-kube-controllers", "kube-controllers", version);
        return deployment;
    }

    private static void container(ObjectNode container, String name, String image, String version) {
        container.put("name", name).put("image", "quay.io/calico/" + image + ":" + version);
    }

    private static void status(Api api, ObjectNode installation) throws Refused {
        boolean node = api.get(Kind.DAEMON_SET, SYSTEM, "calico-node")
                .map(set -> set.path("status"))
                .filter(status -> status.path("desiredNumberScheduled").asInt() > 0
                        && status.path("numberReady").asInt()
                                >= status.path("desiredNumberScheduled").asInt())
                .isPresent();
        boolean controllers = api.get(Kind.DEPLOYMENT, SYSTEM, "calico-kube-controllers")
                .filter(found -> Trees.conditionTrue(found, "Available"))
                .isPresent();
        if (api.get(STATUS, "", "calico").isEmpty()) {
            api.apply(Applied.object(STATUS, "", "calico"), MANAGER);
        }
        ObjectNode changed = Trees.writable(api.get(STATUS, "", "calico").orElseThrow());
        Conditions.set(
                Trees.with(changed, "status"),
                api.now(),
                "Available",
                node && controllers,
                node && controllers ? "AllObjectsAvailable" : "ResourceNotReady",
                "");
        api.updateStatus(changed);
        ObjectNode told = Trees.writable(installation);
        Trees.with(told, "status").put("variant", "Calico");
        api.updateStatus(told);
    }
}
