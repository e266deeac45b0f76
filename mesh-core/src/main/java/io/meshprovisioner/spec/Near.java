package io.meshprovisioner.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which known words a misspelt one may have meant, by the edits (one of them: swapping neighbours) between them. */
final class Near {
    /** Longer words are not compared: the work grows with the square. */
    private static final int LONGEST = 64;

    private Near() {}

    /** The known word that is so near that it was probably meant. */
    static Optional<String> meant(String word, Collection<String> known) {
        return nearest(word, known, 1).stream()
                .filter(other -> distance(word, other) <= Math.max(1, Math.min(word.length(), other.length()) / 3))
                .findFirst();
    }

    /** "Did you mean ...?", or all that is known where nothing is near. */
    static String advice(String word, Collection<String> known) {
        return meant(word, known)
                .map(other -> "Did you mean \"" + other + "\"?")
                .orElseGet(() -> "Write one of: " + String.join(", ", known) + ".");
    }

    /** The nearest known words, nearest first. */
    static List<String> nearest(String word, Collection<String> known, int count) {
        if (word.length() > LONGEST) {
            return List.of();
        }
        return known.stream()
                .sorted(Comparator.<String>comparingInt(other -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
    }

    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, edits);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] edits) {
        int best = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        best = Math.min(best, edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
            best = Math.min(best, edits[i - 2][j - 2] + 1);
        }
        return best;
    }
}
