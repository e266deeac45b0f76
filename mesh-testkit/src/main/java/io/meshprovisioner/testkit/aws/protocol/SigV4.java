package io.meshprovisioner.testkit.aws.protocol;

import io.meshprovisioner.testkit.wire.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4, as the server computes it: with the secret at hand, is this request signed with it? Safe for use
 * by many threads; remembers derived keys.
 */
public final class SigV4 {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final String EMPTY_HASH = hash(new byte[0]);
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Signing keys by access key and scope: a secret never changes under its id. */
    private final Map<String, byte[]> keys = new ConcurrentHashMap<>();

    /** The instant of X-Amz-Date, in the header or the query; empty when missing or malformed. */
    public static Optional<Instant> signedAt(Request request) {
        return date(request).flatMap(text -> {
            try {
                return Optional.of(LocalDateTime.parse(text, DATE).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    /** Formats an instant as X-Amz-Date does. */
    public static String format(Instant instant) {
        return DATE.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static Optional<String> date(Request request) {
        return request.header("x-amz-date").or(() -> request.query("X-Amz-Date"));
    }

    /** Whether a request with an Authorization header was signed with the secret, body included. */
    public boolean matches(Request request, CredentialScope scope, String secret) {
        String declared = request.header("x-amz-content-sha256").orElse("");
        String payload = declared.equals("UNSIGNED-PAYLOAD") ? declared : hash(request.body());
        if (!declared.isEmpty() && !declared.equals(payload)) {
            return false;
        }
        return signature(request, scope, secret, payload).equals(scope.signature());
    }

    /** Whether a presigned GET without a body was signed with the secret. */
    public boolean matchesPresigned(Request request, CredentialScope scope, String secret) {
        return signature(request, scope, secret, EMPTY_HASH).equals(scope.signature());
    }

    private String signature(Request request, CredentialScope scope, String secret, String payloadHash) {
        String headers = java.util.Arrays.stream(scope.signedHeaders().split(";", -1))
                .map(name -> name + ":" + headerValue(request, name) + "\n")
                .collect(Collectors.joining());
        String canonical = String.join(
                "\n",
                request.method(),
                canonicalPath(request.path()),
                canonicalQuery(request.rawQuery()),
                headers,
                scope.signedHeaders(),
                payloadHash);
        String toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                date(request).orElse(""),
                scope.text(),
                hash(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = keys.computeIfAbsent(scope.accessKeyId() + "/" + scope.text(), any -> signingKey(scope, secret));
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static byte[] signingKey(CredentialScope scope, String secret) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String step : List.of(scope.date(), scope.region(), scope.service(), "aws4_request")) {
            key = hmac(key, step);
        }
        return key;
    }

    private static String headerValue(Request request, String name) {
        return request.headers().getOrDefault(name, List.of()).stream()
                .map(value -> SPACES.matcher(value.trim()).replaceAll(" "))
                .collect(Collectors.joining(","));
    }

    /** Every service but S3 encodes the already encoded path once more. */
    private static String canonicalPath(String path) {
        String result =
                java.util.Arrays.stream(path.split("/", -1)).map(SigV4::encode).collect(Collectors.joining("/"));
        return result.isEmpty() ? "/" : result;
    }

    private static String canonicalQuery(String rawQuery) {
        List<String> pairs = new ArrayList<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = recode(equals < 0 ? pair : pair.substring(0, equals));
                if (!name.equals("X-Amz-Signature")) {
                    pairs.add(name + "=" + recode(equals < 0 ? "" : pair.substring(equals + 1)));
                }
            }
        }
        pairs.sort(null);
        return String.join("&", pairs);
    }

    private static String recode(String encoded) {
        return encode(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        StringBuilder result = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.~".indexOf(c) >= 0) {
                result.append(c);
            } else {
                result.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return result.toString();
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256.", e);
        }
    }
}
