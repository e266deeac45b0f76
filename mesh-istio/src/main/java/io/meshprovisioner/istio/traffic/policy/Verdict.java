package io.meshprovisioner.istio.traffic.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the AuthorizationPolicies of a workload say to a call. */
public final class Verdict {
    private final boolean allowed;
    private final @Nullable RuleName decidedBy;
    private final List<ExternalCheck> externalChecks;
    private final Supplier<List<PassedOver>> passedOver;
    private final Supplier<List<RuleName>> audited;
    private final String reason;

    Verdict(
            boolean allowed,
            @Nullable RuleName decidedBy,
            String reason,
            List<ExternalCheck> externalChecks,
            Supplier<List<RuleName>> audited,
            Supplier<List<PassedOver>> passedOver) {
        this.allowed = allowed;
        this.decidedBy = decidedBy;
        this.reason = reason;
        this.externalChecks = externalChecks;
        this.audited = audited;
        this.passedOver = passedOver;
    }

    /**
     * Whether the call is let in. A refused request is answered with 403 and "RBAC: access denied", without a response
     * flag; a refused connection is closed.
     */
    public boolean allowed() {
        return allowed;
    }

    /** The rule that let the call in or kept it out; empty when there is no policy for it, or none that allows it. */
    public Optional<RuleName> decidedBy() {
        return Optional.ofNullable(decidedBy);
    }

    /** The external authorizers that are asked first (CUSTOM), and may still refuse. */
    public List<ExternalCheck> externalChecks() {
        return externalChecks;
    }

    /** The AUDIT rules that take the call. Computed anew each time. */
    public List<RuleName> audited() {
        return audited.get();
    }

    /** The rules and policies that did not decide, each with its reason. Computed anew each time. */
    public List<PassedOver> passedOver() {
        return passedOver.get();
    }

    /** The decision and its reason in one line. */
    public String why() {
        return (allowed ? "allowed: " : "denied: ") + reason;
    }

    /** What {@link #why} says. */
    @Override
    public String toString() {
        return why();
    }

    /**
     * A question to an external authorizer.
     *
     * @param provider its name in the mesh configuration
     * @param rule the rule that asks
     */
    public record ExternalCheck(String provider, RuleName rule) {}
}
