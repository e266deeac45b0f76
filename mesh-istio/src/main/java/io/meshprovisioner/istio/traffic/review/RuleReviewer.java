package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.proxy.VirtualHost;
import io.meshprovisioner.istio.traffic.route.PassedRule;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.HttpRule;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.space.Reach;
import io.meshprovisioner.istio.traffic.space.Sample;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reviews the HTTP rules of one object, from every place that its hosts can be called from. */
final class RuleReviewer {
    private final Traffic traffic;
    private final Vantages vantages;
    private final Map<VirtualHost, HostSpace> spaces = new IdentityHashMap<>();

    RuleReviewer(Traffic traffic, Vantages vantages) {
        this.traffic = traffic;
        this.vantages = vantages;
    }

    /** One entry of a rule's match, or a rule without match, and what has been found out so far. */
    private static final class Entry {
        private final HttpRule rule;
        private final @Nullable HttpCondition condition;
        private final Place place;
        private @Nullable Decision reached;
        private RuleReview.@Nullable Unreachable missed;
        private @Nullable String doubt;

        Entry(HttpRule rule, int match) {
            this.rule = rule;
            this.condition = match < 0 ? null : rule.conditions().get(match);
            this.place = rule.conditions().size() < 2
                    ? rule.place()
                    : new Place(rule.place().object(), rule.place().path() + ".match[" + match + "]", match);
        }

        void miss(String why, List<Place> insteadOf, Optional<Decision> witness) {
            RuleReview.Unreachable known = missed;
            if (known == null || (known.insteadOf().isEmpty() && !insteadOf.isEmpty())) {
                missed = new RuleReview.Unreachable(place, why, insteadOf, witness);
            }
        }

        RuleReview review() {
            if (reached != null) {
                return new RuleReview.Reachable(place, reached);
            }
            if (doubt != null) {
                return new RuleReview.Unknown(place, doubt);
            }
            return missed == null
                    ? new RuleReview.Unreachable(
                            place, "no proxy has its hosts, its gateways or its ports", List.of(), Optional.empty())
                    : missed;
        }
    }

    List<RuleReview> review(Rules rules) {
        List<Entry> entries = new ArrayList<>();
        for (HttpRule rule : rules.http()) {
            for (int i = rule.conditions().isEmpty() ? -1 : 0;
                    i < rule.conditions().size();
                    i++) {
                entries.add(new Entry(rule, i));
            }
        }
        for (Vantage vantage : vantages.of(rules)) {
            List<Entry> open =
                    entries.stream().filter(entry -> entry.reached == null).toList();
            if (open.isEmpty()) {
                break;
            }
            look(vantage, rules, open);
        }
        if (vantages.hasProxyPorts()) {
            entries.stream()
                    .filter(entry ->
                            entry.missed == null || entry.missed.insteadOf().isEmpty())
                    .forEach(entry -> entry.doubt = "a Sidecar lets clients name hosts to an HTTP proxy");
        }
        return entries.stream().map(Entry::review).toList();
    }

    private void look(Vantage vantage, Rules rules, List<Entry> entries) {
        Decision plain = vantage.ask(traffic, vantage.plain());
        VirtualHost host = Vantage.passage(plain)
                .flatMap(passage -> Optional.ofNullable(passage.host()))
                .orElse(null);
        if (host == null || host.rules().stream().noneMatch(rules::isSame)) {
            entries.forEach(entry -> entry.miss(elsewhere(plain, rules), List.of(), Optional.of(plain)));
            return;
        }
        if (host.needsTls() && !vantage.transport().isTls()) {
            entries.forEach(entry ->
                    entry.miss("its server sends plain requests away to HTTPS", List.of(), Optional.of(plain)));
            return;
        }
        HostSpace space = spaces.computeIfAbsent(host, key -> new HostSpace(traffic, vantage, host));
        for (Entry entry : entries) {
            int index = space.indexOf(entry.rule, entry.condition);
            if (index >= 0) {
                note(entry, vantage, space, space.space().reach(index));
            } else {
                space.cutOff(entry.condition)
                        .ifPresentOrElse(
                                reach -> note(entry, vantage, space, reach),
                                () -> entry.miss(leftOut(host, entry), List.of(), Optional.empty()));
            }
        }
    }

    private void note(Entry entry, Vantage vantage, HostSpace space, Reach reach) {
        if (reach instanceof Reach.Reached reached) {
            Decision decision = vantage.ask(traffic, reached.witness());
            if (isDecidedBy(decision, entry)) {
                entry.reached = decision;
            } else {
                entry.doubt = "a request made for it went elsewhere: " + decision;
            }
        } else if (reach instanceof Reach.Blocked blocked) {
            List<Place> blockers = space.placesOf(blocked.blockers());
            Optional<Sample> witness = blocked.witness();
            String who = blockers.isEmpty()
                    ? "an earlier route"
                    : blockers.stream().map(Place::toString).collect(Collectors.joining(" and "));
            entry.miss(
                    who + (blockers.size() > 1 ? " together take" : " takes") + " all that it asks for",
                    blockers,
                    witness.map(request -> vantage.ask(traffic, request)));
        } else if (reach instanceof Reach.Contradiction contradiction) {
            entry.miss(
                    "no request can fulfil: " + String.join("; ", contradiction.demands()),
                    List.of(),
                    Optional.empty());
        } else if (reach instanceof Reach.Unknown unknown) {
            entry.doubt = unknown.why();
        }
    }

    private static boolean isDecidedBy(Decision decision, Entry entry) {
        return Vantage.passage(decision)
                .flatMap(Passage::matched)
                .filter(route ->
                        route.place().filter(entry.rule.place()::equals).isPresent()
                                && route.condition().equals(Optional.ofNullable(entry.condition)))
                .isPresent();
    }

    private static String elsewhere(Decision plain, Rules rules) {
        return plain.passedOver().stream()
                .filter(passed -> passed.place().object().equals(rules.object()))
                .map(PassedRule::reason)
                .findFirst()
                .orElse("its hosts are answered without it");
    }

    private static String leftOut(VirtualHost host, Entry entry) {
        return host.leftOut().stream()
                .filter(passed -> passed.place().equals(entry.rule.place()))
                .map(PassedRule::reason)
                .findFirst()
                .orElse("it makes no route");
    }
}
