package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.Locality;
import java.util.List;

/**
 * The endpoints of one locality that have one priority.
 *
 * @param priority 0 is used first; a higher one only when too few of the lower are healthy
 * @param weight its share among the groups of its priority, where localities are weighted
 */
public record LocalityGroup(Locality locality, int priority, long weight, List<ClusterEndpoint> endpoints) {
    public LocalityGroup {
        endpoints = List.copyOf(endpoints);
    }

    LocalityGroup priority(int changed) {
        return new LocalityGroup(locality, changed, weight, endpoints);
    }

    LocalityGroup weight(long changed) {
        return new LocalityGroup(locality, priority, changed, endpoints);
    }

    LocalityGroup endpoints(int itsPriority, List<ClusterEndpoint> changed) {
        return new LocalityGroup(locality, itsPriority, weight(changed), changed);
    }

    static long weight(List<ClusterEndpoint> endpoints) {
        return endpoints.stream().mapToLong(ClusterEndpoint::weight).sum();
    }
}
