package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import java.util.List;

/**
 * The DestinationRule that shapes a cluster.
 *
 * @param objects those that were put together for the host, the first one being that whose settings count
 * @param host as the rule names it, completed
 */
public record AppliedRule(List<ConfigObject> objects, String host) {

    /** The objects' names. */
    @Override
    public String toString() {
        return String.join(" and ", objects.stream().map(ConfigObject::toString).toList());
    }
}
