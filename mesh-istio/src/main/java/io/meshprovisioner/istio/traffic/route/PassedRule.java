package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.rule.Place;

/**
 * A rule that did not decide.
 *
 * @param place where it stands
 * @param reason why not, in words
 */
public record PassedRule(Place place, String reason) {
    @Override
    public String toString() {
        return place + ": " + reason;
    }
}
