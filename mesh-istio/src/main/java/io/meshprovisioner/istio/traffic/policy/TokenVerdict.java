package io.meshprovisioner.istio.traffic.policy;

/**
 * What the RequestAuthentications of a workload say to a request.
 *
 * @param status 0 when it passes; 401 for a wrong token, 403 for one that is meant for others
 * @param accepted whether a token was accepted; a request without one passes too
 * @param why in words
 * @param call what is known of the request afterwards: with the claims and the headers made of them
 */
public record TokenVerdict(int status, boolean accepted, String why, Attributes call) {

    static TokenVerdict passed(String why, Attributes call) {
        return new TokenVerdict(0, false, why, call);
    }

    static TokenVerdict accepted(String rule, Attributes call) {
        return new TokenVerdict(0, true, "RequestAuthentication " + rule + " accepts the token", call);
    }

    static TokenVerdict refused(int status, String why, Attributes call) {
        return new TokenVerdict(status, false, why, call);
    }

    /** Whether the request may go on. */
    public boolean passes() {
        return status == 0;
    }
}
