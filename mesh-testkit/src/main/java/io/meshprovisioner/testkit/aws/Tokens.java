package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Idempotency tokens: the same token with the same members answers the first call's resource, dead or alive. */
final class Tokens {
    private Tokens() {}

    /** A token that was used, the members it was used with and what came of it. */
    record Use(String fingerprint, String resource) {}

    /** The resource of the token's first use, or what {@code create} makes now. */
    static String once(Site site, String operation, Params in, Supplier<String> create) {
        TreeMap<String, String> members = new TreeMap<>(in.all());
        members.remove("ClientToken");
        members.remove("DryRun");
        return once(site, operation, in.get("ClientToken"), members.toString(), create)
                .resource();
    }

    static Outcome once(
            Site site, String operation, Optional<String> token, String fingerprint, Supplier<String> create) {
        if (token.isEmpty()) {
            return new Outcome(create.get(), false);
        }
        String key = operation + "\n" + token.get();
        Optional<Use> before = site.here().tokens.get(key);
        if (before.isPresent()) {
            if (!before.get().fingerprint().equals(fingerprint)) {
                throw AwsError.of(
                        "IdempotentParameterMismatch",
                        "The client token you have provided is associated with a resource that is already associated"
                                + " with different parameters.");
            }
            return new Outcome(before.get().resource(), true);
        }
        String made = create.get();
        site.here().tokens.put(key, new Use(fingerprint, made));
        return new Outcome(made, false);
    }

    record Outcome(String resource, boolean replayed) {}
}
