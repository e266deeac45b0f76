package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.question.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Texts of one dimension, at least one for each way in which the demands on it can turn out as far as exact values and
 * prefixes go, and some that fit the expressions. The most natural ones come first.
 */
final class Texts {
    private static final String FRESH = "xzqjkvw0123456789bcdfghlmnprstaeiouy-_~XZQJKVW";
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final int MOST_FLIPS = 64;
    private static final int MOST_IN_ANY_CASE = 200;
    private static final int MOST_BEGINNINGS = 20;
    private static final int MOST_CLAIMS = 300;

    private final Dimension dimension;
    private final List<Demand> demands;
    private final Frame frame;
    private final List<Shape> shapes;
    private final Set<String> known = new LinkedHashSet<>();
    /** The known ones without regard to case, in order. */
    private final NavigableSet<String> folded = new TreeSet<>();

    private final Set<String> texts = new LinkedHashSet<>();
    private boolean closed = true;

    private Texts(Dimension dimension, List<Demand> demands, Frame frame) {
        this.dimension = dimension;
        this.demands = demands;
        this.frame = frame;
        this.shapes = demands.stream().map(Shape::of).toList();
        for (Shape shape : shapes) {
            known.addAll(shape.exacts());
            known.addAll(shape.prefixes());
        }
        known.forEach(text -> folded.add(text.toLowerCase(Locale.ROOT)));
    }

    /** Those of a dimension. */
    static Texts of(Dimension dimension, List<Demand> demands, Frame frame) {
        Texts made = new Texts(dimension, demands, frame);
        made.natural();
        made.named();
        made.expressed();
        return made;
    }

    /** Null among them stands for a missing one. */
    List<@Nullable String> all() {
        List<@Nullable String> valid = new ArrayList<>();
        if (dimension.mayBeAbsent()) {
            valid.add(null);
        }
        if (dimension.kind() == Dimension.Kind.CLAIM) {
            claims().stream().filter(this::isClaim).forEach(valid::add);
        } else {
            texts.stream().filter(this::isValid).forEach(valid::add);
        }
        return valid;
    }

    /** Single values, and several together as far as demands tell them from those that are there already. */
    private List<String> claims() {
        List<String> single = texts.stream()
                .filter(text -> text.chars().noneMatch(c -> c < ' '))
                .toList();
        List<String> all = new ArrayList<>(single);
        Set<BitSet> seen = new HashSet<>();
        single.forEach(text -> seen.add(turnout(text)));
        for (int i = 0; i < all.size() && closed; i++) {
            for (String more : single) {
                String both = ClaimTexts.both(all.get(i), more);
                if (seen.add(turnout(both))) {
                    all.add(both);
                }
            }
            closed = all.size() <= MOST_CLAIMS;
        }
        return all;
    }

    private BitSet turnout(String text) {
        BitSet turnout = new BitSet();
        for (int i = 0; i < demands.size(); i++) {
            turnout.set(i, demands.get(i).holds(text));
        }
        // an accepted token must name an audience, whatever else it names
        turnout.set(demands.size(), isClaim(text));
        return turnout;
    }

    /** Whether no way in which exact values and prefixes can turn out is left out. */
    boolean complete() {
        boolean mixed =
                demands.stream().anyMatch(Demand::anyCase) && demands.stream().anyMatch(Shape::comparesCase);
        boolean beginnings = Stream.concat(Stream.of(""), shapes.stream().flatMap(shape -> shape.prefixes().stream()))
                .noneMatch(prefix -> fresh(prefix).isEmpty());
        return !mixed
                && beginnings
                && switch (dimension.kind()) {
                    case PATH -> known.stream().noneMatch(Texts::isOdd);
                    case AUTHORITY -> frame.all() && known.stream().noneMatch(text -> text.indexOf(':') >= 0);
                    case OPAQUE -> false;
                    case CLAIM -> closed;
                    case METHOD, SCHEME, HEADER, PARAMETER -> true;
                };
    }

    private void named() {
        boolean anyCase = demands.stream().anyMatch(Demand::anyCase) && known.size() <= MOST_IN_ANY_CASE;
        for (Shape shape : shapes) {
            shape.exacts().forEach(text -> add(text, anyCase));
            for (String prefix : shape.prefixes()) {
                add(prefix, anyCase);
                add(prefix + fresh(prefix), anyCase);
            }
        }
        texts.add(fresh(""));
    }

    private void expressed() {
        for (int i = 0; i < shapes.size(); i++) {
            if (!shapes.get(i).known()) {
                List<String> samples =
                        Expression.of(demands.get(i).match().value()).samples();
                texts.addAll(samples);
                known.stream().limit(MOST_BEGINNINGS).forEach(beginning -> samples.stream()
                        .limit(2)
                        .forEach(sample -> texts.add(beginning + sample)));
            }
        }
    }

