package io.meshprovisioner.kubernetes.helm;

/** An operation of Helm that did not succeed, in Helm's own words. */
public final class HelmFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param words Helm's error, or the last it printed before it died; without secrets */
    public HelmFailure(Reason reason, String words) {
        super(words);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** How it ended. */
    public enum Reason {
        /** Helm answered with an error. */
        REFUSED,
        /** Helm broke down; the same would happen again. */
        CRASHED,
        /** Helm's process died of something else; what it did by then is not known. */
        LOST,
        /** It took too long and was ended; what it did by then is not known. */
        TIMED_OUT,
        /** It was given up by us. */
        CANCELLED
    }
}
