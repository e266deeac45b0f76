package io.meshprovisioner.istio.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Who may call whom: AuthorizationPolicy, PeerAuthentication, RequestAuthentication. */
@SuppressWarnings("deprecation") // what is deprecated must be sayable for the releases that need it
final class SecurityExamples {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private SecurityExamples() {}

    static List<IstioResource<?>> all() {
        return List.of(
                authorizationPolicy(),
                customPolicy(),
                oldTarget(),
                peerAuthentication(),
                requestAuthentication(),
                otherRequestAuthentication(),
                oldRequestAuthentication());
    }

    private static AuthorizationSource source(AuthorizationSource s) {
        return s.principals("a")
                .notPrincipals("b")
                .requestPrincipals("a")
                .notRequestPrincipals("b")
                .namespaces("a")
                .notNamespaces("b")
                .serviceAccounts("a")
                .notServiceAccounts("b")
                .trustDomains("a")
                .notTrustDomains("b")
                .ipBlocks("10.0.0.0/8")
                .notIpBlocks("10.1.0.0/16")
                .remoteIpBlocks("10.0.0.0/8")
                .notRemoteIpBlocks("10.1.0.0/16");
    }

    static AuthorizationPolicy authorizationPolicy() {
        return AuthorizationPolicy.named("policy")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .deny(r -> r.from(SecurityExamples::source)
                        .to(o -> o.hosts("a")
                                .notHosts("b")
                                .ports("80")
                                .notPorts("81")
                                .methods("GET")
                                .notMethods("PUT")
                                .paths("/a")
                                .notPaths("/b"))
                        .when(c -> c.key("source.ip").values("10.0.0.1").notValues("10.0.0.2")));
    }

    static AuthorizationPolicy customPolicy() {
        return AuthorizationPolicy.named("custom")
                .targetRefs(ProxyExamples::target)
                .custom("opa", r -> r);
    }

    static AuthorizationPolicy oldTarget() {
        return AuthorizationPolicy.named("old").allowNothing().targetRef(ProxyExamples::target);
    }

    static PeerAuthentication peerAuthentication() {
        return PeerAuthentication.named("strict")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .mtls(MutualTlsMode.STRICT)
                .portLevelMtls(8080, MutualTlsMode.DISABLE);
    }

    static RequestAuthentication requestAuthentication() {
        return RequestAuthentication.named("jwt")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .jwtRule(j -> j.issuer("i")
                        .audiences("a")
                        .jwksUri("https://i/keys")
                        .fromHeader(h -> h.name("x").prefix("p "))
                        .fromParams("t")
                        .fromCookies("c")
                        .outputPayloadToHeader("h")
                        .forwardOriginalToken(true)
                        .outputClaimToHeader(c -> c.claim("sub").header("x-sub"))
                        .spaceDelimitedClaims("roles")
                        .timeout(SECOND));
    }

    static RequestAuthentication otherRequestAuthentication() {
        return RequestAuthentication.named("other")
                .targetRefs(ProxyExamples::target)
                .jwtRule(j -> j.issuer("i").jwks("{}"));
    }

    static RequestAuthentication oldRequestAuthentication() {
        return RequestAuthentication.named("old").targetRef(ProxyExamples::target);
    }
}
