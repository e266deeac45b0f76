package io.meshprovisioner.testkit.kube.traffic;

/**
 * What a caller sees of a call.
 *
 * @param status the HTTP status; 0 where the connection ends without one
 * @param body the answer's
 * @param exitCode curl's number for what went wrong; 0 for any answer
 * @param error in curl's words; empty for any answer
 */
record Reply(int status, String body, int exitCode, String error) {
    static final Reply REFUSED = new Reply(0, "", 7, "Failed to connect: Connection refused");
    static final Reply RESET = new Reply(0, "", 56, "Recv failure: Connection reset by peer");
    static final Reply TIMED_OUT = new Reply(0, "", 28, "Connection timed out");

    static Reply of(int status) {
        return new Reply(status, "", 0, "");
    }

    static Reply unknownHost(String host) {
        return new Reply(0, "", 6, "Could not resolve host: " + host);
    }
}
