package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.policy.CallerTraits;
import io.meshprovisioner.istio.traffic.policy.Policies;
import io.meshprovisioner.istio.traffic.proxy.VirtualHost;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.space.Frame;
import io.meshprovisioner.istio.traffic.space.RequestSpace;
import io.meshprovisioner.istio.traffic.space.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a mesh does to requests, found before it is applied:
 *
 * <pre>{@code
 * Changes.between(now, now.with(manifests)).all().forEach(System.out::println);
 * }</pre>
 *
 * Looked at are HTTP requests of the clients that {@link Review} knows, to every host of a rule or a service: one for
 * each pair of a rule before and a rule after that share any request; and connections to all other ports, by each name and
 * address that rules for {@code tls} and {@code tcp} speak of. Where policies change, every workload that they can
 * tell apart asks too, with each method, path and header that a policy names.
 */
public final class Changes {
    private static final List<ConfigKind> POLICIES =
            List.of(ConfigKind.AUTHORIZATION_POLICY, ConfigKind.PEER_AUTHENTICATION, ConfigKind.REQUEST_AUTHENTICATION);

    /** @param asked without who asked it, so that callers who are told the same count once */
    private record Shown(Object asked, int port, Answer before, Answer after) {}

    private final Traffic before;
    private final Traffic after;
    /** Where policies change, and with them the mesh's own, which count everywhere; empty where none do. */
    private final Set<String> policed = new LinkedHashSet<>();

    private final boolean everywhere;
    private final Probes oldProbes;
    private final Probes newProbes;
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> unsure = new LinkedHashSet<>();
    private final Set<Shown> shown = new LinkedHashSet<>();

    private Changes(Traffic before, Traffic after) {
        this.before = before;
        this.after = after;
        Set<String> roots = new LinkedHashSet<>();
        for (Traffic traffic : List.of(before, after)) {
            roots.add(traffic.snapshot().mesh().rootNamespace());
        }
        for (ConfigKind kind : POLICIES) {
            Map<Object, String> old = documents(before, kind);
            Map<Object, String> young = documents(after, kind);
            old.forEach((document, namespace) -> noteUnlessIn(young, document, namespace));
            young.forEach((document, namespace) -> noteUnlessIn(old, document, namespace));
        }
        this.everywhere = roots.stream().anyMatch(policed::contains);
        if (!policed.isEmpty()) {
            policed.addAll(roots);
        }
        this.oldProbes = new Probes(before.snapshot(), this::mayCount);
        this.newProbes = new Probes(after.snapshot(), this::mayCount);
    }

    private void noteUnlessIn(Map<Object, String> others, Object document, String namespace) {
        if (!others.containsKey(document)) {
            policed.add(namespace);
        }
    }

    private boolean mayCount(ConfigObject policy) {
        return everywhere || policed.contains(policy.namespace());
    }

    private static Map<Object, String> documents(Traffic traffic, ConfigKind kind) {
        Map<Object, String> documents = new HashMap<>();
        traffic.snapshot()
                .objects(kind)
                .forEach(object -> documents.put(object.document().root(), object.namespace()));
        return documents;
    }

    /** The changes from one mesh to another. */
    public static Changes between(Snapshot before, Snapshot after) {
        Changes changes = new Changes(Traffic.of(before), Traffic.of(after));
        changes.vantages().forEach(changes::look);
        changes.connections().forEach(changes::compare);
        return changes;
    }

    /** The requests whose answer is another one. */
    public List<Change> all() {
        return List.copyOf(changes);
    }

    /** What could not be found out, because regular expressions decide it. */
    public List<String> unsure() {
        return List.copyOf(unsure);
    }

    private Set<Vantage> vantages() {
        Set<Vantage> all = new LinkedHashSet<>();
        for (Traffic traffic : List.of(before, after)) {
            Vantages vantages = new Vantages(traffic);
            List<Proxy> alike = alike(vantages);
            RuleIndex.of(traffic.snapshot()).all().forEach(rules -> all.addAll(vantages.of(rules)));
            all.addAll(vantages.ofUnknown());
            for (MeshService service : traffic.snapshot().registry().services()) {
                all.addAll(vantages.of(service));
                if (everywhere || policed.contains(service.namespace())) {
                    alike.forEach(proxy -> service.ports()
                            .forEach(port ->
                                    all.add(new Vantage(proxy, port.number(), service.host(), Transport.PLAINTEXT))));
                }
            }
        }
        return all;
    }

