package io.meshprovisioner.error;

import java.util.Optional;
import java.util.OptionalInt;

/** A quota of the account is used up. */
public final class QuotaExceededException extends MeshException {
    private static final long serialVersionUID = 1L;

    private final String quotaCode;
    private final transient OptionalInt limit;
    private final transient OptionalInt inUse;

    /**
     * @param quotaCode the Service Quotas code, such as {@code L-F678F1CE}; empty where it is not known
     * @param limit how much there may be; empty where it is not known
     * @param inUse how much there is; empty where it could not be counted
     */
    public QuotaExceededException(Failure failure, String quotaCode, OptionalInt limit, OptionalInt inUse) {
        super(failure);
        this.quotaCode = quotaCode;
        this.limit = limit;
        this.inUse = inUse;
    }

    /** The Service Quotas code, such as {@code L-F678F1CE} (VPCs per Region). */
    public Optional<String> quotaCode() {
        return quotaCode.isEmpty() ? Optional.empty() : Optional.of(quotaCode);
    }

    /** How much there may be. */
    public OptionalInt limit() {
        return limit;
    }

    /** How much there is. */
    public OptionalInt inUse() {
        return inUse;
    }
}
