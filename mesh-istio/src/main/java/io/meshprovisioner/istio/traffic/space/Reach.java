package io.meshprovisioner.istio.traffic.space;

import java.util.List;
import java.util.Optional;

/** Whether requests reach a rule. */
public sealed interface Reach {
    /** This one does. */
    record Reached(Sample witness) implements Reach {}

    /**
     * None does.
     *
     * @param blockers numbers of the earlier rules that together take all; without any of them some would come through
     * @param witness meets all that the rule demands, and goes to another; empty where none could be made
     */
    record Blocked(List<Integer> blockers, Optional<Sample> witness) implements Reach {
        public Blocked {
            blockers = List.copyOf(blockers);
        }
    }

    /**
     * No request can meet what it demands.
     *
     * @param demands that exclude each other
     */
    record Contradiction(List<String> demands) implements Reach {
        public Contradiction {
            demands = List.copyOf(demands);
        }
    }

    /**
     * It could not be found out.
     *
     * @param why in words
     */
    record Unknown(String why) implements Reach {}
}
