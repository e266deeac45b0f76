package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens to headers: Headers. A change of {@code Host} or {@code :authority} is not among the changes but is the
 * new authority.
 *
 * @param authority the authority that the request gets; empty to leave it
 */
public record HeaderRules(Changes request, Changes response, String authority) {
    /** Nothing. */
    public static final HeaderRules NONE = new HeaderRules(Changes.NONE, Changes.NONE, "");

    /**
     * One header that is set or added.
     *
     * @param append whether values that are there stay
     */
    public record Value(String name, String value, boolean append) {}

    /** Changes on one way; removals come first. */
    public record Changes(List<Value> values, List<String> removed) {
        public static final Changes NONE = new Changes(List.of(), List.of());

        /** Whether nothing is changed. */
        public boolean isEmpty() {
            return values.isEmpty() && removed.isEmpty();
        }

        /** These and then others. */
        public Changes and(Changes other) {
            if (other.isEmpty()) {
                return this;
            }
            if (isEmpty()) {
                return other;
            }
            List<Value> allValues = new ArrayList<>(values);
            allValues.addAll(other.values);
            List<String> allRemoved = new ArrayList<>(removed);
            allRemoved.addAll(other.removed);
            return new Changes(List.copyOf(allValues), List.copyOf(allRemoved));
        }
    }

    /** These and then others; the authority stays this one's. */
    public HeaderRules and(HeaderRules other) {
        return new HeaderRules(request.and(other.request), response.and(other.response), authority);
    }

    /** The authority and nothing else. */
    public HeaderRules onlyAuthority() {
        return new HeaderRules(Changes.NONE, Changes.NONE, authority);
    }

    static HeaderRules read(Node headers) {
        if (!headers.present()) {
            return NONE;
        }
        Node request = headers.get("request");
        String added = authority(request.textMap("add"));
        String set = authority(request.textMap("set"));
        return new HeaderRules(changes(request), changes(headers.get("response")), set.isEmpty() ? added : set);
    }

    private static Changes changes(Node operations) {
        if (!operations.present()) {
            return Changes.NONE;
        }
        List<Value> values = new ArrayList<>();
        new TreeMap<>(operations.textMap("set")).forEach((name, value) -> add(values, name, value, false));
        new TreeMap<>(operations.textMap("add")).forEach((name, value) -> add(values, name, value, true));
        List<String> removed = operations.texts("remove").stream()
                .filter(name -> !isInternal(name))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return new Changes(List.copyOf(values), removed);
    }

    private static void add(List<Value> values, String name, String value, boolean append) {
        if (!isInternal(name)) {
            values.add(new Value(name.toLowerCase(Locale.ROOT), value, append));
        }
    }

    private static boolean isInternal(String name) {
        return name.startsWith(":") || name.equalsIgnoreCase("host");
    }

    private static String authority(Map<String, String> values) {
        String authority = "";
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (value.getKey().equalsIgnoreCase(":authority") || value.getKey().equalsIgnoreCase("host")) {
                authority = value.getValue();
            }
        }
        return authority;
    }
}
