package io.meshprovisioner.istio.validation.text;

import java.util.Locale;
import java.util.Optional;

/** URLs as Go's {@code net/url} reads them; only whether they can be read, and with which scheme. */
public final class GoUrls {
    private static final String HOST_PUNCTUATION = "-_.~!$&'()*+,;=:<>\"]";
    private static final String USER_PUNCTUATION = "-._:~!$&'()*+,;=%@";

    private GoUrls() {}

    /** The scheme in lower case, empty text if there is none; nothing if this is no URL. Fragments are cut off. */
    public static Optional<String> scheme(String text) {
        int hash = text.indexOf('#');
        String url = hash < 0 ? text : text.substring(0, hash);
        if (hash >= 0 && !hasGoodEscapes(text.substring(hash + 1))) {
            return Optional.empty();
        }
        return read(url, false);
    }

    /** As {@link #scheme}, but only for what can stand in a request: absolute URLs and absolute paths. */
    public static Optional<String> requestScheme(String text) {
        return read(text, true);
    }

    private static Optional<String> read(String url, boolean request) {
        if (url.chars().anyMatch(c -> c < 0x20 || c == 0x7f) || (url.isEmpty() && request)) {
            return Optional.empty();
        }
        if (url.equals("*")) {
            return Optional.of("");
        }
        int colon = schemeEnd(url);
        if (colon == 0) {
            return Optional.empty();
        }
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = url.substring(colon + 1);
        int question = rest.indexOf('?');
        rest = question < 0 ? rest : rest.substring(0, question);
        if (!rest.startsWith("/")) {
            if (!scheme.isEmpty()) {
                return Optional.of(scheme); // opaque, as in mailto:x
            }
            if (request || firstSegment(rest).indexOf(':') >= 0) {
                return Optional.empty();
            }
        }
        if (rest.startsWith("//") && (!scheme.isEmpty() || (!request && !rest.startsWith("///")))) {
            String authority = firstSegment(rest.substring(2));
            rest = rest.substring(2 + authority.length());
            if (!isAuthority(authority)) {
                return Optional.empty();
            }
        }
        return hasGoodEscapes(rest) ? Optional.of(scheme) : Optional.empty();
    }

    /** Where the scheme's colon stands; -1 if there is no scheme, 0 if the text begins with a colon. */
    private static int schemeEnd(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ':') {
                return i;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
                return -1;
            }
        }
        return -1;
    }

    private static String firstSegment(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static boolean isAuthority(String authority) {
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : authority.substring(0, at);
        boolean userOk = user.chars()
                .allMatch(c -> (c < 0x80 && DnsLabels.isAlphanumeric((char) c)) || USER_PUNCTUATION.indexOf(c) >= 0);
        return userOk && hasGoodEscapes(user) && isHostAndPort(authority.substring(at + 1));
    }

    private static boolean isHostAndPort(String host) {
        if (host.startsWith("[")) {
            int end = host.lastIndexOf(']');
            if (end < 0 || !isPortOrNothing(host.substring(end + 1))) {
                return false;
            }
            String inner = host.substring(1, end);
            int zone = inner.indexOf("%25");
            return inner.indexOf(':') >= 0 && IpAddresses.isAddress(zone < 0 ? inner : inner.substring(0, zone));
        }
        int colon = host.lastIndexOf(':');
        if (colon >= 0 && !isPortOrNothing(host.substring(colon))) {
            return false;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean literal = c >= 0x80 || DnsLabels.isAlphanumeric(c) || HOST_PUNCTUATION.indexOf(c) >= 0;
            // in a host only bytes beyond ASCII and the percent sign itself can be escaped
            if (!literal
                    && !(c == '%' && isEscape(host, i) && "01234567".indexOf(host.charAt(i + 1)) < 0)
                    && !host.startsWith("%25", i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPortOrNothing(String text) {
        return text.isEmpty() || (text.charAt(0) == ':' && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
    }

    private static boolean hasGoodEscapes(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (!isEscape(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
