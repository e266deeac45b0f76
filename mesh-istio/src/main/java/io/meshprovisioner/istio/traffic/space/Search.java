package io.meshprovisioner.istio.traffic.space;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a cell of each dimension so that the demands of rules hold and some demand of each of their rivals fails. Where
 * there is no such choice it says so for certain, unless it gives up because of the work.
 */
final class Search {
    /** How a search ended. */
    enum End {
        FOUND,
        IMPOSSIBLE,
        GAVE_UP
    }

    private final List<Cells> dimensions;
    private final List<Integer> rules;
    private final boolean guessing;
    private long work;
    private BitSet @Nullable [] found;

    /**
     * @param rules all of which are to hold
     * @param guessing whether guessed cells count
     * @param work how many comparisons of sets may be made
     */
    Search(List<Cells> dimensions, List<Integer> rules, boolean guessing, long work) {
        this.dimensions = dimensions;
        this.rules = rules;
        this.guessing = guessing;
        this.work = work;
    }

    /** The cells of each dimension to choose from, after a success. */
    BitSet[] found() {
        BitSet[] known = found;
        if (known == null) {
            throw new IllegalStateException("nothing was found");
        }
        return known;
    }

    /** The dimension in which the rules contradict themselves; null where they do not. */
    @Nullable
    Cells contradiction() {
        return dimensions.stream()
                .filter(cells -> cells.allowed(rules, guessing).isEmpty())
                .findFirst()
                .orElse(null);
    }

    End against(List<Integer> rivals) {
        BitSet[] domains = new BitSet[dimensions.size()];
        for (int d = 0; d < domains.length; d++) {
            domains[d] = dimensions.get(d).allowed(rules, guessing);
            if (domains[d].isEmpty()) {
                return End.IMPOSSIBLE;
            }
        }
        return firstFits(domains, rivals) ? End.FOUND : narrowed(domains, rivals);
    }

    /** The most natural choice, which often does. */
    private boolean firstFits(BitSet[] domains, List<Integer> rivals) {
        for (int rival : rivals) {
            boolean fails = false;
            for (int d = 0; d < domains.length && !fails; d++) {
                fails = dimensions.get(d).fails(rival, domains[d].nextSetBit(0));
            }
            if (!fails) {
                return false;
            }
        }
        work -= rivals.size();
        found = domains;
        return true;
    }

    /** Takes the rival that can be shaken off in the fewest dimensions, and tries each of them. */
    private End narrowed(BitSet[] domains, List<Integer> rivals) {
        List<Integer> left = new ArrayList<>();
        int hardest = -1;
        List<Integer> choices = List.of();
        for (int rival : rivals) {
            List<Integer> ways = new ArrayList<>();
            boolean shakenOff = false;
            for (int d = 0; d < domains.length && !shakenOff; d++) {
                if (!dimensions.get(d).concerns(rival)) {
                    continue;
                }
                work--;
                BitSet failing = dimensions.get(d).mayFail(rival, rules, domains[d]);
                if (!failing.isEmpty()) {
                    shakenOff = failing.cardinality() == domains[d].cardinality();
                    ways.add(d);
                }
            }
            if (work < 0) {
                return End.GAVE_UP;
            }
            if (shakenOff) {
                continue;
            }
            if (ways.isEmpty()) {
                return End.IMPOSSIBLE;
            }
            left.add(rival);
            if (hardest < 0 || ways.size() < choices.size()) {
                hardest = rival;
                choices = ways;
            }
        }
        if (hardest < 0) {
            found = domains;
            return End.FOUND;
        }
        left.remove(Integer.valueOf(hardest));
        for (int d : choices) {
            BitSet[] narrower = domains.clone();
            narrower[d] = dimensions.get(d).mayFail(hardest, rules, domains[d]);
            End end = narrowed(narrower, left);
            if (end != End.IMPOSSIBLE) {
                return end;
            }
        }
        return End.IMPOSSIBLE;
    }
}
