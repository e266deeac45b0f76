package io.meshprovisioner.testkit.kube.traffic;

/**
 * What a caller sees of a call, and how long it took.
 *
 * @param status the HTTP status; 0 where the connection ends without one
 * @param body the answer's
 * @param exitCode curl's number for what went wrong; 0 for any answer
 * @param error in curl's words; empty for any answer
 * @param seconds until the last byte, or the end without one
 */
record Reply(int status, String body, int exitCode, String error, double seconds) {
    static final Reply REFUSED = new Reply(0, "", 7, "Failed to connect: Connection refused", 0.001);
    static final Reply RESET = new Reply(0, "", 56, "Recv failure: Connection reset by peer", 0.001);
    static final Reply TLS_RESET = new Reply(0, "", 35, "TLS connect error: Connection reset by peer", 0.001);
    static final Reply TIMED_OUT = new Reply(0, "", 28, "Connection timed out", 10);

    static Reply of(int status) {
        return new Reply(status, "", 0, "", 0.001);
    }

    static Reply unknownHost(String host) {
        return new Reply(0, "", 6, "Could not resolve host: " + host, 0.001);
    }

    /** The same, that much later. */
    Reply later(double by) {
        return new Reply(status, body, exitCode, error, seconds + by);
    }

    /** As a caller sees it who waits no longer than that. */
    Reply within(double most) {
        return seconds <= most
                ? this
                : new Reply(0, "", 28, "Operation timed out after " + Math.round(most * 1000) + " milliseconds", most);
    }
}
