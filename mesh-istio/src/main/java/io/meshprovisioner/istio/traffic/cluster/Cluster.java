package io.meshprovisioner.istio.traffic.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What a proxy knows of a destination.
 *
 * @param name Envoy's name for it
 * @param rule the DestinationRule that shapes it
 * @param outliers empty where failing endpoints are never left out
 * @param localities the endpoints, by locality and priority; empty for {@link Discovery#ORIGINAL_DST}, whose endpoint is
 *     the address that the client chose
 */
public record Cluster(
        String name,
        Discovery discovery,
        Optional<AppliedRule> rule,
        HttpVersion httpVersion,
        LoadBalancing loadBalancing,
        ConnectionLimits limits,
        Optional<Outliers> outliers,
        ClientSecurity security,
        List<LocalityGroup> localities) {

    /** All endpoints, those of lower priority first. */
    public List<ClusterEndpoint> endpoints() {
        return localities.stream()
                .sorted((one, other) -> Integer.compare(one.priority(), other.priority()))
                .flatMap(group -> group.endpoints().stream())
                .toList();
    }

    /** Whether there is nobody to send to: the client gets 503 and the response flag is UH. */
    public boolean isEmpty() {
        return discovery != Discovery.ORIGINAL_DST
                && discovery != Discovery.DYNAMIC_FORWARD_PROXY
                && localities.stream().allMatch(group -> group.endpoints().isEmpty());
    }

    /** What it is, a line each: rule, TLS, load balancing, limits, outlier detection, endpoints; defaults left out. */
    public List<String> inWords() {
        return ClusterWords.of(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
