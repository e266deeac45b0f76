package io.meshprovisioner.istio.validation.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of the facts: how deep it stands, a name, and tokens, each perhaps with the releases it holds for.
 *
 * @param depth number of leading spaces
 * @param name of the kind or field; {@code []} for items, {@code {}} for values
 * @param since the releases that know it
 * @param tokens the facts
 */
record FactLine(int depth, String name, Since since, List<String> tokens) {
    static FactLine of(String line) {
        int depth = 0;
        while (line.charAt(depth) == ' ') {
            depth++;
        }
        List<String> words = List.of(line.substring(depth).split(" "));
        // interned, as the parser's names are: lookups then end at the first comparison
        return new FactLine(
                depth, Since.rest(words.get(0)).intern(), Since.of(words.get(0)), words.subList(1, words.size()));
    }

    /** The tokens that hold for the release, without their spans. */
    List<String> facts(int minor) {
        List<String> facts = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            if (Since.of(token).holds(minor)) {
                facts.add(Since.rest(token));
            }
        }
        return facts;
    }

    /** The values of tokens {@code key=value} that hold for the release. */
    List<String> values(String key, int minor) {
        return facts(minor).stream()
                .filter(fact -> fact.startsWith(key + "="))
                .map(fact -> fact.substring(key.length() + 1))
                .toList();
    }

    /** The only value, or an empty text. */
    String value(String key, int minor) {
        List<String> values = values(key, minor);
        return values.isEmpty() ? "" : values.get(0);
    }
}
