package io.meshprovisioner.istio.traffic.rule;

/**
 * Where a rule sends something: Destination.
 *
 * @param host the full name
 * @param port 0 where the rule does not say
 * @param subset empty for the whole service
 */
public record Target(String host, int port, String subset) {
    @Override
    public String toString() {
        return host + (port == 0 ? "" : ":" + port) + (subset.isEmpty() ? "" : " subset " + subset);
    }
}
