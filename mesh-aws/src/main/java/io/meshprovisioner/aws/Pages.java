package io.meshprovisioner.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads all pages of a paged answer. */
final class Pages {
    private Pages() {}

    /**
     * @param page the page of a token; the first page's token is null
     * @param next the next page's token; null or empty at the end
     */
    static <A, M> List<M> all(
            Function<@Nullable String, A> page, Function<A, List<M>> items, Function<A, @Nullable String> next) {
        List<M> result = new ArrayList<>();
        String token = null;
        do {
            A answer = page.apply(token);
            result.addAll(items.apply(answer));
            token = next.apply(answer);
        } while (token != null && !token.isEmpty());
        return result;
    }
}
