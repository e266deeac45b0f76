package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Workload;
import io.meshprovisioner.istio.model.WorkloadGroup;
import java.util.function.UnaryOperator;

/**
 * A WorkloadGroup that still needs the template of its entries.
 */
public interface NeedsTemplate extends Unfinished<NeedsTemplate> {

    /** What every entry starts from. */
    WorkloadGroup template(UnaryOperator<Workload> template);
}
