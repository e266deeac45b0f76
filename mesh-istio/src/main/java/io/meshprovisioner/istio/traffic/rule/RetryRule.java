package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.validation.input.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often a failed request is tried again: HTTPRetry.
 *
 * @param attempts retries after the first try; 0 for none
 * @param retryOn Envoy's conditions
 * @param statusCodes codes of answers that are tried again
 * @param perTryTimeout null for the whole request's timeout
 * @param backoff the first wait; null for Envoy's 25 ms
 * @param otherHosts whether hosts that were tried are avoided
 * @param saysOtherHosts whether the rule says so itself
 */
public record RetryRule(
        int attempts,
        List<String> retryOn,
        List<Integer> statusCodes,
        @Nullable Duration perTryTimeout,
        @Nullable Duration backoff,
        boolean otherHosts,
        boolean saysOtherHosts) {
    private static final String BY_CODE = "retriable-status-codes";

    /** Source: the IANA registry of HTTP status codes, as Go's net/http has it. */
    private static final List<Codes> KNOWN = List.of(
            new Codes(100, 103),
            new Codes(200, 208),
            new Codes(226, 226),
            new Codes(300, 305),
            new Codes(307, 308),
            new Codes(400, 418),
            new Codes(421, 426),
            new Codes(428, 429),
            new Codes(431, 431),
            new Codes(451, 451),
            new Codes(500, 508),
            new Codes(510, 511));

    private record Codes(int first, int last) {
        boolean contains(int code) {
            return code >= first && code <= last;
        }
    }

    /** Two retries where the request certainly did nothing: what holds when nobody says anything. */
    public static final RetryRule DEFAULT = new RetryRule(
            2,
            List.of("connect-failure", "refused-stream", "unavailable", "cancelled", BY_CODE),
            List.of(),
            null,
            null,
            true,
            false);

    /** Two retries before the request was sent at all: how a sidecar calls its own workload. */
    public static final RetryRule INBOUND =
            new RetryRule(2, List.of("reset-before-request"), List.of(), null, null, false, false);

    /** No retry. */
    public static final RetryRule NONE = new RetryRule(0, List.of(), List.of(), null, null, false, false);

    /** Reads an HTTPRetry; null where there is none. */
    public static @Nullable RetryRule read(Node retries) {
        if (!retries.present()) {
            return null;
        }
        int attempts = (int) retries.integer("attempts");
        if (attempts <= 0) {
            return NONE;
        }
        List<String> conditions = DEFAULT.retryOn();
        List<Integer> codes = new ArrayList<>();
        if (retries.hasAny("retryOn")) {
            List<String> words = new ArrayList<>();
            for (String word : Arrays.stream(retries.text("retryOn").split(",", -1))
                    .map(String::trim)
                    .filter(text -> !text.isEmpty())
                    .toList()) {
                if (isStatus(word)) {
                    codes.add(Integer.parseInt(word));
                } else {
                    words.add(word);
                }
            }
            if (!codes.isEmpty() && !words.contains(BY_CODE)) {
                words.add(BY_CODE);
            }
            conditions = List.copyOf(words);
        }
        return new RetryRule(
                attempts,
                conditions,
                List.copyOf(codes),
                Durations.read(retries.get("perTryTimeout")),
                Durations.read(retries.get("backoff")),
                !retries.has("retryIgnorePreviousHosts") || retries.flag("retryIgnorePreviousHosts"),
                retries.has("retryIgnorePreviousHosts"));
    }

    /** The same without avoiding hosts, as where a hash chooses the host. */
    public RetryRule sameHosts() {
        return new RetryRule(attempts, retryOn, statusCodes, perTryTimeout, backoff, false, saysOtherHosts);
    }

    /** The same with a timeout for each try. */
    RetryRule perTryTimeout(Duration changed) {
        return new RetryRule(attempts, retryOn, statusCodes, changed, backoff, otherHosts, saysOtherHosts);
    }

    /** Whether a word is the code of a status that HTTP knows; others are conditions to Envoy. */
    private static boolean isStatus(String word) {
        return word.length() == 3
                && word.chars().allMatch(c -> c >= '0' && c <= '9')
                && KNOWN.stream().anyMatch(range -> range.contains(Integer.parseInt(word)));
    }
}
