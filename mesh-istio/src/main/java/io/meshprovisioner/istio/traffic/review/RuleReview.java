package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.rule.Place;
import java.util.List;
import java.util.Optional;

/**
 * Whether any request reaches a rule of a VirtualService, or of what stands for one. A rule with several entries in its
 * {@code match} has one review for each of them.
 */
public sealed interface RuleReview {
    /** Where the rule, or the entry of its {@code match}, stands. */
    Place place();

    /**
     * Some requests do.
     *
     * @param witness one of them, with what comes of it
     */
    record Reachable(Place place, Decision witness) implements RuleReview {
        @Override
        public String toString() {
            return place + " is reached: " + witness;
        }
    }

    /**
     * None does.
     *
     * @param why in words
     * @param insteadOf the rules that take what this one asks for; empty where the reason is another
     * @param witness meets all that the rule asks for, and gets another answer; empty where nothing meets it or no proxy
     *     has the rule
     */
    record Unreachable(Place place, String why, List<Place> insteadOf, Optional<Decision> witness)
            implements RuleReview {
        public Unreachable {
            insteadOf = List.copyOf(insteadOf);
        }

        @Override
        public String toString() {
            return place + " is never reached: " + why
                    + witness.map(decision -> "\n  " + decision).orElse("");
        }
    }

    /**
     * It could not be found out.
     *
     * @param why in words
     */
    record Unknown(Place place, String why) implements RuleReview {
        @Override
        public String toString() {
            return place + " is perhaps never reached: " + why;
        }
    }
}
