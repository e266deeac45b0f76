package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancer;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest.Port;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the running AWS Load Balancer Controller does to its cluster: network load balancers for the Services that are left
 * to it, of nodes or of the Service's pods that are ready, as far as its pods have rights.
 */
public final class BalancerControllerActor implements Controller {
    /** The class by which EKS Auto Mode knows its Services. */
    public static final String AUTO_CLASS = "eks.amazonaws.com/nlb";

    private static final String NAME = "aws-load-balancer-controller";
    private static final String PREFIX = "service.beta.kubernetes.io/aws-load-balancer-";
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(15);

    private final boolean auto;
    private final String balancerClass;
    private final String finalizer;

    private BalancerControllerActor(boolean auto, String balancerClass, String finalizer) {
        this.auto = auto;
        this.balancerClass = balancerClass;
        this.finalizer = finalizer;
    }

    static BalancerControllerActor inPods() {
        return new BalancerControllerActor(false, "service.k8s.aws/nlb", "service.k8s.aws/resources");
    }

    /** The same controller where EKS Auto Mode runs it: in no pod, and with the cluster's role. */
    static BalancerControllerActor ofAutoMode() {
        return new BalancerControllerActor(true, AUTO_CLASS, "service.eks.amazonaws.com/resources");
    }

    @Override
    public String name() {
        return auto ? "auto-balancers" : "balancer-controller";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.SERVICE)) {
            queue.accept(Key.of(change.latest()));
        } else if (change.of(Kind.ENDPOINTS)) {
            queue.accept(Key.of(change.latest()));
        } else if (change.of(Kind.NODE)
                || (!auto
                        && change.of(Kind.POD)
                        && NAME.equals(Trees.labels(change.latest()).get("app.kubernetes.io/name")))) {
            api.list(Kind.SERVICE).stream()
                    .filter(service -> wanted(service)
                            || LoadBalancerController.finalizers(service).contains(finalizer))
                    .forEach(service -> queue.accept(Key.of(service)));
        }
    }

    /** Where no class says it, the annotations do; the type external alone is nobody's. */
    private boolean wanted(ObjectNode service) {
        String asked = Trees.text(service, "spec", "loadBalancerClass");
        String type = Trees.annotations(service).getOrDefault(PREFIX + "type", "");
        String targets = Trees.annotations(service).getOrDefault(PREFIX + "nlb-target-type", "");
        return Trees.text(service, "spec", "type").equals("LoadBalancer")
                && (asked.equals(balancerClass)
                        || (!auto
                                && asked.isEmpty()
                                && (type.equals("nlb-ip")
                                        || (type.equals("external")
                                                && List.of("ip", "instance").contains(targets)))));
    }

    @Override
    public void reconcile(Api api, Key key) {
        if (auto) {
            work(api, key, Instant.EPOCH);
            return;
        }
        Optional<ObjectNode> controller = api.list(Kind.POD, "kube-system").stream()
                .filter(pod -> NAME.equals(Trees.labels(pod).get("app.kubernetes.io/name")))
                .filter(pod -> Workloads.ready(pod) && Workloads.active(pod))
                .findFirst();
        if (controller.isEmpty()) {
            return;
        }
        work(api, key, Instant.parse(Trees.text(controller.get(), "metadata", "creationTimestamp")));
    }

    private void work(Api api, Key key, Instant started) {
        api.get(Kind.SERVICE, key.namespace(), key.name()).ifPresent(service -> {
            if (wanted(service) && !Trees.deleting(service)) {
                ensure(api, service, key, started);
            } else if (LoadBalancerController.finalizers(service).contains(finalizer)) {
                release(api, service, key);
            }
        });
    }

    private void ensure(Api api, ObjectNode service, Key key, Instant started) {
        if (!LoadBalancerController.finalizers(service).contains(finalizer)) {
            List<String> all = LoadBalancerController.finalizers(service);
            all.add(finalizer);
            api.finalizers(Kind.SERVICE, service, all);
            return;
        }
        Map<String, String> annotations = Trees.annotations(service);
        boolean ip = annotations.getOrDefault(PREFIX + "type", "").equals("nlb-ip")
                || annotations
                        .getOrDefault(PREFIX + "nlb-target-type", auto ? "ip" : "")
                        .equals("ip");
        List<String> pods = ip ? addresses(api, key) : List.of();
        List<String> nodes = ip ? List.of() : LoadBalancerController.readyNodes(api);
        LoadBalancer balancer = api.ensureLoadBalancer(
                service,
                annotations,
                ports(api, service, key, ip),
                nodes,
                Optional.of(new LoadBalancerRequest.Pods(pods, started)));
        if (balancer.hostname().isPresent()) {
            publish(api, service, balancer.hostname().get());
        } else if (balancer.problem().isPresent()) {
            api.event(
                    service,
                    "Warning",
                    "FailedDeployModel",
                    "Failed deploy model due to " + balancer.problem().get(),
                    "service");
            api.later(RETRY, this, key);
        } else {
            api.later(POLL, this, key);
        }
    }

    private static List<String> addresses(Api api, Key key) {
        List<String> result = new ArrayList<>();
        api.get(Kind.ENDPOINTS, key.namespace(), key.name())
                .ifPresent(endpoints -> endpoints.path("subsets").forEach(subset -> subset.path("addresses")
                        .forEach(address -> result.add(Trees.text(address, "ip")))));
        return result.stream().distinct().sorted().toList();
    }

    private static List<Port> ports(Api api, ObjectNode service, Key key, boolean ip) {
        List<Port> ports = new ArrayList<>();
        for (JsonNode port : Trees.at(service, "spec", "ports")) {
            int behind = ip
                    ? podPort(api, key, Trees.text(port, "name")).orElseGet(() -> port.path("targetPort")
                            .asInt(port.path("port").asInt()))
                    : port.path("nodePort").asInt();
            ports.add(new Port(Trees.text(port, "protocol"), port.path("port").asInt(), behind));
        }
        return ports;
    }

    /** Where the pods listen, a port's name resolved. */
    private static Optional<Integer> podPort(Api api, Key key, String name) {
        List<Integer> found = new ArrayList<>();
        api.get(Kind.ENDPOINTS, key.namespace(), key.name())
                .ifPresent(endpoints -> endpoints.path("subsets").forEach(subset -> subset.path("ports")
                        .forEach(port -> {
                            if (Trees.text(port, "name").equals(name)) {
                                found.add(port.path("port").asInt());
                            }
                        })));
        return found.stream().findFirst();
    }

    private static void publish(Api api, ObjectNode service, String hostname) {
        JsonNode ingress = Trees.at(service, "status", "loadBalancer", "ingress");
        if (Trees.text(ingress.path(0), "hostname").equals(hostname)) {
            return;
        }
        ObjectNode changed = Trees.writable(service);
        Trees.with(changed, "status", "loadBalancer")
                .putArray("ingress")
                .addObject()
                .put("hostname", hostname);
        api.updateStatus(changed);
        api.event(service, "Normal", "SuccessfullyReconciled", "Successfully reconciled", "service");
    }

    private void release(Api api, ObjectNode service, Key key) {
        if (!api.deleteLoadBalancer(Trees.uid(service))) {
            api.later(POLL, this, key);
            return;
        }
        ObjectNode changed = Trees.writable(service);
        Trees.with(changed, "status").putObject("loadBalancer");
        api.updateStatus(changed);
        List<String> rest = LoadBalancerController.finalizers(service);
        rest.remove(finalizer);
        api.finalizers(Kind.SERVICE, service, rest);
    }
}
