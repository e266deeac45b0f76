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
        Optional<List<String>> pods) {

    Balancer {
        subnets = List.copyOf(subnets);
        listeners = List.copyOf(listeners);
        instances = List.copyOf(instances);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    record Listener(String protocol, int port, int nodePort) {}

    boolean shown() {
        return deleteAt.isEmpty();
    }

    Balancer withPods(List<String> others) {
        return new Balancer(
                name,
                network,
                internal,
                vpcId,
                subnets,
                group,
                listeners,
                instances,
                cluster,
                tags,
                created,
                deleteAt,
                byController,
                Optional.of(List.copyOf(others)));
    }

    Balancer withInstances(List<String> others) {
        return new Balancer(
                name,
                network,
                internal,
                vpcId,
                subnets,
                group,
                listeners,
                others,
                cluster,
                tags,
                created,
                deleteAt,
                byController,
                pods);
    }

    Balancer deletedFrom(Instant at, boolean controller) {
        return new Balancer(
                name,
                network,
                internal,
                vpcId,
                subnets,
                group,
                listeners,
                instances,
                cluster,
                tags,
                created,
                Optional.of(at),
                controller,
                pods);
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