    /** One of each kind of workloads that policies tell apart, before or after; none where policies do not change. */
    private List<Proxy> alike(Vantages vantages) {
        if (policed.isEmpty()) {
            return List.of();
        }
        CallerTraits old = callers(before);
        CallerTraits young = callers(after);
        return vantages.alike(proxy -> List.of(old.of(proxy), young.of(proxy))).stream()
                .map(proxies -> proxies.get(0))
                .toList();
    }

    private CallerTraits callers(Traffic traffic) {
        Set<String> counting = new LinkedHashSet<>(policed);
        if (everywhere) {
            traffic.snapshot()
                    .objects(ConfigKind.AUTHORIZATION_POLICY)
                    .forEach(policy -> counting.add(policy.namespace()));
        }
        return Policies.of(traffic.snapshot()).callers(counting);
    }

    private Set<Connection> connections() {
        Set<Connection> all = new LinkedHashSet<>();
        for (Traffic traffic : List.of(before, after)) {
            Vantages vantages = new Vantages(traffic);
            all.addAll(new Connections(traffic.snapshot(), vantages).all(alike(vantages)));
        }
        return all;
    }

    private void look(Vantage vantage) {
        compare(vantage, new Sample(vantage.plain(), null));
        if (!policed.isEmpty()) {
            oldProbes.at(vantage.plain()).forEach(sample -> compare(vantage, sample));
            newProbes.at(vantage.plain()).forEach(sample -> compare(vantage, sample));
        }
        VirtualHost old = vantage.virtualHost(before).orElse(null);
        VirtualHost young = vantage.virtualHost(after).orElse(null);
        if (old == null && young == null) {
            return;
        }
        List<@Nullable HttpCondition> first = conditions(old);
        List<@Nullable HttpCondition> second = conditions(young);
        List<@Nullable HttpCondition> both = new ArrayList<>(first);
        both.addAll(second);
        RequestSpace space = RequestSpace.of(frame(vantage, old, young), both);
        boolean alike = first.equals(second);
        for (int i = 0; i <= first.size(); i++) {
            for (int j = alike ? i : 0; j <= (alike ? i : second.size()); j++) {
                between(vantage, space, first.size(), i, j, second.size());
            }
        }
    }

    /** Requests that the one rule took before and the other takes now; the last number stands for none. */
    private void between(Vantage vantage, RequestSpace space, int olds, int i, int j, int youngs) {
        List<Integer> wanted = new ArrayList<>();
        if (i < olds) {
            wanted.add(i);
        }
        if (j < youngs) {
            wanted.add(olds + j);
        }
        List<Integer> rivals = IntStream.concat(IntStream.range(0, i), IntStream.range(olds, olds + j))
                .boxed()
                .toList();
        RequestSpace.Between found = space.between(wanted, rivals);
        found.request().ifPresent(sample -> compare(vantage, sample));
        if (found.request().isEmpty() && !found.none()) {
            unsure.add("requests to " + vantage.host() + ":" + vantage.port() + " that only expressions tell apart");
        }
    }

    private void compare(Vantage vantage, Sample sample) {
        compare(vantage.ask(before, sample), vantage.ask(after, sample), sample, vantage.port());
    }

    private void compare(Connection connection) {
        compare(
                connection.ask(before),
                connection.ask(after),
                List.of(connection.host(), connection.transport()),
                connection.port());
    }

    private void compare(Decision one, Decision other, Object asked, int port) {
        Answer was = Answer.of(one);
        Answer is = Answer.of(other);
        if (!was.equals(is) && shown.add(new Shown(asked, port, was, is))) {
            changes.add(new Change(one, other, was.differences(is)));
        }
    }

    private static List<@Nullable HttpCondition> conditions(@Nullable VirtualHost host) {
        List<@Nullable HttpCondition> conditions = new ArrayList<>();
        if (host != null) {
            for (Route route : host.routes()) {
                conditions.add(route.condition().orElse(null));
            }
        }
        return conditions;
    }

    private Frame frame(Vantage vantage, @Nullable VirtualHost old, @Nullable VirtualHost young) {
        Optional<Frame> first = Optional.ofNullable(old).map(host -> vantage.frame(before, host));
        Optional<Frame> second = Optional.ofNullable(young).map(host -> vantage.frame(after, host));
        if (first.isPresent() && second.isPresent()) {
            return new Frame(
                    first.get().authorities(),
                    name -> first.get().leadsHere().test(name)
                            && second.get().leadsHere().test(name),
                    first.get().all(),
                    first.get().schemes(),
                    first.get().example(),
                    Stream.concat(first.get().tokens().stream(), second.get().tokens().stream())
                            .distinct()
                            .toList());
        }
        return first.or(() -> second).orElseThrow();
    }
}
