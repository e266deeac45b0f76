package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.ConfigPatch;
import io.meshprovisioner.istio.model.Patch;
import io.meshprovisioner.istio.model.PatchMatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A patch that still needs to say what happens.
 */
public interface NeedsPatch {

    /** Which of them are patched; default: all. */
    NeedsPatch match(UnaryOperator<PatchMatch> match);

    /** What happens to them. */
    ConfigPatch patch(Function<NeedsPatchOperation, Patch> patch);
}
