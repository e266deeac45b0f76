package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;

/** A workload that is no pod. Source: WorkloadEntry of networking.istio.io. */
public final class WorkloadEntry extends IstioResource<WorkloadEntry> {
    private static final String KIND = "WorkloadEntry";

    private WorkloadEntry(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A WorkloadEntry without an address. */
    public static WorkloadEntry named(String name) {
        return new WorkloadEntry(envelope(KIND, name), Trees.empty());
    }

    static WorkloadEntry of(Document document) {
        return new WorkloadEntry(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected WorkloadEntry copy(Envelope changed, ObjectNode spec) {
        return new WorkloadEntry(changed, spec);
    }

    /** An IP address, a DNS name or a unix:// path. */
    public WorkloadEntry address(String address) {
        return set("address", address);
    }

    /** What {@code address} says. */
    public Optional<String> address() {
        return text("address");
    }

    /** The network it is in; the same name can be reached directly. */
    public WorkloadEntry network(String network) {
        return set("network", network);
    }

    /** What {@code network} says. */
    public Optional<String> network() {
        return text("network");
    }

    /** region/zone/subzone. */
    public WorkloadEntry locality(String locality) {
        return set("locality", locality);
    }

    /** What {@code locality} says. */
    public Optional<String> locality() {
        return text("locality");
    }

    /** Its share among its neighbours. */
    public WorkloadEntry weight(int weight) {
        return set("weight", weight);
    }

    /** What {@code weight} says. */
    public Optional<Integer> weight() {
        return integer("weight");
    }

    /** The service account it runs as. */
    public WorkloadEntry serviceAccount(String serviceAccount) {
        return set("serviceAccount", serviceAccount);
    }

    /** What {@code serviceAccount} says. */
    public Optional<String> serviceAccount() {
        return text("serviceAccount");
    }

    /** Its ports by the name of the service's port. */
    public WorkloadEntry ports(Map<String, Integer> ports) {
        return set("ports", Trees.of(ports));
    }

    /** What {@code ports} says. */
    public Map<String, Integer> ports() {
        return Values.map("ports", get("ports"), (name, value) -> Math.toIntExact(Values.whole(name, value)));
    }

    /** Labels of the workload, which services select; {@link #labels} are those of the object. */
    public WorkloadEntry workloadLabels(Map<String, String> labels) {
        return set("labels", labels);
    }

    /** What {@code labels} of the spec says. */
    public Map<String, String> workloadLabels() {
        return textMap("labels");
    }
}
