package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One page of a list. A token names the last entry of the page before, so that what is deleted meanwhile loses nothing.
 */
record Pages<T>(List<T> items, Optional<String> next) {

    /** @param items in the order of their keys */
    static <T> Pages<T> of(List<T> items, Function<T, String> key, Optional<String> token, int size) {
        String after = token.map(Pages::decode).orElse("");
        List<T> rest = items.stream()
                .filter(item -> key.apply(item).compareTo(after) > 0)
                .sorted(java.util.Comparator.comparing(key))
                .toList();
        if (rest.size() <= size) {
            return new Pages<>(rest, Optional.empty());
        }
        List<T> page = rest.subList(0, size);
        return new Pages<>(page, Optional.of(encode(key.apply(page.get(size - 1)))));
    }

    /** Writes an EC2 list with {@code nextToken}. */
    static <T> void answer(
            Params in, Xml out, List<T> items, Function<T, String> key, String set, BiConsumer<Xml, T> each) {
        int size = in.number("MaxResults", 1000);
        if (in.get("MaxResults").isPresent() && (size < 5 || size > 1000)) {
            throw AwsError.of(
                    "InvalidParameterValue",
                    "Value ( %s ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.",
                    size);
        }
        Pages<T> page = of(items, key, in.get("NextToken").filter(text -> !text.isEmpty()), size);
        out.list(set, page.items(), each).text("nextToken", page.next());
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("after:" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith("after:")) {
                return text.substring("after:".length());
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: the same error as for any other foreign token.
        }
        throw AwsError.of("InvalidNextToken", "The token '%s' is invalid", token);
    }
}
