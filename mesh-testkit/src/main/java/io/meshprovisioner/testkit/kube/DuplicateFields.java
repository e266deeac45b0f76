package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds members that a JSON text names twice. */
final class DuplicateFields {
    private final JsonParser parser;
    private final List<String> found;

    DuplicateFields(JsonParser parser, List<String> found) {
        this.parser = parser;
        this.found = found;
    }

    void read() throws IOException {
        value(parser.nextToken(), "");
    }

    private void value(JsonToken token, String path) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            Set<String> names = new HashSet<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                String inner = path.isEmpty() ? name : path + "." + name;
                if (!names.add(name)) {
                    found.add("duplicate field \"" + inner + "\"");
                }
                value(parser.nextToken(), inner);
            }
        } else if (token == JsonToken.START_ARRAY) {
            int index = 0;
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                value(next, path + "[" + index++ + "]");
            }
        }
    }
}
