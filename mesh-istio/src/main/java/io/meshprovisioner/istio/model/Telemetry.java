package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What is traced, measured and logged. Since 1.10. Source: Telemetry of telemetry.istio.io. */
public final class Telemetry extends SelectedResource<Telemetry> {
    private static final String KIND = "Telemetry";

    private Telemetry(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A Telemetry that changes nothing yet. */
    public static Telemetry named(String name) {
        return new Telemetry(envelope(KIND, name), Trees.empty());
    }

    static Telemetry of(Document document) {
        return new Telemetry(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected Telemetry copy(Envelope changed, ObjectNode spec) {
        return new Telemetry(changed, spec);
    }

    /** One more setting for traces. */
    public Telemetry tracing(UnaryOperator<Tracing> one) {
        return add("tracing", one.apply(Tracing.start()));
    }

    /** What {@code tracing} says. */
    public List<Tracing> tracing() {
        return parts("tracing", Tracing::new);
    }

    /** One more setting for metrics. Since 1.11. */
    public Telemetry metrics(UnaryOperator<Metrics> one) {
        return add("metrics", one.apply(Metrics.start()));
    }

    /** What {@code metrics} says. */
    public List<Metrics> metrics() {
        return parts("metrics", Metrics::new);
    }

    /** One more setting for logs. Since 1.11. */
    public Telemetry accessLogging(UnaryOperator<AccessLogging> one) {
        return add("accessLogging", one.apply(AccessLogging.start()));
    }

    /** What {@code accessLogging} says. */
    public List<AccessLogging> accessLogging() {
        return parts("accessLogging", AccessLogging::new);
    }

    /** For one gateway, waypoint or service. Since 1.20, deprecated since 1.22: {@link #targetRefs} takes several. */
    @Deprecated
    public Telemetry targetRef(Function<NeedsTarget, TargetRef> target) {
        return unset("targetRefs").unset("selector").set("targetRef", target.apply(TargetRef.needed()));
    }
}
