package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsServiceHosts;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A service that the mesh does not find by itself: outside, or on machines. Source: ServiceEntry of
 * networking.istio.io.
 */
public final class ServiceEntry extends IstioResource<ServiceEntry> {
    private static final String KIND = "ServiceEntry";

    private ServiceEntry(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A ServiceEntry that still needs its hosts. */
    public static NeedsServiceHosts named(String name) {
        return new Start(new ServiceEntry(envelope(KIND, name), Trees.empty()));
    }

    static ServiceEntry of(Document document) {
        return new ServiceEntry(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected ServiceEntry copy(Envelope changed, ObjectNode spec) {
        return new ServiceEntry(changed, spec);
    }

    /** Virtual addresses of the service, with or without a prefix length. */
    public ServiceEntry addresses(String... addresses) {
        return set("addresses", List.of(addresses));
    }

    /** What {@code addresses} says. */
    public List<String> addresses() {
        return texts("addresses");
    }

    /** Whether it belongs to the mesh; default MESH_EXTERNAL. */
    public ServiceEntry location(ServiceEntryLocation location) {
        return set("location", location);
    }

    /** What {@code location} says. */
    public Optional<ServiceEntryLocation> location() {
        return value("location", ServiceEntryLocation.class);
    }

    /** How its addresses are found; default NONE. */
    public ServiceEntry resolution(ServiceEntryResolution resolution) {
        return set("resolution", resolution);
    }

    /** What {@code resolution} says. */
    public Optional<ServiceEntryResolution> resolution() {
        return value("resolution", ServiceEntryResolution.class);
    }

    /**
     * The namespaces that see it: {@code .} for its own, {@code *} for all. Default: all, or as the mesh is
     * configured.
     */
    public ServiceEntry exportTo(String... exportTo) {
        return set("exportTo", List.of(exportTo));
    }

    /** What {@code exportTo} says. */
    public List<String> exportTo() {
        return texts("exportTo");
    }

    /** Names of which the server's certificate must hold one. */
    public ServiceEntry subjectAltNames(String... subjectAltNames) {
        return set("subjectAltNames", List.of(subjectAltNames));
    }

    /** What {@code subjectAltNames} says. */
    public List<String> subjectAltNames() {
        return texts("subjectAltNames");
    }

    /** The hosts, as callers say them; {@code *.} as prefix allowed. */
    public ServiceEntry hosts(String... hosts) {
        return set("hosts", List.of(hosts));
    }

    /** What {@code hosts} says. */
    public List<String> hosts() {
        return texts("hosts");
    }

    /** One more port, named after protocol and number as {@code https-443}. */
    public ServiceEntry port(int number, Protocol protocol) {
        return port(number, protocol, port -> port);
    }

    /** One more port, and more about it. */
    public ServiceEntry port(int number, Protocol protocol, UnaryOperator<ServicePort> change) {
        ServicePort named = ServicePort.of(number, protocol).name(Ports.defaultName(number, protocol.toString()));
        return add("ports", change.apply(named));
    }

    /** What {@code ports} says. */
    public List<ServicePort> ports() {
        return parts("ports", ServicePort::new);
    }

    /** One more endpoint. Takes the place of a selector. */
    public ServiceEntry endpoint(UnaryOperator<Workload> endpoint) {
        return unset("workloadSelector").add("endpoints", endpoint.apply(Workload.start()));
    }

    /** What {@code endpoints} says. */
    public List<Workload> endpoints() {
        return parts("endpoints", Workload::new);
    }

    /** The pods and WorkloadEntries with these labels are the endpoints. Takes the place of listed ones. */
    public ServiceEntry workloadSelector(Map<String, String> labels) {
        return unset("endpoints").set("workloadSelector", Selectors.labels(labels));
    }

    /** What {@code workloadSelector} says. */
    public Map<String, String> workloadSelector() {
        return Selectors.labels(this, "workloadSelector");
    }

    private static final class Start extends UnfinishedResource<ServiceEntry, NeedsServiceHosts>
            implements NeedsServiceHosts {
        Start(ServiceEntry resource) {
            super(resource);
        }

        @Override
        NeedsServiceHosts with(ServiceEntry resource) {
            return new Start(resource);
        }

        @Override
        public ServiceEntry hosts(String first, String... more) {
            return resource.hosts(
                    Stream.concat(Stream.of(first), Arrays.stream(more)).toArray(String[]::new));
        }
    }
}
