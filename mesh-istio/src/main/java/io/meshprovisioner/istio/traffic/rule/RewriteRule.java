package io.meshprovisioner.istio.traffic.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What takes the place of parts of a request on its way: HTTPRewrite. */
public final class RewriteRule {
    private final String uri;
    private final String regex;
    private final String substitution;
    private final String authority;
    private final @Nullable Pattern pattern;

    /**
     * All that a rewrite says; empty texts for what it does not say.
     *
     * @param uri what takes the place of the matched part of the path
     * @param regex an RE2 expression whose places in the path are replaced
     * @param substitution what takes their place, with {@code \1} for groups
     * @param authority the new authority
     */
    public RewriteRule(String uri, String regex, String substitution, String authority) {
        this.uri = uri;
        this.regex = regex;
        this.substitution = substitution;
        this.authority = authority;
        this.pattern = regex.isEmpty() ? null : compile(regex);
    }

    private static @Nullable Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    public String uri() {
        return uri;
    }

    public String regex() {
        return regex;
    }

    public String substitution() {
        return substitution;
    }

    public String authority() {
        return authority;
    }

    /** Whether the path changes. */
    public boolean movesPath() {
        return !uri.isEmpty() || !regex.isEmpty();
    }

    /**
     * The path with each place of the expression replaced. Groups are named as RE2 names them: {@code \1}, and {@code \0}
     * for all of it. An expression that cannot be compiled is nowhere.
     */
    public String replaced(String path) {
        if (pattern == null) {
            return path;
        }
        Matcher matcher = pattern.matcher(path);
        StringBuilder out = new StringBuilder(path.length());
        int at = 0;
        while (matcher.find()) {
            out.append(path, at, matcher.start());
            substitute(matcher, out);
            at = matcher.end();
        }
        return out.append(path, at, path.length()).toString();
    }

    private void substitute(Matcher matcher, StringBuilder out) {
        for (int i = 0; i < substitution.length(); i++) {
            char c = substitution.charAt(i);
            if (c != '\\' || i + 1 == substitution.length()) {
                out.append(c);
                continue;
            }
            char next = substitution.charAt(++i);
            if (next < '0' || next > '9') {
                out.append(next);
            } else if (next - '0' <= matcher.groupCount() && matcher.group(next - '0') != null) {
                out.append(matcher.group(next - '0'));
            }
        }
    }

    /** What is written anew. */
    @Override
    public String toString() {
        String path = !regex.isEmpty()
                ? "path: " + regex + " by " + substitution
                : uri.isEmpty() ? "" : "matched path by " + uri;
        String host = authority.isEmpty() ? "" : "authority by " + authority;
        return path.isEmpty() || host.isEmpty() ? path + host : path + ", " + host;
    }
}
