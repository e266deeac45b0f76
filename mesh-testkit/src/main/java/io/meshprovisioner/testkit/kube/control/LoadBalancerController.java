package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancer;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest.Port;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The cloud provider's Service controller: a load balancer for each Service that asks for one. */
final class LoadBalancerController implements Controller {
    private static final String FINALIZER = "service.kubernetes.io/load-balancer-cleanup";
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "loadbalancer";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.SERVICE)) {
            queue.accept(Key.of(change.latest()));
        } else if (change.of(Kind.NODE)) {
            for (ObjectNode service : api.list(Kind.SERVICE)) {
                if (wanted(service)) {
                    queue.accept(Key.of(service));
                }
            }
        }
    }

    /** Services of another class, or left to the external controller, are none of this one's business. */
    private static boolean wanted(ObjectNode service) {
        return Trees.text(service, "spec", "type").equals("LoadBalancer")
                && Trees.text(service, "spec", "loadBalancerClass").isEmpty()
                && !List.of("external", "nlb-ip")
                        .contains(Trees.annotations(service)
                                .getOrDefault("service.beta.kubernetes.io/aws-load-balancer-type", ""));
    }

    static List<String> finalizers(ObjectNode service) {
        return Trees.texts(Trees.at(service, "metadata", "finalizers"));
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.SERVICE, key.namespace(), key.name()).ifPresent(service -> {
            if (wanted(service) && !Trees.deleting(service)) {
                ensure(api, service, key);
            } else if (finalizers(service).contains(FINALIZER)) {
                release(api, service, key);
            }
        });
    }

    private void ensure(Api api, ObjectNode service, Key key) {
        if (!finalizers(service).contains(FINALIZER)) {
            api.event(service, "Normal", "EnsuringLoadBalancer", "Ensuring load balancer", "service-controller");
            List<String> all = finalizers(service);
            all.add(FINALIZER);
            api.finalizers(Kind.SERVICE, service, all);
            return;
        }
        LoadBalancer balancer =
                api.ensureLoadBalancer(service, Trees.annotations(service), ports(service), readyNodes(api));
        if (balancer.hostname().isPresent()) {
            publish(api, service, balancer.hostname().get());
        } else if (balancer.problem().isPresent()) {
            api.event(
                    service,
                    "Warning",
                    "SyncLoadBalancerFailed",
                    "Error syncing load balancer: failed to ensure load balancer: "
                            + balancer.problem().get(),
                    "service-controller");
            api.later(RETRY, this, key);
        } else {
            api.later(POLL, this, key);
        }
    }

    private static List<Port> ports(ObjectNode service) {
        List<Port> ports = new ArrayList<>();
        for (JsonNode port : Trees.at(service, "spec", "ports")) {
            ports.add(new Port(
                    Trees.text(port, "protocol"),
                    port.path("port").asInt(),
                    port.path("nodePort").asInt()));
        }
        return ports;
    }

    /** The names of the nodes that a load balancer can send to. */
    static List<String> readyNodes(Api api) {
        return api.list(Kind.NODE).stream()
                .filter(node -> Trees.conditionTrue(node, "Ready") && !FargateScheduler.isFargate(node))
                .map(Trees::name)
                .toList();
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
        api.event(service, "Normal", "EnsuredLoadBalancer", "Ensured load balancer", "service-controller");
    }

    private void release(Api api, ObjectNode service, Key key) {
        if (api.mark(Trees.uid(service), "releasing").equals(api.now())) {
            api.event(service, "Normal", "DeletingLoadBalancer", "Deleting load balancer", "service-controller");
        }
        if (!api.deleteLoadBalancer(Trees.uid(service))) {
            api.later(POLL, this, key);
            return;
        }
        api.event(service, "Normal", "DeletedLoadBalancer", "Deleted load balancer", "service-controller");
        ObjectNode changed = Trees.writable(service);
        Trees.with(changed, "status").putObject("loadBalancer");
        api.updateStatus(changed);
        api.unmark(Trees.uid(service), "releasing");
        List<String> rest = finalizers(service);
        rest.remove(FINALIZER);
        api.finalizers(Kind.SERVICE, service, rest);
    }
}
