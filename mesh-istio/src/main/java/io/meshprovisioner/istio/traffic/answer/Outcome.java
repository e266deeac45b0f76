package io.meshprovisioner.istio.traffic.answer;

import java.util.List;

/** What comes of a request. */
public sealed interface Outcome {
    /** It goes on to a service. */
    record Forwarded(List<Share> destinations) implements Outcome {
        public Forwarded {
            destinations = List.copyOf(destinations);
        }
    }

    /**
     * The client is sent elsewhere.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location where to
     */
    record Redirected(int status, String location) implements Outcome {}

    /** A proxy answers itself: a direct response, an injected abort, a CORS preflight. */
    record Answered(int status, String body) implements Outcome {}

    /**
     * Nobody answers as wished.
     *
     * @param status what the client sees; 0 where the connection just ends
     * @param reason why
     * @param responseFlag Envoy's word in the access log, such as {@code NR} or {@code UAEX}; may be empty
     */
    record Refused(Reason reason, int status, String responseFlag) implements Outcome {}
}
