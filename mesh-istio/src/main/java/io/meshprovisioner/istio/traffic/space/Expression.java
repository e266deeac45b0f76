package io.meshprovisioner.istio.traffic.space;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression, read far enough to make texts that fit it, and to see where it takes nothing but some texts and
 * beginnings of texts. Every text is tried with the real expression; what cannot be read gives no texts.
 */
final class Expression {
    private static final int SAMPLES = 24;
    private static final int TRIES = 120;
    private static final int MOST_ALTERNATIVES = 64;
    private static final int LONGEST = 4096;

    private final String written;
    private final @Nullable Piece root;

    private Expression(String written, @Nullable Piece root) {
        this.written = written;
        this.root = root;
    }

    static Expression of(String written) {
        return new Expression(written, written.length() > LONGEST ? null : new ExpressionReader(written).read());
    }

    /** Texts that fit it, short ones first, the same each time. */
    List<String> samples() {
        Pattern pattern = pattern();
        if (pattern == null) {
            return List.of();
        }
        Set<String> found = new LinkedHashSet<>();
        if (root != null) {
            Random random = new Random(written.hashCode());
            for (int i = 0; i < TRIES && found.size() < SAMPLES; i++) {
                StringBuilder text = new StringBuilder();
                root.write(text, i == 0 ? null : random);
                if (pattern.matches(text.toString())) {
                    found.add(text.toString());
                }
            }
        }
        return List.copyOf(found);
    }

    private @Nullable Pattern pattern() {
        try {
            return Pattern.compile(written);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    /** What it takes, where that can be listed. */
    Shape shape() {
        if (pattern() == null) {
            return new Shape(List.of(), List.of(), true);
        }
        if (root != null) {
            List<Ending> endings = root.endings(MOST_ALTERNATIVES);
            if (endings != null) {
                List<String> exacts = new ArrayList<>();
                List<String> prefixes = new ArrayList<>();
                endings.forEach(ending -> (ending.open() ? prefixes : exacts).add(ending.text()));
                return new Shape(List.copyOf(exacts), List.copyOf(prefixes), true);
            }
        }
        return new Shape(List.of(), List.of(), false);
    }

    /**
     * A text that an expression takes.
     *
     * @param open whether anything may follow it
     */
    record Ending(String text, boolean open) {}

    /** A part of an expression. */
    sealed interface Piece {
        /** Writes a text that fits; the shortest without a source of chance. */
        void write(StringBuilder text, @Nullable Random random);

        /** All that it takes; null where that is too much to list. */
        @Nullable
        List<Ending> endings(int most);

        /**
         * One character.
         *
         * @param characters some that fit; all that fit where {@code set} is LISTED
         */
        record OneOf(String characters, Set set) implements Piece {
            /** How many fit. */
            enum Set {
                LISTED,
                MANY,
                ALL
            }

            @Override
            public void write(StringBuilder text, @Nullable Random random) {
                text.append(characters.charAt(random == null ? 0 : random.nextInt(characters.length())));
            }

            @Override
            public @Nullable List<Ending> endings(int most) {
                if (set != Set.LISTED || characters.length() > most) {
                    return null;
                }
                return characters
                        .chars()
                        .mapToObj(c -> new Ending(Character.toString(c), false))
                        .toList();
            }
        }

        /** One after the other. */
        record Row(List<Piece> pieces) implements Piece {
            @Override
            public void write(StringBuilder text, @Nullable Random random) {
                pieces.forEach(piece -> piece.write(text, random));
            }

            @Override
            public @Nullable List<Ending> endings(int most) {
                List<Ending> all = List.of(new Ending("", false));
                for (Piece piece : pieces) {
                    List<Ending> next = piece.endings(most);
                    if (next == null || all.stream().anyMatch(Ending::open) || (long) all.size() * next.size() > most) {
                        return null;
                    }
                    List<Ending> longer = new ArrayList<>();
                    for (Ending one : all) {
                        next.forEach(end -> longer.add(new Ending(one.text() + end.text(), end.open())));
                    }
                    all = longer;
                }
                return all;
            }
        }

        /** One of several. */
        record Choice(List<Piece> pieces) implements Piece {
            @Override
            public void write(StringBuilder text, @Nullable Random random) {
                pieces.get(random == null ? 0 : random.nextInt(pieces.size())).write(text, random);
            }

            @Override
            public @Nullable List<Ending> endings(int most) {
                List<Ending> all = new ArrayList<>();
                for (Piece piece : pieces) {
                    List<Ending> next = piece.endings(most);
                    if (next == null || all.size() + next.size() > most) {
                        return null;
                    }
                    all.addAll(next);
                }
                return all;
            }
        }

        /**
         * Several times.
         *
         * @param most -1 for as often as one likes
         */
        record Repeated(Piece piece, int least, int most) implements Piece {
            private static final int FEW = 4;

            @Override
            public void write(StringBuilder text, @Nullable Random random) {
                int times = least;
                if (random != null) {
                    int limit = most < 0 ? least + FEW : Math.min(most, least + FEW);
                    times = least + random.nextInt(limit - least + 1);
                }
                for (int i = 0; i < times && text.length() < LONGEST; i++) {
                    piece.write(text, random);
                }
            }

            @Override
            public @Nullable List<Ending> endings(int limit) {
                if (most < 0) {
                    boolean anything = least == 0 && piece instanceof OneOf one && one.set() == OneOf.Set.ALL;
                    return anything ? List.of(new Ending("", true)) : null;
                }
                if (most > limit) {
                    return null;
                }
                List<Piece> lengths = new ArrayList<>();
                for (int times = least; times <= most; times++) {
                    lengths.add(new Row(Collections.nCopies(times, piece)));
                }
                return new Choice(lengths).endings(limit);
            }
        }
    }
}
