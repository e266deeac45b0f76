package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;

/**
 * A port of a host that no client of the mesh gets an answer from.
 *
 * @param host full name
 * @param why what comes of calls, as far as one client is told
 * @param witness a call of the client that is nearest to it
 */
public record Uncallable(String host, int port, String why, Decision witness) {
    @Override
    public String toString() {
        return host + ":" + port + " cannot be called: " + why + "\n  " + witness;
    }
}
