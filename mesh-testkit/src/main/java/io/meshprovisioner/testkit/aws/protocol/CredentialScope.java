package io.meshprovisioner.testkit.aws.protocol;

import io.meshprovisioner.testkit.wire.Request;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Signature Version 4 header says about who calls which service where. */
public record CredentialScope(
        String accessKeyId, String date, String region, String service, String signedHeaders, String signature) {
    private static final Pattern HEADER = Pattern.compile(
            "AWS4-HMAC-SHA256\\s+Credential=([^/,\\s]+)/(\\d{8})/([^/,\\s]+)/([^/,\\s]+)/aws4_request\\s*,"
                    + "\\s*SignedHeaders=([^,\\s]+)\\s*,\\s*Signature=([0-9a-f]+)\\s*");
    private static final Pattern CREDENTIAL = Pattern.compile("([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request");

    /** From the Authorization header; empty when there is none or it is not understood. */
    public static Optional<CredentialScope> of(Request request) {
        return request.header("authorization")
                .map(HEADER::matcher)
                .filter(Matcher::matches)
                .map(m -> new CredentialScope(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5), m.group(6)));
    }

    /** From the query of a presigned request. */
    public static Optional<CredentialScope> presigned(Request request) {
        Optional<String> headers = request.query("X-Amz-SignedHeaders");
        Optional<String> signature = request.query("X-Amz-Signature");
        if (headers.isEmpty() || signature.isEmpty()) {
            return Optional.empty();
        }
        return request.query("X-Amz-Credential")
                .map(CREDENTIAL::matcher)
                .filter(Matcher::matches)
                .map(m -> new CredentialScope(
                        m.group(1), m.group(2), m.group(3), m.group(4), headers.get(), signature.get()));
    }

    String text() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }
}