    private void natural() {
        switch (dimension.kind()) {
            case PATH -> {
                texts.add("/");
                texts.add("/" + fresh("/"));
            }
            case METHOD -> texts.addAll(METHODS);
            case SCHEME -> texts.addAll(frame.schemes());
            case AUTHORITY -> authorities();
            case HEADER, PARAMETER -> {
                texts.add("other");
                texts.add("");
            }
            case CLAIM -> {
                texts.add("other");
                for (Token token : frame.tokens()) {
                    Object said = token.claims().get(dimension.name());
                    List<?> values = said instanceof List<?> list ? list : said == null ? List.of() : List.of(said);
                    values.forEach(value -> texts.add(value.toString()));
                }
            }
            case OPAQUE -> {}
        }
    }

    private void authorities() {
        texts.addAll(frame.authorities());
        List<String> endings = List.of(":80", ":8080", ":9999");
        for (String authority : frame.authorities()) {
            endings.forEach(ending -> texts.add(authority + ending));
            add(authority, true);
            // of a wildcard's names: those that begin as some demand wants them
            known.forEach(beginning -> texts.add(beginning + "." + authority));
        }
    }

    private void add(String text, boolean anyCase) {
        texts.add(text);
        if (anyCase) {
            texts.add(text.toUpperCase(Locale.ROOT));
            texts.add(text.toLowerCase(Locale.ROOT));
            for (int i = 0; i < Math.min(text.length(), MOST_FLIPS); i++) {
                texts.add(text.substring(0, i) + flipped(text.charAt(i)) + text.substring(i + 1));
            }
        }
    }

    private static char flipped(char c) {
        return Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
    }

    /** Something that makes no known text, nor the beginning of one, when it follows this beginning. */
    private String fresh(String beginning) {
        boolean[] used = new boolean[128];
        String start = beginning.toLowerCase(Locale.ROOT);
        String text = folded.higher(start);
        while (text != null && text.startsWith(start)) {
            char next = text.charAt(start.length());
            mark(used, next);
            mark(used, Character.toUpperCase(next));
            text = folded.ceiling(start + (char) (next + 1));
        }
        for (int i = 0; i < FRESH.length(); i++) {
            if (!used[FRESH.charAt(i)]) {
                return FRESH.substring(i, i + 1);
            }
        }
        return "";
    }

    private static void mark(boolean[] used, char c) {
        if (c < used.length) {
            used[c] = true;
        }
    }

    /** Whether a proxy might read a path with this in it as another one. */
    private static boolean isOdd(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (!isKeptEscape(text, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an escaped character stays escaped: letters and digits do not. */
    private static boolean isKeptEscape(String text, int at) {
        if (at + 2 >= text.length()) {
            return false;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        int code = high * 16 + low;
        return high >= 0 && low >= 0 && !Character.isLetterOrDigit(code) && "-._~".indexOf(code) < 0;
    }

    private boolean isValid(String text) {
        return switch (dimension.kind()) {
            case PATH -> isPath(text);
            case METHOD -> !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
            case SCHEME -> frame.schemes().contains(text);
            case AUTHORITY -> isAuthority(text) && frame.leadsHere().test(text);
            case HEADER -> text.chars().noneMatch(c -> c < ' ') && text.equals(text.strip());
            case PARAMETER ->
                isParameterName(dimension.name()) && text.chars().noneMatch(c -> c <= ' ' || c == '&' || c == '#');
            case CLAIM -> text.chars().noneMatch(c -> c < ' ') && isClaim(text);
            case OPAQUE -> false;
        };
    }

    private boolean isClaim(String text) {
        return frame.tokens().stream().anyMatch(token -> ClaimTexts.isPossible(dimension.name(), text, token));
    }

    private static boolean isAuthority(String text) {
        int colon = text.lastIndexOf(':');
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '/' && c != '?' && c != '#' && c != '@')
                && (colon < 0
                        || text.indexOf(']') > colon
                        || text.substring(colon + 1).chars().allMatch(Character::isDigit));
    }

    private static boolean isParameterName(String name) {
        return name.chars().noneMatch(c -> c <= ' ' || c == '&' || c == '=' || c == '#');
    }

    /** A path that a proxy leaves as it is. */
    private static boolean isPath(String path) {
        if (!path.startsWith("/")
                || path.chars().anyMatch(c -> c <= ' ' || c == '?' || c == '#' || c == '\\')
                || isOdd(path)) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
