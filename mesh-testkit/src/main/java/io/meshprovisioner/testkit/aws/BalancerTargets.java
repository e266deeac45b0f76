package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.Balancer.Listener;
import io.meshprovisioner.testkit.world.ClusterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a load balancer's health checks find at this instant: whether machine and node are there, and a ready pod of the
 * Service behind the port. Whether the pod's proxy listens on that port is not looked at.
 */
final class BalancerTargets {
    /** The default of the attribute deregistration_delay.timeout_seconds. */
    static final Duration DRAINING = Duration.ofSeconds(300);

    private final Site site;
    private final Balancer balancer;
    private final Optional<ClusterState> cluster;
    private final Optional<ObjectNode> service;
    private final List<JsonNode> ready;

    BalancerTargets(Site site, Balancer balancer) {
        this.site = site;
        this.balancer = balancer;
        this.cluster = site.kubernetes(balancer.cluster());
        this.service = found("Service");
        this.ready = new ArrayList<>();
        found("Endpoints").ifPresent(endpoints -> endpoints.path("subsets").forEach(subset -> subset.path("addresses")
                .forEach(ready::add)));
    }

    private Optional<ObjectNode> found(String kind) {
        String[] name = Stream.of("kubernetes.io/service-name", "service.k8s.aws/stack", AutoNodes.STACK)
                .filter(balancer.tags()::containsKey)
                .map(balancer.tags()::get)
                .findFirst()
                .orElse("/")
                .split("/", 2);
        return cluster.flatMap(state -> state.get("v1", kind, name[0], name[1]));
    }

    /** In the words of DescribeTargetHealth; each port's group has the same targets. */
    List<Told> ofGroup(Listener listener) {
        List<Told> result = new ArrayList<>();
        balancer.pods()
                .ifPresentOrElse(
                        pods -> pods.forEach(pod -> result.add(network(pod, pod(pod), Optional.empty(), listener))),
                        () -> balancer.instances()
                                .forEach(id -> result.add(network(id, instance(id), stopped(id), listener))));
        balancer.leaving().forEach((id, since) -> {
            if (since.plus(DRAINING).isAfter(site.now())) {
                result.add(new Told(
                        id,
                        listener.nodePort(),
                        "draining",
                        "Target.DeregistrationInProgress",
                        "Target deregistration is in progress"));
            }
        });
        return result;
    }

    private Told network(String id, boolean answers, Optional<String> stopped, Listener listener) {
        int port = listener.nodePort();
        if (stopped.isPresent()) {
            return new Told(id, port, "unused", "Target.InvalidState", "Target is in the " + stopped.get() + " state");
        }
        if (!balancer.active(site)) {
            return new Told(id, port, "initial", "Elb.RegistrationInProgress", "Target registration is in progress");
        }
        return answers
                ? new Told(id, port, "healthy", "", "")
                : new Told(id, port, "unhealthy", "Target.FailedHealthChecks", "Health checks failed");
    }

    /** In the words of DescribeInstanceHealth. */
    Told ofClassic(String id) {
        Optional<String> stopped = stopped(id);
        if (!balancer.instances().contains(id)) {
            return new Told(
                    id, 0, "OutOfService", "Instance", "Instance is not currently registered with the LoadBalancer.");
        }
        if (stopped.isPresent()) {
            return new Told(id, 0, "OutOfService", "Instance", "Instance is in " + stopped.get() + " state.");
        }
        if (!balancer.active(site)) {
            return new Told(id, 0, "OutOfService", "ELB", "Instance registration is still in progress.");
        }
        return instance(id)
                ? new Told(id, 0, "InService", "N/A", "N/A")
                : new Told(
                        id,
                        0,
                        "OutOfService",
                        "Instance",
                        "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.");
    }

    /** The state of a machine that does not run. */
    private Optional<String> stopped(String id) {
        String state = site.here()
                .instances
                .get(id)
                .map(instance -> instance.state(site))
                .orElse("terminated");
        return Optional.of(state).filter(Predicate.not("running"::equals));
    }

    /** A node's proxy answers where it knows a pod to send to; with the policy Local, one of its own. */
    private boolean instance(String id) {
        String node = site.here()
                .instances
                .get(id)
                .map(instance -> Instances.nodeName(site, instance))
                .orElse("");
        boolean local = service.map(
                        found -> found.at("/spec/externalTrafficPolicy").asText())
                .filter("Local"::equals)
                .isPresent();
        return cluster.filter(state -> state.nodeReady(node)).isPresent()
                && ready.stream()
                        .anyMatch(address ->
                                !local || address.path("nodeName").asText().equals(node));
    }

    private boolean pod(String address) {
        return ready.stream().anyMatch(found -> found.path("ip").asText().equals(address));
    }

    /** What is said of one target. */
    record Told(String id, int port, String state, String reason, String description) {}
}
