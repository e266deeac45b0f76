package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.ResourceId;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a control plane may move at once: in place by one minor release, beside the one that runs (by revisions) by
 * two, and never down in place. Source: Istio's upgrade documents and its support policy on skew.
 */
final class Skew {
    private static final int IN_PLACE = 1;
    private static final int BY_REVISION = 2;

    private Skew() {}

    static boolean allowedInPlace(IstioVersion from, IstioVersion to) {
        return allowed(from, to, IN_PLACE);
    }

    /** @param from the oldest control plane that still runs */
    static boolean allowedByRevision(IstioVersion from, IstioVersion to) {
        return allowed(from, to, BY_REVISION);
    }

    private static boolean allowed(IstioVersion from, IstioVersion to, int minors) {
        int up = to.minor() - from.minor();
        return up >= 0 && up <= minors;
    }

    /** The releases to install one after the other, the last one included; the newest patch known of each between. */
    static List<IstioVersion> hops(IstioVersion from, IstioVersion to, int minors) {
        List<IstioVersion> hops = new ArrayList<>();
        for (int minor = from.minor() + minors; minor < to.minor(); minor += minors) {
            hops.add(Releases.newest(minor));
        }
        hops.add(to);
        return hops;
    }

    /** Refuses a move that is too far, with the way that leads there. */
    static ResourceConflictException refusal(ResourceId at, IstioVersion from, IstioVersion to) {
        boolean down = to.compareTo(from) < 0;
        String way = String.join(
                ", then ",
                hops(from, to, IN_PLACE).stream().map(IstioVersion::toString).toList());
        return new ResourceConflictException(Failure.of(
                        "Istio " + from + " cannot become " + to + " in place.",
                        down
                                ? "Ask for " + from + ", or install " + to + " beside it: revision(..)."
                                : "Install " + way + "; mesh.upgradePlan(\"" + to
                                        + "\") says which Kubernetes each of them needs.")
                .because(
                        down
                                ? "In place, a control plane only goes up: proxies may be older than it, never newer."
                                : "In place, a control plane goes up by one minor release at a time; beside the old one, "
                                        + "as a revision, by two.")
                .at(at));
    }
}
