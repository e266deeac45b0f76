package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Where a copy of a share of the requests goes; what comes back is dropped. Since 1.19. Source: HTTPMirrorPolicy. */
public final class MirrorDestination extends DestinationHolder<MirrorDestination> {
    MirrorDestination(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected MirrorDestination copy(ObjectNode changed) {
        return new MirrorDestination(changed);
    }

    static MirrorDestination of(String host) {
        return new MirrorDestination(holding(host));
    }

    /** The share; default: all. */
    public MirrorDestination percentage(Percentage percentage) {
        return set("percentage", percentage);
    }

    /** What {@code percentage} says. */
    public Optional<Percentage> percentage() {
        return percentage("percentage");
    }
}
