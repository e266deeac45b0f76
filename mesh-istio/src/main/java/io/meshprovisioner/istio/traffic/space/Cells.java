package io.meshprovisioner.istio.traffic.space;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One dimension, cut into cells. Real cells have a text, which tells how each demand turns out. Guessed cells stand for
 * texts that nobody made: there, demands that cannot be listed (expressions) may turn out either way, so what not even
 * guessed cells allow is impossible.
 */
final class Cells {
    /**
     * All demands of one rule on this dimension.
     *
     * @param certain the cells where they hold
     * @param possible the cells where they may hold
     */
    private record Group(Set<Integer> demands, BitSet certain, BitSet possible) {}

    private final Dimension dimension;
    private final List<@Nullable String> texts;
    private final int size;
    private final Map<Integer, Group> byRule = new HashMap<>();

    private Cells(Dimension dimension, List<@Nullable String> texts, int size) {
        this.dimension = dimension;
        this.texts = texts;
        this.size = size;
    }

    /** @param demands by the number of the rule */
    static Cells of(Dimension dimension, Map<Integer, List<Demand>> demands, Frame frame) {
        Map<Demand, Integer> numbers = new LinkedHashMap<>();
        demands.values().forEach(all -> all.forEach(demand -> numbers.putIfAbsent(demand, numbers.size())));
        List<Demand> distinct = List.copyOf(numbers.keySet());
        Texts texts = Texts.of(dimension, distinct, frame);
        List<@Nullable String> all = texts.all();
        boolean complete = texts.complete();
        List<Boolean> listed = new ArrayList<>();
        Set<String> single = new HashSet<>();
        for (Demand demand : distinct) {
            Shape shape = Shape.of(demand);
            listed.add(shape.known() && complete);
            single.addAll(shape.exacts());
        }
        Turnouts turnouts = Turnouts.of(distinct, all, single);
        boolean claims = dimension.kind() == Dimension.Kind.CLAIM;
        List<Integer> guessed = new ArrayList<>();
        if (!complete || listed.contains(false)) {
            for (int i = 0; i < turnouts.texts().size(); i++) {
                String text = turnouts.texts().get(i);
                // a claim may have more values beside the one that stands for itself
                boolean alone = text == null || (!claims && single.contains(text));
                if (!complete || !alone) {
                    guessed.add(i);
                }
            }
        }
        Cells cells = new Cells(dimension, turnouts.texts(), turnouts.texts().size() + guessed.size());
        List<BitSet> settled = distinct.stream()
                .map(demand -> claims ? settled(demand, turnouts.texts(), single) : new BitSet())
                .toList();
        Map<Set<Integer>, Group> groups = new HashMap<>();
        demands.forEach((rule, asked) -> {
            Set<Integer> own = new HashSet<>();
            asked.forEach(demand -> own.add(numbers.getOrDefault(demand, 0)));
            cells.byRule.put(
                    rule, groups.computeIfAbsent(own, key -> group(key, turnouts, guessed, listed, settled, distinct)));
        });
        return cells;
    }

    /** Of a claim: the cells of which a value that stands for itself fits, whatever the other values are. */
    private static BitSet settled(Demand demand, List<@Nullable String> texts, Set<String> single) {
        BitSet settled = new BitSet();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            settled.set(
                    i,
                    text != null
                            && ClaimTexts.values(text).stream()
                                    .anyMatch(value -> single.contains(value) && demand.fits(value)));
        }
        return settled;
    }

    private static Group group(
            Set<Integer> demands,
            Turnouts turnouts,
            List<Integer> guessed,
            List<Boolean> listed,
            List<BitSet> settled,
            List<Demand> distinct) {
        int real = turnouts.texts().size();
        BitSet certain = new BitSet();
        certain.set(0, real);
        demands.forEach(demand -> certain.and(turnouts.cells(demand)));
        BitSet possible = (BitSet) certain.clone();
        for (int i = 0; i < guessed.size(); i++) {
            int like = guessed.get(i);
            certain.set(
                    real + i,
                    demands.stream()
                            .allMatch(one -> listed.get(one)
                                    ? turnouts.cells(one).get(like)
                                    : settled.get(one).get(like)
                                            && !distinct.get(one).negated()));
            possible.set(
                    real + i,
                    demands.stream()
                            .allMatch(one -> listed.get(one)
                                    ? turnouts.cells(one).get(like)
                                    : !settled.get(one).get(like)
                                            || !distinct.get(one).negated()));
        }
        return new Group(demands, certain, possible);
    }

    Dimension dimension() {
        return dimension;
    }

    /** The text of a real cell; null for a missing one. */
    @Nullable
    String text(int cell) {
        return texts.get(cell);
    }

    boolean concerns(int rule) {
        return byRule.containsKey(rule);
    }

    /** The cells where the demands of all these rules may hold. */
    BitSet allowed(List<Integer> rules, boolean guessedToo) {
        BitSet allowed = new BitSet();
        allowed.set(0, guessedToo ? size : texts.size());
        for (int rule : rules) {
            Group group = byRule.get(rule);
            if (group != null) {
                allowed.and(group.possible());
            }
        }
        return allowed;
    }

    /**
     * The cells where another rule's demands may fail while those of these rules hold: all but those where they hold for
     * certain, which they do everywhere where they are among the rules' own.
     */
    BitSet mayFail(int other, List<Integer> rules, BitSet among) {
        Group theirs = byRule.get(other);
        if (theirs == null) {
            return new BitSet();
        }
        Set<Integer> own = new HashSet<>();
        for (int rule : rules) {
            Group group = byRule.get(rule);
            if (group != null) {
                own.addAll(group.demands());
            }
        }
        if (own.containsAll(theirs.demands())) {
            return new BitSet();
        }
        BitSet failing = (BitSet) among.clone();
        failing.andNot(theirs.certain());
        return failing;
    }

    /** Whether another rule's demands fail in a real cell. */
    boolean fails(int other, int cell) {
        Group theirs = byRule.get(other);
        return theirs != null && cell < texts.size() && !theirs.certain().get(cell);
    }
}
