package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import io.meshprovisioner.testkit.world.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Tokens of service accounts, in the form of a JWT; their signature is a hash that only this cluster accepts. */
final class ServiceAccountTokens {
    static final String AUDIENCE = "https://kubernetes.default.svc";
    private static final String PREFIX = "system:serviceaccount:";

    private ServiceAccountTokens() {}

    static String issue(ApiServer server, String namespace, String name, Duration lifetime) {
        ObjectNode claims = Trees.object();
        claims.putArray("aud").add(AUDIENCE);
        long now = server.now().getEpochSecond();
        claims.put("exp", now + lifetime.toSeconds())
                .put("iat", now)
                .put("iss", AUDIENCE)
                .put("nbf", now);
        claims.put("sub", PREFIX + namespace + ":" + name);
        String signed = encode("{\"alg\":\"RS256\",\"kid\":\"simulated\"}") + "." + encode(Trees.print(claims));
        return signed + "." + signature(server, signed);
    }

    /** Whom a token stands for; empty for one that this cluster did not issue or that has expired. */
    static Optional<KubeIdentity> identity(ApiServer server, String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3 || !signature(server, parts[0] + "." + parts[1]).equals(parts[2])) {
            return Optional.empty();
        }
        ObjectNode claims = Trees.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        String subject = Trees.text(claims, "sub");
        String[] account = subject.substring(PREFIX.length()).split(":");
        boolean exists =
                server.store().get("serviceaccounts", account[0], account[1]).isPresent();
        if (claims.path("exp").asLong() <= server.now().getEpochSecond() || !exists) {
            return Optional.empty();
        }
        return Optional.of(new KubeIdentity(
                subject,
                List.of("system:serviceaccounts", "system:serviceaccounts:" + account[0], "system:authenticated"),
                ""));
    }

    private static String signature(ApiServer server, String signed) {
        String secret = "service-account-key/" + server.world().settings().seed() + "/" + server.key();
        return encode(Hashes.hex(secret + "\n" + signed, 40));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
