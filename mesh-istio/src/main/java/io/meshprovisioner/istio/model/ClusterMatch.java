package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A cluster. */
public final class ClusterMatch extends Part<ClusterMatch> {
    ClusterMatch(ObjectNode tree) {
        super(tree);
    }

    static ClusterMatch start() {
        return new ClusterMatch(Trees.empty());
    }

    @Override
    protected ClusterMatch copy(ObjectNode changed) {
        return new ClusterMatch(changed);
    }

    /** The port of the service. */
    public ClusterMatch portNumber(int portNumber) {
        return set("portNumber", portNumber);
    }

    /** What {@code portNumber} says. */
    public Optional<Integer> portNumber() {
        return integer("portNumber");
    }

    /** The full host of the service. */
    public ClusterMatch service(String service) {
        return set("service", service);
    }

    /** What {@code service} says. */
    public Optional<String> service() {
        return text("service");
    }

    /** The subset. */
    public ClusterMatch subset(String subset) {
        return set("subset", subset);
    }

    /** What {@code subset} says. */
    public Optional<String> subset() {
        return text("subset");
    }

    /** Its name. */
    public ClusterMatch name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }
}
