package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.rule.TextMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How each demand turns out for each text; of texts that are alike to all demands the first one is kept. */
final class Turnouts {
    /** A text that stands for itself alone is not like one that stands for many. */
    private record Seen(BitSet turnout, boolean alone) {}

    private final List<@Nullable String> texts;
    private final List<BitSet> byDemand;

    private Turnouts(List<@Nullable String> texts, List<BitSet> byDemand) {
        this.texts = texts;
        this.byDemand = byDemand;
    }

    /** @param single texts that demands name one by one */
    static Turnouts of(List<Demand> demands, List<@Nullable String> texts, Set<String> single) {
        NavigableMap<String, Integer> sorted = new TreeMap<>();
        List<BitSet> byText = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            byText.add(new BitSet());
            if (text != null) {
                sorted.put(text, i);
            }
        }
        for (int demand = 0; demand < demands.size(); demand++) {
            int number = demand;
            cells(demands.get(demand), texts, sorted).stream()
                    .forEach(cell -> byText.get(cell).set(number));
        }
        List<@Nullable String> kept = new ArrayList<>();
        List<BitSet> byDemand = new ArrayList<>();
        demands.forEach(demand -> byDemand.add(new BitSet()));
        Set<Seen> seen = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (seen.add(new Seen(byText.get(i), text == null || single.contains(text)))) {
                int cell = kept.size();
                kept.add(text);
                byText.get(i).stream().forEach(demand -> byDemand.get(demand).set(cell));
            }
        }
        return new Turnouts(kept, byDemand);
    }

    /** Texts in order answer for plain values and prefixes without being compared one by one. */
    private static BitSet cells(Demand demand, List<@Nullable String> texts, NavigableMap<String, Integer> sorted) {
        BitSet cells = new BitSet();
        String value = demand.match().value();
        TextMatch.Kind kind = demand.match().kind();
        boolean plain = demand.dimension().kind() != Dimension.Kind.CLAIM
                && !demand.anyCase()
                && !demand.segments()
                && !demand.negated();
        if (plain && kind == TextMatch.Kind.EXACT) {
            Integer at = sorted.get(value);
            if (at != null) {
                cells.set(at);
            }
        } else if (plain && kind == TextMatch.Kind.PREFIX) {
            for (var entry : sorted.tailMap(value).entrySet()) {
                if (!entry.getKey().startsWith(value)) {
                    break;
                }
                cells.set(entry.getValue());
            }
        } else {
            for (int i = 0; i < texts.size(); i++) {
                cells.set(i, demand.holds(texts.get(i)));
            }
        }
        return cells;
    }

    /** The texts that are kept; null for a missing one. */
    List<@Nullable String> texts() {
        return texts;
    }

    /** The texts for which a demand holds. */
    BitSet cells(int demand) {
        return byDemand.get(demand);
    }
}
