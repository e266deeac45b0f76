package io.meshprovisioner.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** An add-on's configuration: the user's text, and what else is to be in it. */
final class AddonValues {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AddonValues() {}

    /** The user's text as it is where nothing is laid over it; else both together, as JSON. */
    static String over(String users, Map<String, Object> ours) {
        if (ours.isEmpty()) {
            return users;
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        if (!users.isBlank() && Documents.parse(users) instanceof Tree.Fields fields) {
            merged.putAll(FieldReader.plain(fields));
        }
        lay(merged, ours);
        try {
            return JSON.writeValueAsString(merged);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain values could not be written.", e);
        }
    }

    private static void lay(Map<String, Object> below, Map<String, Object> above) {
        above.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                Map<String, Object> room = new LinkedHashMap<>();
                if (below.get(key) instanceof Map<?, ?> present) {
                    present.forEach((name, member) -> room.put(String.valueOf(name), member));
                }
                Map<String, Object> members = new LinkedHashMap<>();
                inner.forEach((name, member) -> members.put(String.valueOf(name), member));
                lay(room, members);
                below.put(key, room);
            } else {
                below.put(key, value);
            }
        });
    }

    /** Whether the user's text says something else at a place that is laid over. */
    static boolean contradicts(String users, Map<String, Object> ours) {
        if (ours.isEmpty() || users.isBlank() || !(Documents.parse(users) instanceof Tree.Fields fields)) {
            return false;
        }
        return contradicts(FieldReader.plain(fields), ours);
    }

    private static boolean contradicts(Map<?, ?> users, Map<?, ?> ours) {
        for (Map.Entry<?, ?> entry : ours.entrySet()) {
            Object said = users.get(entry.getKey());
            if (said instanceof Map<?, ?> inner && entry.getValue() instanceof Map<?, ?> room) {
                if (contradicts(inner, room)) {
                    return true;
                }
            } else if (said != null && !said.toString().equals(entry.getValue().toString())) {
                return true;
            }
        }
        return false;
    }
}
