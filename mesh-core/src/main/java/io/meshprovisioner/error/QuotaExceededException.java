package io.meshprovisioner.error;

import java.util.Optional;

/** A quota of the account is used up. */
public final class QuotaExceededException extends MeshException {
    private static final long serialVersionUID = 1L;

    private final String quotaCode;

    /** @param quotaCode the Service Quotas code, such as {@code L-F678F1CE}; empty where it is not known */
    public QuotaExceededException(Failure failure, String quotaCode) {
        super(failure);
        this.quotaCode = quotaCode;
    }

    /** The Service Quotas code, such as {@code L-F678F1CE} (VPCs per Region). */
    public Optional<String> quotaCode() {
        return quotaCode.isEmpty() ? Optional.empty() : Optional.of(quotaCode);
    }
}
