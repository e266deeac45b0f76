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

    /** Both; of each side what the other says, where it says something. */
    HeaderRules with(HeaderRules other) {
        return new HeaderRules(
                other.request.isEmpty() ? request : other.request,
                other.response.isEmpty() ? response : other.response,
                other.authority.isEmpty() ? authority : other.authority);
    }

    /** Changes of one side. */
    static HeaderRules of(boolean ofRequest, Map<String, String> set, Map<String, String> add, List<String> remove) {
        Changes changes = changes(set, add, remove);
        String authority = authority(set).isEmpty() ? authority(add) : authority(set);
        return ofRequest
                ? new HeaderRules(changes, Changes.NONE, authority)
                : new HeaderRules(Changes.NONE, changes, "");
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
        return changes(operations.textMap("set"), operations.textMap("add"), operations.texts("remove"));
    }

    private static Changes changes(Map<String, String> set, Map<String, String> add, List<String> remove) {
        List<Value> values = new ArrayList<>();
        new TreeMap<>(set).forEach((name, value) -> add(values, name, value, false));
        new TreeMap<>(add).forEach((name, value) -> add(values, name, value, true));
        List<String> removed = remove.stream()
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
