package io.meshprovisioner.istio.traffic.question;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Looks into the claims of a token. */
public final class Claims {
    private Claims() {}

    /**
     * Whether a claim fits. Only texts are compared; of a list, one element is enough.
     *
     * @param claims as {@link Token#claims()}
     * @param path the claim's name, after the names of the maps that it is in
     */
    public static boolean fits(Map<String, Object> claims, List<String> path, Predicate<String> test) {
        Object at = claims;
        for (String step : path) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at instanceof List<?> list
                ? list.stream().anyMatch(one -> one instanceof String text && test.test(text))
                : at instanceof String text && test.test(text);
    }
}
