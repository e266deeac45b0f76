package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Question;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.hop.Hop;
import io.meshprovisioner.istio.traffic.policy.Policies;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.proxy.VirtualHost;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.space.Frame;
import io.meshprovisioner.istio.traffic.space.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place from which a host is called: a proxy, a port of it and the host's name.
 *
 * @param transport how the caller comes
 */
record Vantage(Proxy proxy, int port, String host, Transport transport) {
    Decision ask(Traffic traffic, HttpRequest request) {
        return traffic.as(proxy).send(host, port, transport, request);
    }

    Decision ask(Traffic traffic, Sample sample) {
        Question question = traffic.as(proxy);
        Token token = sample.token();
        return (token == null ? question : question.token(token)).send(host, port, transport, sample.request());
    }

    /** A plain GET of the host's root. */
    HttpRequest plain() {
        return HttpRequest.get(host, "/").scheme(transport.isTls() ? "https" : "http");
    }

    /** What the first proxy made of it. */
    static Optional<Passage> passage(Decision decision) {
        return decision.journey().first().map(Hop::passage);
    }

    /** The virtual host that answers for the host here; empty where none does. */
    Optional<VirtualHost> virtualHost(Traffic traffic) {
        return passage(ask(traffic, plain())).flatMap(passage -> Optional.ofNullable(passage.host()));
    }

    /** The requests that come from here to a virtual host. */
    Frame frame(Traffic traffic, VirtualHost virtualHost) {
        List<String> names = new ArrayList<>(List.of(host));
        boolean all = true;
        for (String domain : virtualHost.domains()) {
            if (domain.startsWith("*")) {
                all = false;
            } else if (!names.contains(domain)) {
                names.add(domain);
            }
        }
        HttpRequest example = plain();
        return new Frame(
                names,
                other -> passage(ask(traffic, example.authority(other)))
                        .map(Passage::virtualHost)
                        .filter(virtualHost.name()::equals)
                        .isPresent(),
                all,
                transport.isTls() ? List.of("https", "http") : List.of("http", "https"),
                example,
                // only a gateway knows the caller's token when it chooses the route
                proxy.isGateway() ? Policies.of(traffic.snapshot()).at(proxy).acceptedTokens() : List.of());
    }
}
