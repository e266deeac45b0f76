package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.traffic.question.HttpRequest;

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

    /** Whether the proxy takes the token out of the request ({@code forwardOriginalToken} is not set). */
    public boolean removesToken() {
        return call instanceof CheckedCall checked && checked.removesToken();
    }

    /** The request as it goes on: with the headers made of claims, and not with those that only they may make. */
    public HttpRequest onward(HttpRequest request) {
        return call instanceof CheckedCall checked ? checked.onward(request) : request;
    }
}
