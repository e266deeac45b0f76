package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.StreamCondition;
import io.meshprovisioner.istio.traffic.rule.StreamRule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reviews the rules for TLS and TCP of one object: makes the connections that they ask for and looks who decides them. */
final class StreamReviewer {
    /** More than this are not tried for one entry of a match. */
    private static final int MOST = 20_000;

    private final Traffic traffic;
    private final Connections connections;

    StreamReviewer(Traffic traffic, Connections connections) {
        this.traffic = traffic;
        this.connections = connections;
    }

    List<RuleReview> review(Rules rules) {
        List<RuleReview> all = new ArrayList<>();
        rules.tls().forEach(rule -> review(rules, rule, true, all));
        rules.tcp().forEach(rule -> review(rules, rule, false, all));
        return all;
    }

    private void review(Rules rules, StreamRule rule, boolean tls, List<RuleReview> all) {
        List<StreamCondition> conditions = rule.conditions();
        if (conditions.isEmpty()) {
            all.add(review(rules, rule, null, tls, rule.place()));
        }
        for (int i = 0; i < conditions.size(); i++) {
            Place place = conditions.size() < 2
                    ? rule.place()
                    : new Place(rule.place().object(), rule.place().path() + ".match[" + i + "]", i);
            all.add(review(rules, rule, conditions.get(i), tls, place));
        }
    }

    private RuleReview review(
            Rules rules, StreamRule rule, @Nullable StreamCondition condition, boolean tls, Place place) {
        Set<Place> others = new LinkedHashSet<>();
        Decision witness = null;
        Iterator<Connection> fitting =
                connections.fitting(rules, condition, tls).iterator();
        for (int tried = 0; fitting.hasNext(); tried++) {
            if (tried == MOST) {
                return new RuleReview.Unknown(place, "there are more connections that it asks for than are tried");
            }
            Decision decision = fitting.next().ask(traffic);
            Place other = decision.decidedBy().orElse(null);
            if (rule.place().equals(other)) {
                return new RuleReview.Reachable(place, decision);
            }
            witness = witness == null || (other != null && others.isEmpty()) ? decision : witness;
            if (other != null) {
                others.add(other);
            }
        }
        return new RuleReview.Unreachable(
                place, why(witness, others, tls), List.copyOf(others), Optional.ofNullable(witness));
    }

    private static String why(@Nullable Decision witness, Set<Place> others, boolean tls) {
        if (witness == null) {
            return "no service has its hosts on a port that it asks for, and no gateway's server for "
                    + (tls ? "TLS" : "TCP") + " does";
        }
        if (others.isEmpty()) {
            return tls
                    ? "it counts only on ports whose protocol is TLS or HTTPS, for clients that see it"
                    : "it counts only on ports that are read neither as HTTP nor as TLS, for clients that see it";
        }
        return others.stream().map(Place::toString).collect(Collectors.joining(" and "))
                + (others.size() > 1 ? " together take" : " takes") + " all that it asks for";
    }
}
