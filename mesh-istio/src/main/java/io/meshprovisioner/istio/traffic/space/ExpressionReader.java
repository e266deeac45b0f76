package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.space.Expression.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the usual part of RE2's language; whatever else comes makes the whole expression unread. */
final class ExpressionReader {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String WORD = LETTERS + LETTERS.toUpperCase(Locale.ROOT) + "0123456789_";
    private static final String DIGITS = "0123456789";
    /** What stands for any character; short, so that samples read well. */
    private static final String ANY = "xyz019-_.a/";

    private static final int DEEPEST = 50;
    private static final int MOST_TIMES = 1000;

    /** Something that is not read. */
    private static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unread() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int at;
    private int depth;
    /** Whether a class of characters holds more than is listed. */
    private boolean partial;

    ExpressionReader(String text) {
        this.text = text;
    }

    @Nullable
    Piece read() {
        try {
            Piece piece = choice();
            return at == text.length() ? piece : null;
        } catch (Unread e) {
            return null;
        }
    }

    private boolean more() {
        return at < text.length();
    }

    private char next() {
        if (!more()) {
            throw new Unread();
        }
        return text.charAt(at++);
    }

    private boolean take(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    private Piece choice() {
        if (++depth > DEEPEST) {
            throw new Unread();
        }
        List<Piece> choices = new ArrayList<>();
        choices.add(row());
        while (take("|")) {
            choices.add(row());
        }
        depth--;
        return choices.size() == 1 ? choices.get(0) : new Piece.Choice(choices);
    }

    private Piece row() {
        List<Piece> pieces = new ArrayList<>();
        while (more() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            boolean first = at == 0;
            if (text.charAt(at) == '^' && first) {
                at++;
            } else if (text.charAt(at) == '$' && at == text.length() - 1 && depth == 1) {
                at++;
            } else {
                pieces.add(repeated(single()));
            }
        }
        return pieces.size() == 1 ? pieces.get(0) : new Piece.Row(pieces);
    }

    private Piece single() {
        char c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> oneOf();
            case '.' -> new Piece.OneOf(ANY, Piece.OneOf.Set.ALL);
            case '\\' -> escaped();
            case '^', '$', '*', '+', '?', '{' -> throw new Unread();
            default -> literal(c);
        };
    }

    private static Piece literal(char c) {
        return new Piece.OneOf(Character.toString(c), Piece.OneOf.Set.LISTED);
    }

    private Piece group() {
        if (take("?P<") || take("?<")) {
            while (next() != '>') {
                continue;
            }
        } else if (!take("?:") && more() && text.charAt(at) == '?') {
            throw new Unread();
        }
        Piece inner = choice();
        if (next() != ')') {
            throw new Unread();
        }
        return inner;
    }

    private Piece escaped() {
        char c = next();
        return switch (c) {
            case 'd' -> new Piece.OneOf(DIGITS, Piece.OneOf.Set.LISTED);
            case 'w' -> new Piece.OneOf(WORD, Piece.OneOf.Set.LISTED);
            case 'S' -> new Piece.OneOf(ANY, Piece.OneOf.Set.MANY);
            case 's' -> new Piece.OneOf(" ", Piece.OneOf.Set.MANY);
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw new Unread();
                }
                yield literal(c);
            }
        };
    }

    private Piece oneOf() {
        boolean negated = take("^");
        StringBuilder members = new StringBuilder();
        boolean first = true;
        while (first || text.charAt(Math.min(at, text.length() - 1)) != ']') {
            first = false;
            char from = member(members);
            if (from != 0 && at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                at++;
                char to = next();
                if (to == '\\') {
                    to = next();
                }
                for (char c = from; c <= to && members.length() < MOST_TIMES; c++) {
                    members.append(c);
                }
            } else if (from != 0) {
                members.append(from);
            }
            if (!more()) {
                throw new Unread();
            }
        }
        at++;
        if (!negated) {
            return new Piece.OneOf(
                    members.toString(),
                    partial || members.length() >= MOST_TIMES ? Piece.OneOf.Set.MANY : Piece.OneOf.Set.LISTED);
        }
        StringBuilder others = new StringBuilder();
        (ANY + WORD)
                .chars()
                .filter(c -> members.indexOf(Character.toString(c)) < 0)
                .forEach(c -> others.append((char) c));
        if (others.length() == 0) {
            throw new Unread();
        }
        return new Piece.OneOf(others.toString(), Piece.OneOf.Set.MANY);
    }

    /** A member's character; 0 where a whole class was taken in. */
    private char member(StringBuilder members) {
        char c = next();
        if (c == '[' && more() && text.charAt(at) == ':') {
            throw new Unread();
        }
        if (c != '\\') {
            return c;
        }
        char escaped = next();
        switch (escaped) {
            case 'd' -> members.append(DIGITS);
            case 'w' -> members.append(WORD);
            case 's' -> {
                members.append(' ');
                partial = true;
            }
            default -> {
                if (Character.isLetterOrDigit(escaped)) {
                    throw new Unread();
                }
                return escaped;
            }
        }
        return 0;
    }

    private Piece repeated(Piece piece) {
        if (!more()) {
            return piece;
        }
        int least;
        int most;
        switch (text.charAt(at)) {
            case '*' -> {
                at++;
                least = 0;
                most = -1;
            }
            case '+' -> {
                at++;
                least = 1;
                most = -1;
            }
            case '?' -> {
                at++;
                least = 0;
                most = 1;
            }
            case '{' -> {
                int end = text.indexOf('}', at);
                String[] bounds =
                        end < 0 ? new String[0] : text.substring(at + 1, end).split(",", -1);
                if (bounds.length == 0 || bounds.length > 2) {
                    throw new Unread();
                }
                at = end + 1;
                least = number(bounds[0]);
                most = bounds.length == 1 ? least : bounds[1].isEmpty() ? -1 : number(bounds[1]);
            }
            default -> {
                return piece;
            }
        }
        take("?");
        return new Piece.Repeated(piece, least, most);
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(Character::isDigit)) {
            throw new Unread();
        }
        return Integer.parseInt(digits);
    }
}
