package io.meshprovisioner.spi;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The control planes of a mesh, and the proxies that each of them configures.
 *
 * @param controlPlanes by name
 * @param proxies by namespace and pod; gateways are among them
 */
public record RevisionReport(List<ControlPlane> controlPlanes, List<Proxy> proxies) {
    public RevisionReport {
        controlPlanes = List.copyOf(controlPlanes);
        proxies = List.copyOf(proxies);
    }

    /** How many proxies each control plane configures; those of one that is gone are counted under its name too. */
    public Map<String, Long> counts() {
        return proxies.stream().collect(Collectors.groupingBy(Proxy::revision, TreeMap::new, Collectors.counting()));
    }

    /** The proxies that a control plane configures. */
    public List<Proxy> proxiesOf(String revision) {
        return proxies.stream()
                .filter(proxy -> proxy.revision().equals(revision))
                .toList();
    }

    /** The proxies in a namespace. */
    public List<Proxy> proxiesIn(String namespace) {
        return proxies.stream()
                .filter(proxy -> proxy.namespace().equals(namespace))
                .toList();
    }

    @Override
    public String toString() {
        Map<String, Long> counts = counts();
        return controlPlanes.stream()
                .map(one -> one + ": " + counts.getOrDefault(one.revision(), 0L) + " proxies")
                .collect(Collectors.joining("; "));
    }

    /**
     * @param revision its name; {@code default} for the one without
     * @param version the release that it is of; empty where its image does not say
     * @param tags the names that lead to it beside its own
     */
    public record ControlPlane(String revision, String version, boolean ready, List<String> tags) {
        public ControlPlane {
            tags = List.copyOf(tags);
        }

        @Override
        public String toString() {
            return revision + " (" + version + (tags.isEmpty() ? "" : ", tags " + String.join(", ", tags)) + ")";
        }
    }

    /**
     * @param workload what made the pod, such as {@code Deployment shop}; empty for a pod of nobody
     * @param revision the control plane that put it in
     * @param version the release that it is of; empty where its image does not say
     */
    public record Proxy(String namespace, String pod, String workload, String revision, String version) {}
}
