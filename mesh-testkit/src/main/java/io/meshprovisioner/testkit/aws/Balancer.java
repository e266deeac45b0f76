package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A load balancer of a Service.
 *
 * @param network whether it is a Network Load Balancer (API v2) and not a Classic one
 * @param group its own security group; Network Load Balancers have none
 * @param deleteAt when its deletion was asked for; the API does not show it from then on
 * @param byController whether the Service's controller deletes it, which also removes the group
 * @param pods the addresses of its targets, where those are pods
 * @param leaving what was taken out of it, and when: an NLB shows it for as long as it drains
 */
record Balancer(
        String name,
        boolean network,
        boolean internal,
        String vpcId,
        List<String> subnets,
        Optional<String> group,
        List<Listener> listeners,
        List<String> instances,
        String cluster,
        Map<String, String> tags,
        Instant created,
        Optional<Instant> deleteAt,
        boolean byController,
        Optional<List<String>> pods,
        Map<String, Instant> leaving) {

    Balancer {
        subnets = List.copyOf(subnets);
        listeners = List.copyOf(listeners);
        instances = List.copyOf(instances);
        leaving = Collections.unmodifiableMap(new TreeMap<>(leaving));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    record Listener(String protocol, int port, int nodePort) {}

    boolean shown() {
        return deleteAt.isEmpty();
    }

    Balancer withPods(List<String> others, Instant now) {
        return with(
                instances,
                Optional.of(List.copyOf(others)),
                without(pods.orElse(List.of()), others, now),
                deleteAt,
                byController);
    }

    Balancer withInstances(List<String> others, Instant now) {
        return with(others, pods, without(instances, others, now), deleteAt, byController);
    }

    Balancer deletedFrom(Instant at, boolean controller) {
        return with(instances, pods, leaving, Optional.of(at), controller);
    }

    private Balancer with(
            List<String> newInstances,
            Optional<List<String>> newPods,
            Map<String, Instant> newLeaving,
            Optional<Instant> newDeleteAt,
            boolean newByController) {
        return new Balancer(
                name,
                network,
                internal,
                vpcId,
                subnets,
                group,
                listeners,
                newInstances,
                cluster,
                tags,
                created,
                newDeleteAt,
                newByController,
                newPods,
                newLeaving);
    }

    /** What drained long ago is forgotten. */
    private Map<String, Instant> without(List<String> before, List<String> after, Instant now) {
        Map<String, Instant> result = new TreeMap<>(leaving);
        before.forEach(id -> result.put(id, now));
        result.keySet().removeAll(after);
        result.values().removeIf(since -> since.plus(BalancerTargets.DRAINING).isBefore(now));
        return result;
    }

    /** Whether it has been made; until then it checks nothing. */
    boolean active(Site site) {
        return !created.plus(site.durations().loadBalancer()).isAfter(site.now());
    }

    /** What its interfaces are described by. */
    String description() {
        return network ? "ELB net/" + name + "/" + id() : "ELB " + name;
    }

    /** The last step of a v2 ARN. */
    String id() {
        return io.meshprovisioner.testkit.world.Hashes.hex("balancer\n" + name, 16);
    }

    String host(String region) {
        if (network) {
            return name + "-" + id() + ".elb." + region + "." + Geography.dnsSuffix(region);
        }
        long number = Long.parseLong(io.meshprovisioner.testkit.world.Hashes.hex("host\n" + name, 8), 16);
        return (internal ? "internal-" : "") + name + "-" + number + "." + region + ".elb."
                + Geography.dnsSuffix(region);
    }
}
