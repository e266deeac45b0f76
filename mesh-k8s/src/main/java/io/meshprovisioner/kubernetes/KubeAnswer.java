package io.meshprovisioner.kubernetes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API answered.
 *
 * @param document the body; empty where it is not a JSON document
 * @param text the beginning of the body as text; all of it where it was sent as plain text and successfully
 */
record KubeAnswer(
        int status, Map<String, Object> document, String text, Optional<Duration> retryAfter, String requestId) {
    /** Of an answer in plain text, such as a log. */
    static final int LONGEST_TEXT = 1 << 20;

    private static final int EXCERPT = 500;

    /** An answer that is text, whatever it looks like. */
    static KubeAnswer ofText(int status, byte[] body, Optional<Duration> retryAfter, String requestId) {
        String text = new String(body, 0, Math.min(body.length, LONGEST_TEXT), StandardCharsets.UTF_8);
        return new KubeAnswer(status, Map.of(), text, retryAfter, requestId);
    }

    static KubeAnswer of(int status, byte[] body, Optional<Duration> retryAfter, String requestId) {
        Optional<Map<String, Object>> document = Json.document(body);
        String text = document.isPresent()
                ? ""
                : new String(body, 0, Math.min(body.length, EXCERPT), StandardCharsets.UTF_8).strip();
        return new KubeAnswer(status, document.orElse(Map.of()), text, retryAfter, requestId);
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The reason of a Status, such as {@code AlreadyExists}; empty where there is none. */
    String reason() {
        return "Status".equals(document.get("kind")) ? Json.text(document.get("reason")) : "";
    }

    /** The server's own words. */
    String message() {
        String message = Json.text(document.get("message"));
        return message.isEmpty() ? (text.isEmpty() ? "HTTP " + status : text) : message;
    }

    /** The causes of a Status. */
    List<Map<String, Object>> causes() {
        return Json.list(Json.map(document.get("details")).get("causes")).stream()
                .map(Json::map)
                .toList();
    }

    boolean hasCause(String reason) {
        return causes().stream().anyMatch(cause -> reason.equals(cause.get("reason")));
    }
}
