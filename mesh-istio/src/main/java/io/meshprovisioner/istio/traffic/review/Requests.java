package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.proxy.VirtualHost;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.TextMatch;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.space.RequestSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All requests of a kind at once: of one caller to one host, perhaps with certain headers, a method, a beginning of the
 * path. {@link #answers} has one for each rule that any of them reaches, so a claim that holds for those holds for all.
 *
 * <pre>{@code
 * Requests.from(traffic, "web/frontend").to("checkout", 80).header("x-group", "testers").answers();
 * }</pre>
 */
public final class Requests {
    private final Traffic traffic;
    private final Vantage vantage;
    private final HttpCondition kind;

    private Requests(Traffic traffic, Vantage vantage, HttpCondition kind) {
        this.traffic = traffic;
        this.vantage = vantage;
        this.kind = kind;
    }

    /** What is missing: the host. */
    public static final class NeedsHost {
        private final Traffic traffic;
        private final Proxy caller;

        private NeedsHost(Traffic traffic, Proxy caller) {
            this.traffic = traffic;
            this.caller = caller;
        }

        /** To a host's port, in plain HTTP. */
        public Requests to(String host, int port) {
            return new Requests(
                    traffic,
                    new Vantage(caller, port, host, Transport.PLAINTEXT),
                    new HttpCondition(
                            "", null, null, null, null, Map.of(), Map.of(), Map.of(), false, false, 0, Map.of(), "",
                            List.of()));
        }
    }

    /** Of a workload with a sidecar, named as in {@link Traffic#from}. */
    public static NeedsHost from(Traffic traffic, String workload) {
        return new NeedsHost(traffic, traffic.sidecar(workload));
    }

    /** Through a sidecar, or through a gateway from outside. */
    public static NeedsHost through(Traffic traffic, Proxy proxy) {
        return new NeedsHost(traffic, proxy);
    }

    /** Those with a header of this value. */
    public Requests header(String name, String value) {
        Map<String, TextMatch> headers = new LinkedHashMap<>(kind.headers());
        headers.put(name, TextMatch.of(TextMatch.Kind.EXACT, value));
        return kind(kind.uri(), kind.method(), headers, kind.withoutHeaders());
    }

    /** Those without a header. */
    public Requests withoutHeader(String name) {
        Map<String, TextMatch> without = new LinkedHashMap<>(kind.withoutHeaders());
        without.put(name, TextMatch.of(TextMatch.Kind.PRESENT, ""));
        return kind(kind.uri(), kind.method(), kind.headers(), without);
    }

    /** Those whose token, which the proxy accepts, says this of a claim; claims inside others are written {@code a.b}. */
    public Requests claim(String name, String value) {
        return header("@request.auth.claims." + name, value);
    }

    /** Those of a method, in upper case. */
    public Requests method(String method) {
        return kind(kind.uri(), TextMatch.of(TextMatch.Kind.EXACT, method), kind.headers(), kind.withoutHeaders());
    }

    /** Those whose path begins so. */
    public Requests pathPrefix(String prefix) {
        return kind(TextMatch.of(TextMatch.Kind.PREFIX, prefix), kind.method(), kind.headers(), kind.withoutHeaders());
    }

    private Requests kind(
            @Nullable TextMatch uri,
            @Nullable TextMatch method,
            Map<String, TextMatch> headers,
            Map<String, TextMatch> without) {
        return new Requests(
                traffic,
                vantage,
                new HttpCondition(
                        "", uri, null, method, null, headers, without, Map.of(), false, false, 0, Map.of(), "",
                        List.of()));
    }

    /** One answer for each rule that any of the requests reaches, and one for those that reach none. */
    public Answers answers() {
        VirtualHost host = vantage.virtualHost(traffic).orElse(null);
        List<Decision> decisions = new ArrayList<>();
        List<String> unsure = new ArrayList<>();
        if (host == null) {
            decisions.add(vantage.ask(traffic, vantage.plain()));
            return new Answers(decisions, unsure);
        }
        List<@Nullable HttpCondition> conditions = new ArrayList<>();
        for (Route route : host.routes()) {
            conditions.add(route.condition().orElse(null));
        }
        int own = conditions.size();
        conditions.add(kind);
        RequestSpace space = RequestSpace.of(vantage.frame(traffic, host), conditions);
        for (int i = 0; i <= own; i++) {
            RequestSpace.Between found = space.between(
                    i == own ? List.of(own) : List.of(i, own),
                    IntStream.range(0, i).boxed().toList());
            found.request().ifPresent(request -> decisions.add(vantage.ask(traffic, request)));
            if (found.request().isEmpty() && !found.none()) {
                unsure.add(
                        i == own
                                ? "whether all of them reach a rule"
                                : "whether any reaches " + host.routes().get(i));
            }
        }
        return new Answers(decisions, unsure);
    }

    /**
     * What comes of them.
     *
     * @param decisions one for each rule that they reach
     * @param unsure what could not be found out, because regular expressions decide it
     */
    public record Answers(List<Decision> decisions, List<String> unsure) {
        public Answers {
            decisions = List.copyOf(decisions);
            unsure = List.copyOf(unsure);
        }
    }

    @Override
    public String toString() {
        return "all requests of " + vantage.proxy().id() + " to " + vantage.host() + ":" + vantage.port() + " that "
                + kind;
    }
}
