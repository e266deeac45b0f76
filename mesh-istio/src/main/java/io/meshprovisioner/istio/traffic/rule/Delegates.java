package io.meshprovisioner.istio.traffic.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rules of delegates in the place of those that name them. Only a VirtualService without hosts can be one, so
 * delegates do not nest. What both say is the delegate's word; what it does not say comes from the root. A delegate's
 * rule whose match contradicts the root's is left out, silently as Istio does.
 */
final class Delegates {
    private final BiFunction<String, String, @Nullable Rules> visible;

    /** @param visible the delegate of a name ({@code namespace/name}) as a namespace sees it, or null */
    Delegates(BiFunction<String, String, @Nullable Rules> visible) {
        this.visible = visible;
    }

    Rules merged(Rules root) {
        if (root.http().stream().allMatch(rule -> rule.delegate().isEmpty())) {
            return root;
        }
        List<HttpRule> merged = new ArrayList<>();
        for (HttpRule rule : root.http()) {
            if (rule.delegate().isEmpty()) {
                merged.add(rule);
                continue;
            }
            Rules delegate = visible.apply(rule.delegate(), root.namespace());
            if (delegate == null) {
                continue;
            }
            for (HttpRule sub : delegate.http()) {
                HttpRule one = merge(rule, sub);
                if (one != null) {
                    merged.add(one);
                }
            }
        }
        return root.http(merged);
    }

    private static @Nullable HttpRule merge(HttpRule root, HttpRule sub) {
        List<HttpCondition> conditions = conditions(root.conditions(), sub.conditions());
        if (conditions == null) {
            return null;
        }
        return new HttpRule(
                joined(root.name(), sub.name()),
                conditions,
                sub.route(),
                sub.redirect(),
                sub.directResponse() == null ? root.directResponse() : sub.directResponse(),
                "",
                sub.rewrite() == null ? root.rewrite() : sub.rewrite(),
                sub.timeout() == null ? root.timeout() : sub.timeout(),
                sub.retries() == null ? root.retries() : sub.retries(),
                sub.fault() == null ? root.fault() : sub.fault(),
                sub.mirrors() == null ? root.mirrors() : sub.mirrors(),
                sub.cors() == null ? root.cors() : sub.cors(),
                sub.headers() == null ? root.headers() : sub.headers(),
                sub.place(),
                root.place());
    }

    private static String joined(String root, String sub) {
        return root.isEmpty() ? sub : sub.isEmpty() ? root : root + "-" + sub;
    }

    /** Each pair that does not contradict itself; null where one of the delegate's fits none of the root's. */
    private static @Nullable List<HttpCondition> conditions(List<HttpCondition> root, List<HttpCondition> sub) {
        if (root.isEmpty()) {
            return sub;
        }
        if (sub.isEmpty()) {
            return root;
        }
        List<HttpCondition> merged = new ArrayList<>();
        for (HttpCondition one : sub) {
            int before = merged.size();
            for (HttpCondition outer : root) {
                if (!contradict(outer, one)) {
                    merged.add(merge(outer, one));
                }
            }
            if (merged.size() == before) {
                return null;
            }
        }
        return List.copyOf(merged);
    }

    private static HttpCondition merge(HttpCondition root, HttpCondition sub) {
        return new HttpCondition(
                joined(root.name(), sub.name()),
                sub.uri() == null ? root.uri() : sub.uri(),
                sub.scheme() == null ? root.scheme() : sub.scheme(),
                sub.method() == null ? root.method() : sub.method(),
                sub.authority() == null ? root.authority() : sub.authority(),
                both(root.headers(), sub.headers()),
                both(root.withoutHeaders(), sub.withoutHeaders()),
                both(root.queryParams(), sub.queryParams()),
                sub.ignoreUriCase(),
                sub.separatedPrefix(),
                sub.port() == 0 ? root.port() : sub.port(),
                both(root.sourceLabels(), sub.sourceLabels()),
                sub.sourceNamespace().isEmpty() ? root.sourceNamespace() : sub.sourceNamespace(),
                sub.gateways().isEmpty() ? root.gateways() : sub.gateways());
    }

    private static <T> Map<String, T> both(Map<String, T> root, Map<String, T> sub) {
        Map<String, T> both = new LinkedHashMap<>(root);
        both.putAll(sub);
        return both;
    }

    private static boolean contradict(HttpCondition root, HttpCondition sub) {
        return contradict(root.uri(), sub.uri())
                || contradict(root.scheme(), sub.scheme())
                || contradict(root.method(), sub.method())
                || contradict(root.authority(), sub.authority())
                || contradict(root.headers(), sub.headers())
                || contradict(root.withoutHeaders(), sub.withoutHeaders())
                || contradict(root.queryParams(), sub.queryParams())
                || root.ignoreUriCase() != sub.ignoreUriCase()
                || (root.port() > 0 && sub.port() > 0 && root.port() != sub.port())
                || (!root.sourceNamespace().isEmpty() && !root.sourceNamespace().equals(sub.sourceNamespace()))
                || sub.sourceLabels().entrySet().stream()
                        .anyMatch(label -> root.sourceLabels().containsKey(label.getKey())
                                && !label.getValue().equals(root.sourceLabels().get(label.getKey())))
                || (!root.gateways().isEmpty()
                        && !sub.gateways().isEmpty()
                        && (root.gateways().size() < sub.gateways().size()
                                || !root.gateways().containsAll(sub.gateways())));
    }

    private static boolean contradict(Map<String, TextMatch> root, Map<String, TextMatch> sub) {
        return sub.entrySet().stream().anyMatch(entry -> contradict(root.get(entry.getKey()), entry.getValue()));
    }

    /**
     * Whether not every text that fits the inner condition fits the outer one, as far as Istio can tell: it does not
     * look into regular expressions, which contradict everything.
     */
    private static boolean contradict(@Nullable TextMatch root, @Nullable TextMatch sub) {
        if (root == null || sub == null) {
            return false;
        }
        boolean compared = !sub.value().isEmpty() && sub.kind() != TextMatch.Kind.PRESENT;
        boolean rootCompares = !root.value().isEmpty();
        return switch (root.kind()) {
            case EXACT ->
                !rootCompares
                        || sub.kind() != TextMatch.Kind.EXACT
                        || !sub.value().equals(root.value());
            case PREFIX ->
                !rootCompares
                        || !compared
                        || sub.kind() == TextMatch.Kind.REGEX
                        || !sub.value().startsWith(root.value());
            case REGEX, PRESENT -> true;
        };
    }
}
