package io.meshprovisioner.testkit.kube.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meshprovisioner.testkit.kube.cel.Cel.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/** The functions, methods and macros; one that is not here makes an expression fail to compile. */
final class CelFunctions {
    private static final java.util.regex.Pattern DURATION =
            java.util.regex.Pattern.compile("([0-9.]+)(ns|us|µs|ms|s|m|h)");
    private static final Set<String> MACROS = Set.of("all", "exists", "exists_one", "map", "filter");
    private static final Set<String> METHODS = Set.of(
            "size",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "substring",
            "lowerAscii",
            "upperAscii",
            "trim",
            "indexOf",
            "split",
            "getScheme",
            "getHost");
    private static final Set<String> FUNCTIONS =
            Set.of("size", "duration", "int", "double", "string", "isURL", "url", "matches");

    private CelFunctions() {}

    static boolean isMacro(String name) {
        return MACROS.contains(name);
    }

    static Node macro(String name, Node target, String variable, Node body) {
        return variables -> {
            Map<String, Object> inner = new HashMap<>(variables);
            List<Object> kept = new ArrayList<>();
            List<Object> mapped = new ArrayList<>();
            List<?> elements = elements(target.value(variables));
            for (Object element : elements) {
                inner.put(variable, element);
                Object result = body.value(inner);
                mapped.add(result);
                if (!name.equals("map") && CelValues.bool(result)) {
                    kept.add(element);
                }
            }
            return switch (name) {
                case "all" -> kept.size() == elements.size();
                case "exists" -> !kept.isEmpty();
                case "exists_one" -> kept.size() == 1;
                case "map" -> mapped;
                default -> kept;
            };
        };
    }

    private static List<?> elements(Object holder) {
        if (holder instanceof Map<?, ?> map) {
            return List.copyOf(map.keySet());
        }
        if (holder instanceof List<?> list) {
            return list;
        }
        throw new CelException("no such overload: " + holder + " has no elements");
    }

    static Node function(String name, List<Node> arguments) {
        if (!FUNCTIONS.contains(name) || arguments.isEmpty()) {
            throw new CelException("undeclared function " + name);
        }
        return variables -> {
            Object first = arguments.get(0).value(variables);
            return switch (name) {
                case "size" -> size(first);
                case "duration" -> duration(text(first));
                case "int" -> integer(first);
                case "double" -> Double.valueOf(first.toString());
                case "string" -> first.toString();
                case "isURL" -> isUrl(text(first));
                case "url" -> uri(text(first));
                default -> matches(text(first), text(arguments.get(1).value(variables)));
            };
        };
    }

    static Node method(String name, Node target, List<Node> arguments) {
        if (!METHODS.contains(name)) {
            throw new CelException("undeclared method " + name);
        }
        return variables -> {
            Object holder = target.value(variables);
            if (name.equals("size")) {
                return size(holder);
            }
            if (holder instanceof URI uri) {
                String part = name.equals("getScheme") ? uri.getScheme() : uri.getHost();
                return part == null ? "" : part;
            }
            List<Object> values = arguments.stream()
                    .map(argument -> argument.value(variables))
                    .toList();
            return text(name, text(holder), values);
        };
    }

    private static Object text(String name, String text, List<Object> arguments) {
        return switch (name) {
            case "contains" -> text.contains(text(arguments.get(0)));
            case "startsWith" -> text.startsWith(text(arguments.get(0)));
            case "endsWith" -> text.endsWith(text(arguments.get(0)));
            case "matches" -> matches(text, text(arguments.get(0)));
            case "substring" -> substring(text, arguments);
            case "lowerAscii" -> text.toLowerCase(Locale.ROOT);
            case "upperAscii" -> text.toUpperCase(Locale.ROOT);
            case "trim" -> text.trim();
            case "indexOf" -> (long) text.indexOf(text(arguments.get(0)));
            case "split" -> List.of(text.split(java.util.regex.Pattern.quote(text(arguments.get(0))), -1));
            default -> throw new CelException("no such overload: " + name + " of a string");
        };
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new CelException("no such overload: " + value + " is no string");
    }

    private static String substring(String text, List<Object> arguments) {
        int from = integer(arguments.get(0)).intValue();
        int to = arguments.size() > 1 ? integer(arguments.get(1)).intValue() : text.length();
        if (from < 0 || to > text.length() || from > to) {
            throw new CelException("index out of range: " + from + ", " + to);
        }
        return text.substring(from, to);
    }

    private static Long size(Object value) {
        if (value instanceof String text) {
            return (long) text.codePointCount(0, text.length());
        }
        return (long)
                (value instanceof Map<?, ?> map ? map.size() : elements(value).size());
    }

    private static Long integer(Object value) {
        try {
            return value instanceof Number number ? (Long) number.longValue() : Long.valueOf(text(value));
        } catch (NumberFormatException e) {
            throw new CelException("type conversion error from '" + value + "' to int");
        }
    }

    private static boolean matches(String text, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new CelException("invalid regular expression " + pattern);
        }
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        String rest = text.replaceFirst("^[-+]", "");
        Duration sum = Duration.ZERO;
        int end = 0;
        matcher.reset(rest);
        while (matcher.find() && matcher.start() == end) {
            double number = Double.parseDouble(matcher.group(1));
            double nanos =
                    switch (matcher.group(2)) {
                        case "h" -> 3600e9;
                        case "m" -> 60e9;
                        case "s" -> 1e9;
                        case "ms" -> 1e6;
                        case "ns" -> 1;
                        default -> 1e3;
                    };
            sum = sum.plusNanos(Math.round(number * nanos));
            end = matcher.end();
        }
        if (end != rest.length() || (end == 0 && !rest.equals("0"))) {
            throw new CelException("time: invalid duration \"" + text + "\"");
        }
        return text.startsWith("-") ? sum.negated() : sum;
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = parsed(text);
            return text.startsWith("/") || (uri.getScheme() != null && (uri.getAuthority() != null || uri.isOpaque()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static URI uri(String text) {
        try {
            return parsed(text);
        } catch (URISyntaxException e) {
            throw new CelException("URL parse error during conversion from string: " + e.getMessage());
        }
    }

    private static URI parsed(String text) throws URISyntaxException {
        URI uri = new URI(text);
        String authority = uri.getAuthority();
        // Java takes any authority that is none of a host; a Go server wants the port to be a number.
        if (authority != null && authority.matches(".*:(?!\\d*$)[^\\]]*$")) {
            throw new URISyntaxException(text, "invalid port after host");
        }
        return uri;
    }
}
