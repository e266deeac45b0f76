package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsClaim;
import io.meshprovisioner.istio.model.step.NeedsHeaderName;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A kind of token that is accepted. Source: JWTRule. */
public final class JwtRule extends Part<JwtRule> {
    JwtRule(ObjectNode tree) {
        super(tree);
    }

    static JwtRule start() {
        return new JwtRule(Trees.empty());
    }

    @Override
    protected JwtRule copy(ObjectNode changed) {
        return new JwtRule(changed);
    }

    /** Audiences of which the token must name one; default: the service itself counts. */
    public JwtRule audiences(String... audiences) {
        return set("audiences", List.of(audiences));
    }

    /** What {@code audiences} says. */
    public List<String> audiences() {
        return texts("audiences");
    }

    /** Query parameters that may carry the token. */
    public JwtRule fromParams(String... fromParams) {
        return set("fromParams", List.of(fromParams));
    }

    /** What {@code fromParams} says. */
    public List<String> fromParams() {
        return texts("fromParams");
    }

    /** Cookies that may carry the token. Since 1.21. */
    public JwtRule fromCookies(String... fromCookies) {
        return set("fromCookies", List.of(fromCookies));
    }

    /** What {@code fromCookies} says. */
    public List<String> fromCookies() {
        return texts("fromCookies");
    }

    /** A header that the verified payload is written to, as base64url. */
    public JwtRule outputPayloadToHeader(String outputPayloadToHeader) {
        return set("outputPayloadToHeader", outputPayloadToHeader);
    }

    /** What {@code outputPayloadToHeader} says. */
    public Optional<String> outputPayloadToHeader() {
        return text("outputPayloadToHeader");
    }

    /** Whether the token goes on to the workload. Default false. */
    public JwtRule forwardOriginalToken(boolean forwardOriginalToken) {
        return set("forwardOriginalToken", forwardOriginalToken);
    }

    /** What {@code forwardOriginalToken} says. */
    public Optional<Boolean> forwardOriginalToken() {
        return flag("forwardOriginalToken");
    }

    /** More claims that are lists with spaces between, beside scope and permission. Since 1.28. */
    public JwtRule spaceDelimitedClaims(String... spaceDelimitedClaims) {
        return set("spaceDelimitedClaims", List.of(spaceDelimitedClaims));
    }

    /** What {@code spaceDelimitedClaims} says. */
    public List<String> spaceDelimitedClaims() {
        return texts("spaceDelimitedClaims");
    }

    /** How long fetching the keys may take; default 5 s. Since 1.22. */
    public JwtRule timeout(Duration timeout) {
        return set("timeout", timeout);
    }

    /** What {@code timeout} says. */
    public Optional<Duration> timeout() {
        return duration("timeout");
    }

    static JwtRule of(String issuer) {
        return start().issuer(issuer);
    }

    /** Who issues the token. */
    public JwtRule issuer(String issuer) {
        return set("issuer", issuer);
    }

    /** What {@code issuer} says. */
    public Optional<String> issuer() {
        return text("issuer");
    }

    /** Where the keys are; default: as the issuer's OpenID discovery says. Takes the place of {@code jwks}. */
    public JwtRule jwksUri(String uri) {
        return unset("jwks").set("jwksUri", uri);
    }

    /** What {@code jwksUri} says. */
    public Optional<String> jwksUri() {
        return text("jwksUri");
    }

    /** The keys as JSON. Takes the place of {@code jwksUri}. */
    public JwtRule jwks(String json) {
        return unset("jwksUri").set("jwks", json);
    }

    /** What {@code jwks} says. */
    public Optional<String> jwks() {
        return text("jwks");
    }

    /** One more header that may carry the token; default: Authorization with Bearer. */
    public JwtRule fromHeader(Function<NeedsHeaderName, JwtHeader> header) {
        return add("fromHeaders", header.apply(JwtHeader::named));
    }

    /** What {@code fromHeaders} says. */
    public List<JwtHeader> fromHeaders() {
        return parts("fromHeaders", JwtHeader::new);
    }

    /** One more claim that becomes a header. Since 1.17. */
    public JwtRule outputClaimToHeader(Function<NeedsClaim, ClaimToHeader> claim) {
        return add("outputClaimToHeaders", claim.apply(ClaimToHeader::of));
    }

    /** What {@code outputClaimToHeaders} says. */
    public List<ClaimToHeader> outputClaimToHeaders() {
        return parts("outputClaimToHeaders", ClaimToHeader::new);
    }
}
