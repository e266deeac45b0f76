package io.meshprovisioner.istio.yaml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands: the line of its key (of the value itself in a list), and the same for what it holds.
 *
 * @param line counted from 1
 * @param everywhere whether all that is inside stands in the same line, and so is not told apart
 */
record Location(int line, Map<String, Location> members, List<Location> elements, boolean everywhere) {
    /** Of a text that has one line. */
    static final Location ONE_LINE = new Location(1, Map.of(), List.of(), true);

    Location(int line, Map<String, Location> members, List<Location> elements) {
        this(line, members, elements, false);
    }

    static Location scalar(int line) {
        return new Location(line, Map.of(), List.of());
    }

    Location atLine(int keyLine) {
        return new Location(keyLine, members, elements);
    }

    @Nullable
    Location step(Object step) {
        if (everywhere) {
            return this;
        }
        if (step instanceof Integer index) {
            return index < elements.size() ? elements.get(index) : members.get(index.toString());
        }
        return members.get((String) step);
    }
}
