package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;

/** An endpoint that is no pod: a machine, or an address outside. Source: WorkloadEntry. */
public final class Workload extends Part<Workload> {
    Workload(ObjectNode tree) {
        super(tree);
    }

    static Workload start() {
        return new Workload(Trees.empty());
    }

    @Override
    protected Workload copy(ObjectNode changed) {
        return new Workload(changed);
    }

    /** An IP address, a DNS name or a unix:// path. */
    public Workload address(String address) {
        return set("address", address);
    }

    /** What {@code address} says. */
    public Optional<String> address() {
        return text("address");
    }

    /** Labels that select it. */
    public Workload labels(Map<String, String> labels) {
        return set("labels", labels);
    }

    /** What {@code labels} says. */
    public Map<String, String> labels() {
        return textMap("labels");
    }

    /** The network it is in; the same name can be reached directly. */
    public Workload network(String network) {
        return set("network", network);
    }

    /** What {@code network} says. */
    public Optional<String> network() {
        return text("network");
    }

    /** region/zone/subzone. */
    public Workload locality(String locality) {
        return set("locality", locality);
    }

    /** What {@code locality} says. */
    public Optional<String> locality() {
        return text("locality");
    }

    /** Its share among its neighbours. */
    public Workload weight(int weight) {
        return set("weight", weight);
    }

    /** What {@code weight} says. */
    public Optional<Integer> weight() {
        return integer("weight");
    }

    /** The service account it runs as. */
    public Workload serviceAccount(String serviceAccount) {
        return set("serviceAccount", serviceAccount);
    }

    /** What {@code serviceAccount} says. */
    public Optional<String> serviceAccount() {
        return text("serviceAccount");
    }

    /** Its ports by the name of the service's port. */
    public Workload ports(Map<String, Integer> ports) {
        return set("ports", Trees.of(ports));
    }

    /** What {@code ports} says. */
    public Map<String, Integer> ports() {
        return Values.map("ports", get("ports"), (name, value) -> Math.toIntExact(Values.whole(name, value)));
    }
}
