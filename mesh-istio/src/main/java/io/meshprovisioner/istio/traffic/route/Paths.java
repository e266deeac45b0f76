package io.meshprovisioner.istio.traffic.route;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as Envoy rewrites them before it looks at them: mesh default pathNormalization BASE. */
final class Paths {
    private Paths() {}

    /** Without {@code .} and {@code ..}, backslashes as slashes, letters and digits that are escaped plain. */
    static String normalized(String whole) {
        int query = whole.indexOf('?');
        String path = query < 0 ? whole : whole.substring(0, query);
        if (path.indexOf('.') < 0 && path.indexOf('\\') < 0 && path.indexOf('%') < 0) {
            return whole;
        }
        return withoutDots(unescaped(path.replace('\\', '/'))) + (query < 0 ? "" : whole.substring(query));
    }

    private static String unescaped(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        StringBuilder plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int code = c == '%' && i + 2 < path.length() ? code(path.charAt(i + 1), path.charAt(i + 2)) : -1;
            if (code >= 0 && isUnreserved((char) code)) {
                plain.append((char) code);
                i += 2;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static int code(char high, char low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first * 16 + second;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static String withoutDots(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            String segment = segments[i];
            boolean last = i == segments.length - 1;
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
                continue;
            }
            if (last) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
