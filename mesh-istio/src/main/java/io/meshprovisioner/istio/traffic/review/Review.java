package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.rule.HttpRule;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with the traffic rules of a mesh as a whole, each claim with a request that shows it:
 *
 * <pre>{@code
 * Review review = Review.of(Manifests.read(Path.of("k8s")));
 * review.unreachable().forEach(System.out::println);   // rules that no request reaches, and which rule is in the way
 * }</pre>
 *
 * Clients are the workloads of the mesh and, of each namespace, one that nothing is known of.
 */
public final class Review {
    private final Traffic traffic;
    private final Vantages vantages;

    private Review(Traffic traffic) {
        this.traffic = traffic;
        this.vantages = new Vantages(traffic);
    }

    /** The review of a mesh. */
    public static Review of(Snapshot snapshot) {
        return new Review(Traffic.of(snapshot));
    }

    /** The review of a mesh that holds these objects and nothing else. */
    public static Review of(Manifests manifests) {
        return of(Snapshot.of(manifests));
    }

    /** Of each rule whether any request, or for {@code tls} and {@code tcp} any connection, reaches it. Worked out anew each time. */
    public List<RuleReview> rules() {
        RuleReviewer reviewer = new RuleReviewer(traffic, vantages);
        StreamReviewer streams = new StreamReviewer(traffic, new Connections(traffic.snapshot(), vantages));
        List<RuleReview> all = new ArrayList<>();
        for (Rules rules : RuleIndex.of(traffic.snapshot()).all()) {
            all.addAll(reviewer.review(rules));
            all.addAll(streams.review(rules));
        }
        all.addAll(delegates());
        return all;
    }

    /** Rules that came to nothing when delegates took the place of those that name them. */
    private List<RuleReview> delegates() {
        Set<Place> kept = new HashSet<>();
        for (Rules rules : RuleIndex.of(traffic.snapshot()).all()) {
            for (HttpRule rule : rules.http()) {
                kept.add(rule.place());
                if (rule.root() != null) {
                    kept.add(rule.root());
                }
            }
        }
        List<RuleReview> lost = new ArrayList<>();
        for (ConfigObject object : traffic.snapshot().objects(ConfigKind.VIRTUAL_SERVICE)) {
            List<Node> rules = object.spec().items("http");
            for (int i = 0; i < rules.size(); i++) {
                Place place = new Place(object, rules.get(i).toString(), i);
                if (!kept.contains(place)) {
                    String why = rules.get(i).has("delegate")
                            ? "its delegate is not there, is not exported to it, or asks for what it does not"
                            : "no rule that could delegates to it, or asks for anything that it asks for too";
                    lost.add(new RuleReview.Unreachable(place, why, List.of(), Optional.empty()));
                }
            }
        }
        return lost;
    }

    /** The rules that no request and no connection reaches. */
    public List<RuleReview.Unreachable> unreachable() {
        return rules().stream()
                .filter(RuleReview.Unreachable.class::isInstance)
                .map(RuleReview.Unreachable.class::cast)
                .toList();
    }

    /** Pairs of objects that want the same requests, each with one that shows it. */
    public List<Fight> fights() {
        return new Fights(traffic, vantages).all();
    }

    /**
     * Ports of hosts that no client gets an answer from: nothing behind them, not exported or imported, no agreement on
     * TLS, policies that let nobody in.
     */
    public List<Uncallable> uncallable() {
        return new Callable(traffic, vantages).uncallable();
    }

    /**
     * Who reaches a workload over HTTP, by which hosts, and who would but is refused.
     *
     * @param workload as in {@link Traffic#from}
     */
    public Access accessTo(String workload) {
        return new AccessFinder(traffic, vantages, traffic.sidecar(workload)).find();
    }
}
