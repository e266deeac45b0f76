package io.meshprovisioner.testkit.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP request as it reached the sandbox.
 *
 * @param method upper case
 * @param path as sent, still percent-encoded, without query
 * @param rawQuery as sent, empty when there is none
 * @param headers names in lower case
 * @param body empty when there is none; treat as immutable
 */
@SuppressWarnings("ArrayRecordComponent")
public record Request(String method, String path, String rawQuery, Map<String, List<String>> headers, byte[] body) {

    public Request {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = java.util.Collections.unmodifiableMap(lower);
    }

    /** The first value of a header, whatever its case. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The query's parameters, decoded, in order. */
    public Map<String, List<String>> query() {
        return parameters(rawQuery);
    }

    /** The first value of a query parameter. */
    public Optional<String> query(String name) {
        List<String> values = query().getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Parameters of a query string or of a form body, decoded, in order. */
    public static Map<String, List<String>> parameters(String encoded) {
        Map<String, List<String>> result = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            result.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return result;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + path + (rawQuery.isEmpty() ? "" : "?" + rawQuery);
    }
}
