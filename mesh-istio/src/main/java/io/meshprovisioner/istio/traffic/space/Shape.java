package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.rule.TextMatch;
import java.util.List;

/**
 * What a demand's match takes, as texts and beginnings of texts.
 *
 * @param exacts whole texts
 * @param prefixes beginnings
 * @param known whether that is all that it takes; an expression mostly takes more than can be listed
 */
record Shape(List<String> exacts, List<String> prefixes, boolean known) {
    static Shape of(Demand demand) {
        String value = demand.match().value();
        return switch (demand.match().kind()) {
            case PRESENT -> new Shape(List.of(), List.of(), true);
            case EXACT -> new Shape(List.of(value), List.of(), true);
            case PREFIX ->
                demand.segments()
                        ? new Shape(List.of(demand.segmentPrefix()), List.of(demand.segmentPrefix() + "/"), true)
                        : new Shape(List.of(), List.of(value), true);
            case REGEX -> Expression.of(value).shape();
        };
    }

    /** Whether a demand compares with regard to case, so that capitals make a difference to it. */
    static boolean comparesCase(Demand demand) {
        return !demand.anyCase() && demand.match().kind() != TextMatch.Kind.PRESENT;
    }
}
