package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsProbe;
import io.meshprovisioner.istio.model.step.NeedsTemplate;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What WorkloadEntries are made from when machines join the mesh. Source: WorkloadGroup of networking.istio.io. */
public final class WorkloadGroup extends IstioResource<WorkloadGroup> {
    private static final String KIND = "WorkloadGroup";

    private WorkloadGroup(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A WorkloadGroup that still needs its template. */
    public static NeedsTemplate named(String name) {
        return new Start(new WorkloadGroup(envelope(KIND, name), Trees.empty()));
    }

    static WorkloadGroup of(Document document) {
        return new WorkloadGroup(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected WorkloadGroup copy(Envelope changed, ObjectNode spec) {
        return new WorkloadGroup(changed, spec);
    }

    /** Labels and annotations of the entries. */
    public WorkloadGroup metadata(UnaryOperator<WorkloadMetadata> change) {
        return edit("metadata", WorkloadMetadata::new, change);
    }

    /** What {@code metadata} says. */
    public Optional<WorkloadMetadata> metadata() {
        return part("metadata", WorkloadMetadata::new);
    }

    /** What every entry starts from. */
    public WorkloadGroup template(UnaryOperator<Workload> change) {
        return edit("template", Workload::new, change);
    }

    /** What {@code template} says. */
    public Optional<Workload> template() {
        return part("template", Workload::new);
    }

    /** How it is found out whether an entry is healthy. */
    public WorkloadGroup probe(Function<NeedsProbe, ? extends ReadinessProbe> choice) {
        return set("probe", choice.apply(ReadinessProbe.needed()));
    }

    /** What {@code probe} says. */
    public Optional<ReadinessProbe> probe() {
        return part("probe", ReadinessProbe::new);
    }

    private static final class Start extends UnfinishedResource<WorkloadGroup, NeedsTemplate> implements NeedsTemplate {
        Start(WorkloadGroup resource) {
            super(resource);
        }

        @Override
        NeedsTemplate with(WorkloadGroup resource) {
            return new Start(resource);
        }

        @Override
        public WorkloadGroup template(UnaryOperator<Workload> template) {
            return resource.template(template);
        }
    }
}
