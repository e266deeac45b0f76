package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.CredentialScope;
import io.meshprovisioner.testkit.aws.protocol.Protocol;
import io.meshprovisioner.testkit.aws.protocol.SigV4;
import io.meshprovisioner.testkit.wire.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who signed a request, and whether the signature still counts; refusals are each protocol's own. */
final class Signatures {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private Signatures() {}

    static AccessKey check(Site site, Request request, CredentialScope scope, Protocol protocol) {
        AccessKey key = site.store().keys.get(scope.accessKeyId()).orElseThrow(() -> unknown(protocol));
        Optional<Instant> signed = SigV4.signedAt(request);
        if (signed.isEmpty() || !SigV4.format(signed.get()).startsWith(scope.date())) {
            throw missing(protocol);
        }
        if (signed.get().plus(WINDOW).isBefore(site.now())
                || signed.get().minus(WINDOW).isAfter(site.now())) {
            throw stale(protocol, signed.get(), site.now());
        }
        if (!key.sessionToken().equals(request.header("x-amz-security-token"))) {
            throw unknown(protocol);
        }
        if (key.expires().isPresent() && !site.now().isBefore(key.expires().get())) {
            throw expired(protocol);
        }
        if (site.options().verifySignatures() && !site.account().signatures().matches(request, scope, key.secret())) {
            throw wrong(protocol);
        }
        return key;
    }

    static AwsError missing(Protocol protocol) {
        return protocol == Protocol.JSON
                ? AwsError.of(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
                : AwsError.of(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }

    private static AwsError unknown(Protocol protocol) {
        return switch (protocol) {
            case EC2 -> AwsError.of(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
            case QUERY ->
                AwsError.of(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
            case JSON ->
                AwsError.of(
                        403, "UnrecognizedClientException", "The security token included in the request is invalid.");
        };
    }

    private static AwsError stale(Protocol protocol, Instant signed, Instant now) {
        boolean late = signed.isBefore(now);
        String text = late
                ? "Signature expired: %s is now earlier than %s (%s - 15 min.)"
                        .formatted(SigV4.format(signed), SigV4.format(now.minus(WINDOW)), SigV4.format(now))
                : "Signature not yet current: %s is still later than %s (%s + 15 min.)"
                        .formatted(SigV4.format(signed), SigV4.format(now.plus(WINDOW)), SigV4.format(now));
        return switch (protocol) {
            case EC2 -> AwsError.of(400, "RequestExpired", "Request has expired.");
            case QUERY -> AwsError.of(403, "SignatureDoesNotMatch", "%s", text);
            case JSON -> AwsError.of(403, "InvalidSignatureException", "%s", text);
        };
    }

    private static AwsError expired(Protocol protocol) {
        return switch (protocol) {
            case EC2 -> AwsError.of(400, "RequestExpired", "Request has expired.");
            case QUERY -> AwsError.of(403, "ExpiredToken", "The security token included in the request is expired");
            case JSON ->
                AwsError.of(400, "ExpiredTokenException", "The security token included in the request is expired");
        };
    }

    private static AwsError wrong(Protocol protocol) {
        String text = "The request signature we calculated does not match the signature you provided. Check your AWS"
                + " Secret Access Key and signing method. Consult the service documentation for details.";
        return switch (protocol) {
            case EC2 -> AwsError.of(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
            case QUERY -> AwsError.of(403, "SignatureDoesNotMatch", "%s", text);
            case JSON -> AwsError.of(403, "InvalidSignatureException", "%s", text);
        };
    }
}
