package io.meshprovisioner;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spi.KubernetesSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The way from one release of Istio to another: which releases lie between, and when the cluster must be raised so that
 * every step runs on a Kubernetes that both its releases were tested with. Each step is one install:
 * {@code shop.withStep(step).install()}.
 *
 * @param way how the control plane moves
 * @param steps in order; empty where nothing is to be done
 */
public record UpgradePlan(String fromIstio, String fromKubernetes, String toIstio, Way way, List<Step> steps) {
    public UpgradePlan {
        steps = List.copyOf(steps);
    }

    /** How a control plane moves. */
    public enum Way {
        /** The one that runs becomes the next: one minor release at a time. */
        IN_PLACE,
        /** The next is put beside it, by {@code revision(..)}: up to two minor releases at a time. */
        BY_REVISION
    }

    /** One install. */
    public sealed interface Step {
        /** Before it. */
        String from();

        /** After it. */
        String to();

        /** What is to be known of it, such as that Istio never tested it; empty when all is as it should be. */
        String remark();

        /** Why today's cloud refuses it; empty where it does not, or where it did not say what it offers. */
        Optional<String> refused();
    }

    /**
     * Another release of Istio.
     *
     * @param kubernetes what it runs on
     */
    public record IstioStep(String from, String to, String kubernetes, String remark, Optional<String> refused)
            implements Step {}

    /** Another version of the cluster, control plane and nodes, by one minor as EKS does it. */
    public record KubernetesStep(String from, String to, String remark, Optional<String> refused) implements Step {}

    /**
     * Computes the way from the tables of what was tested with what.
     *
     * @param from the release that runs
     * @param kubernetes what it runs on, such as {@code 1.33}
     * @param to the release asked for
     * @param offered the Kubernetes versions that the cloud has today; empty: not known
     */
    static UpgradePlan compute(
            KubernetesSupport from, String kubernetes, KubernetesSupport to, Way way, List<String> offered) {
        int current = minor(from.istio());
        int target = minor(to.istio());
        if (target < current) {
            throw new InvalidSpecException(List.of(new SpecProblem(
                    "istio.version",
                    "Istio " + to.istio() + " is older than " + from.istio() + ", and in place it only goes up.",
                    "Put it beside the one that runs: revision(..).")));
        }
        Walk walk = new Walk(from, minor(kubernetes), to, way, offered);
        if (!from.istio().equals(to.istio())) {
            walk.go();
        }
        return new UpgradePlan(from.istio(), kubernetes, to.istio(), way, walk.steps);
    }

    private static int minor(String version) {
        return Integer.parseInt(version.split("\\.")[1]);
    }

    /** How many installs change Istio. */
    public long hops() {
        return steps.stream().filter(IstioStep.class::isInstance).count();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Istio %s on Kubernetes %s to Istio %s, %s: %d releases, %d cluster versions%n",
                fromIstio,
                fromKubernetes,
                toIstio,
                way == Way.IN_PLACE ? "in place" : "by revisions",
                hops(),
                steps.size() - hops()));
        int number = 0;
        for (Step step : steps) {
            String what = step instanceof IstioStep istio
                    ? "Istio " + istio.from() + " -> " + istio.to() + "  (Kubernetes " + istio.kubernetes() + ")"
                    : "Kubernetes " + step.from() + " -> " + step.to();
            text.append(String.format(Locale.ROOT, "  %2d. %s", ++number, what));
            if (!step.remark().isEmpty()) {
                text.append("; ").append(step.remark());
            }
            step.refused()
                    .ifPresent(
                            why -> text.append("  [refused today: ").append(why).append(']'));
            text.append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }

    /** Goes as far as the cluster lets it, then raises the cluster by one, and so on. */
    private static final class Walk {
        private final KubernetesSupport target;
        private final int reach;
        private final List<String> offered;
        private final List<Step> steps = new ArrayList<>();
        private KubernetesSupport istio;
        private int kubernetes;

        Walk(KubernetesSupport from, int kubernetes, KubernetesSupport target, Way way, List<String> offered) {
            this.istio = from;
            this.kubernetes = kubernetes;
            this.target = target;
            this.reach = way == Way.IN_PLACE ? 1 : 2;
            this.offered = offered;
        }

        void go() {
            while (!istio.istio().equals(target.istio())) {
                Optional<KubernetesSupport> next = next();
                if (next.isPresent()) {
                    istioTo(next.get());
                } else {
                    clusterTo(kubernetes + 1);
                }
            }
        }

        /**
         * The farthest within reach; a nearer one only where the cluster cannot be raised far enough for it while the
         * present one runs.
         */
        private Optional<KubernetesSupport> next() {
            int now = minor(istio.istio());
            int most = minor(target.istio());
            if (now == most) {
                return Optional.of(target);
            }
            for (int minor = Math.min(now + reach, most); minor > now; minor--) {
                KubernetesSupport candidate = release(minor);
                if (kubernetes >= candidate.testedFrom()) {
                    return Optional.of(candidate);
                }
                if (candidate.testedFrom() <= istio.testedTo()) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }

        private KubernetesSupport release(int minor) {
            return minor == minor(target.istio())
                    ? target
                    : target.others().stream()
                            .filter(other -> minor(other.istio()) == minor)
                            .findFirst()
                            .orElseThrow();
        }

        private void istioTo(KubernetesSupport next) {
            if (kubernetes > next.worksTo()) {
                throw new InvalidSpecException(List.of(new SpecProblem(
                        "istio.version",
                        "Istio " + next.istio() + " lies on the way and cannot work on Kubernetes 1." + kubernetes
                                + ".",
                        "Install the mesh anew, on a cluster of its own, and move the workloads there.")));
            }
            steps.add(new IstioStep(
                    istio.istio(),
                    next.istio(),
                    "1." + kubernetes,
                    next.tested(kubernetes) ? "" : "Istio tested it with 1." + next.testedTo() + " at most",
                    refusal(kubernetes)));
            istio = next;
        }

        private void clusterTo(int next) {
            if (next > istio.worksTo()) {
                throw new InvalidSpecException(List.of(new SpecProblem(
                        "istio.version",
                        "No way leads from Istio " + istio.istio() + " on Kubernetes 1." + kubernetes + " to "
                                + target.istio() + ".",
                        "Install the mesh anew, on a cluster of its own, and move the workloads there.")));
            }
            steps.add(new KubernetesStep(
                    "1." + kubernetes,
                    "1." + next,
                    istio.tested(next) ? "" : "Istio " + istio.istio() + " was not tested with it",
                    refusal(next)));
            kubernetes = next;
        }

        private Optional<String> refusal(int version) {
            return offered.isEmpty() || offered.contains("1." + version)
                    ? Optional.empty()
                    : Optional.of("no Kubernetes 1." + version + " on offer");
        }
    }
}
