package io.meshprovisioner.istio.yaml;

import java.util.ArrayList;
import java.util.List;

/** How a place inside a document is written: {@code spec.http[0].match[1].headers["a.b"].exact}. */
public final class FieldPath {
    private FieldPath() {}

    /** The path of member {@code name} of what {@code parent} names; an empty parent is the document itself. */
    public static String member(String parent, String name) {
        if (!isPlain(name)) {
            return parent + "[\"" + name + "\"]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }

    /** The path of element {@code index} of what {@code parent} names. */
    public static String element(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** The steps of a path: a name each, an Integer for a list index. A key may stand in brackets with or without quotes. */
    static List<Object> steps(String path) {
        List<Object> steps = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '.') {
                at++;
            } else if (c == '[') {
                at = bracket(path, at, steps);
            } else {
                int end = at;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                steps.add(path.substring(at, end));
                at = end;
            }
        }
        return steps;
    }

    private static int bracket(String path, int at, List<Object> steps) {
        boolean quoted = path.startsWith("[\"", at);
        int end = path.indexOf(quoted ? "\"]" : "]", at);
        if (end < 0) {
            steps.add(path.substring(at + 1));
            return path.length();
        }
        String inside = path.substring(at + (quoted ? 2 : 1), end);
        boolean index = !quoted
                && !inside.isEmpty()
                && inside.length() < 10
                && inside.chars().allMatch(Character::isDigit);
        steps.add(index ? (Object) Integer.valueOf(inside) : inside);
        return end + (quoted ? 2 : 1);
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.chars()
                        .noneMatch(c -> c == '.' || c == '[' || c == ']' || c == '"' || Character.isWhitespace(c));
    }
}
