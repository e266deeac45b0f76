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
        int up = to.minor() - from.minor();
        return up >= 0 && up <= IN_PLACE;
    }

    /** Forth, and back at any point. */
    static boolean allowedBeside(IstioVersion one, IstioVersion other) {
        return Math.abs(one.minor() - other.minor()) <= BY_REVISION;
    }

    /** Refuses a control plane beside one that is too far from it. */
    static ResourceConflictException tooFar(ResourceId at, IstioVersion runs, IstioVersion to) {
        return new ResourceConflictException(Failure.of(
                        "Istio " + to + " cannot run beside " + runs + ".",
                        "Go by " + String.join(", then ", texts(hops(runs, to, BY_REVISION)))
                                + ", removing the oldest each time.")
                .because("Control planes side by side may be two minor releases apart.")
                .at(at));
    }

    /** Refuses a second control plane that nobody named. */
    static ResourceConflictException unnamed(ResourceId at, String istiod, String revision) {
        return new ResourceConflictException(Failure.of(
                        "The mesh has the control plane " + istiod + " already.",
                        "Say revision(\"" + revision + "\") to go on with it, or another revision for one beside it.")
                .because("Without a revision, a second control plane would be made that takes over what names none.")
                .at(at));
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
        String way = String.join(", then ", texts(hops(from, to, IN_PLACE)));
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

    private static List<String> texts(List<IstioVersion> hops) {
        return hops.stream().map(IstioVersion::toString).toList();
    }
}
