package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.validation.input.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CorsPolicy.
 *
 * @param maxAge how long a browser may remember; null for its own default
 * @param allowCredentials null where the rule does not say
 * @param forwardUnmatchedPreflights whether preflights of other origins go on to the service
 */
public record CorsRule(
        List<TextMatch> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        @Nullable Duration maxAge,
        @Nullable Boolean allowCredentials,
        boolean forwardUnmatchedPreflights) {
    static @Nullable CorsRule read(Node cors) {
        if (!cors.present()) {
            return null;
        }
        List<TextMatch> origins = new ArrayList<>();
        for (Node origin : cors.items("allowOrigins")) {
            TextMatch match = TextMatch.read(origin);
            if (match != null) {
                origins.add(match);
            }
        }
        if (origins.isEmpty()) {
            cors.texts("allowOrigin").forEach(origin -> origins.add(TextMatch.of(TextMatch.Kind.EXACT, origin)));
        }
        return new CorsRule(
                List.copyOf(origins),
                cors.texts("allowMethods"),
                cors.texts("allowHeaders"),
                cors.texts("exposeHeaders"),
                Durations.read(cors.get("maxAge")),
                cors.has("allowCredentials") ? cors.flag("allowCredentials") : null,
                !cors.text("unmatchedPreflights").equals("IGNORE"));
    }

    /** Whether a page of this origin may call. */
    public boolean allows(String origin) {
        return allowOrigins.stream()
                .anyMatch(match -> match.matches(origin)
                        || (match.kind() == TextMatch.Kind.EXACT
                                && match.value().equals("*")));
    }
}
