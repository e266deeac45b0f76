package io.meshprovisioner.testkit.series;

import io.meshprovisioner.testkit.kernel.Exchange;
import io.meshprovisioner.testkit.world.World;
import java.util.List;

/**
 * The world at the moment one call of a run is decided: where a kill can strike.
 *
 * @param index which call of the run
 * @param world before the call's effect
 * @param call the call itself
 * @param others the run's other requests that are on their way at that moment
 */
record KillPoint(int index, World world, Exchange call, List<Exchange> others) {

    /** What has become of the call when the kill strikes. */
    enum Fate {
        /** It never reached the service. */
        NOT_TAKEN,
        /** The service has it and will carry it out after the kill. */
        TAKEN,
        /** It had its effect, and nobody heard the answer. */
        EFFECTED
    }

    /** What becomes of the other requests on their way. */
    enum Others {
        DROPPED,
        LANDING_LATE
    }

    /**
     * Whether this combination leaves another world than one before it in the order of the constants: a call that
     * changes nothing leaves the same whether it was taken or not, and with no others under way none can land.
     */
    boolean differs(Fate fate, Others other) {
        boolean reads = call.operation().matches("[a-z0-9]+:(Describe|Get|List|GET |Simulate|Decode).*");
        return (fate == Fate.NOT_TAKEN || !reads) && (other == Others.DROPPED || !others.isEmpty());
    }

    @Override
    public String toString() {
        return "call " + index + " " + call.key();
    }
}
