package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A port of a service. */
public final class ServicePort extends Part<ServicePort> {
    ServicePort(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ServicePort copy(ObjectNode changed) {
        return new ServicePort(changed);
    }

    /** Its name, unique in the service. */
    public ServicePort name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** The port of the endpoints; default: the same number. */
    public ServicePort targetPort(int targetPort) {
        return set("targetPort", targetPort);
    }

    /** What {@code targetPort} says. */
    public Optional<Integer> targetPort() {
        return integer("targetPort");
    }

    static ServicePort of(int number, Protocol protocol) {
        return new ServicePort(Ports.of(number, protocol));
    }

    /** What {@code number} says. */
    public Optional<Integer> number() {
        return integer("number");
    }

    /** What {@code protocol} says. */
    public Optional<String> protocol() {
        return text("protocol");
    }
}
