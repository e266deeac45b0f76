package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Share;
import io.meshprovisioner.istio.traffic.hop.Destination;
import io.meshprovisioner.istio.traffic.hop.Hop;
import io.meshprovisioner.istio.traffic.hop.Leg;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What keeps a request from a service, in one sentence with the objects that it comes from. */
final class Obstacle {
    private final Snapshot snapshot;
    private final Decision decision;

    Obstacle(Snapshot snapshot, Decision decision) {
        this.snapshot = snapshot;
        this.decision = decision;
    }

    /** Empty where nothing is in the way. */
    Optional<String> words() {
        Outcome outcome = decision.outcome();
        if (outcome instanceof Outcome.Answered) {
            return Optional.of(answered());
        }
        return outcome instanceof Outcome.Refused refused ? Optional.of(refused(refused)) : Optional.empty();
    }

    private String answered() {
        Optional<Route> route = decision.route();
        boolean fault =
                route.flatMap(Route::fault).filter(rule -> rule.abortsAll()).isPresent();
        String place = decision.decidedBy().map(Object::toString).orElse("a proxy");
        if (fault) {
            return place + " injects this answer (fault.abort)";
        }
        return route.flatMap(Route::action)
                        .filter(RouteAction.Direct.class::isInstance)
                        .isPresent()
                ? place + " answers so itself (directResponse)"
                : "a proxy answers so itself";
    }

    private String refused(Outcome.Refused refused) {
        return switch (refused.reason()) {
            case NO_LISTENER -> "nothing on the way listens on port " + port();
            // A sidecar's filter chains differ in the TLS that they take, a gateway's in their hosts.
            case NO_FILTER_CHAIN, SEVERAL_FILTER_CHAINS ->
                decision.journey().legs().isEmpty()
                        ? "port " + port()
                                + " takes no such connection: no server of it has this host name and protocol"
                        : unlikeSides();
            case NO_VIRTUAL_HOST -> noHost();
            case NO_ROUTE -> "no rule of the host takes this request" + passedOver();
            case NO_CLUSTER -> noCluster();
            case NO_ENDPOINT -> noEndpoint();
            case WRONG_PROTOCOL, WRONG_TLS, WRONG_MUTUAL_TLS -> unlikeSides();
            case NEEDS_TLS -> "only TLS is taken here; plain requests are sent away";
            case NOT_REGISTERED ->
                "only registered hosts may be called (outboundTrafficPolicy REGISTRY_ONLY), and no"
                        + " Service or ServiceEntry has this one";
            case DENIED ->
                hops().flatMap(hop -> hop.verdict().stream())
                        .filter(verdict -> !verdict.allowed())
                        .map(Object::toString)
                        .findFirst()
                        .orElse("an AuthorizationPolicy denies it");
            case BAD_TOKEN ->
                hops().flatMap(hop -> hop.token().stream())
                        .map(token -> "its token is refused: " + token.why())
                        .findFirst()
                        .orElse("its token is missing or wrong");
        };
    }

    private java.util.stream.Stream<Hop> hops() {
        return java.util.stream.Stream.concat(
                decision.journey().first().stream(),
                decision.journey().legs().stream().flatMap(leg -> leg.hop().stream()));
    }

    private Optional<Passage> passage() {
        return decision.journey().first().map(Hop::passage);
    }

    private int port() {
        return passage().map(passage -> passage.arrival().port()).orElse(0);
    }

    private String host() {
        return passage()
                .flatMap(passage -> passage.arrival().request())
                .map(request -> request.host())
                .orElse("");
    }

    private String noHost() {
        String host = host();
        List<String> others = snapshot.objects(ConfigKind.VIRTUAL_SERVICE).stream()
                .filter(object -> object.root().get("spec").texts("hosts").contains(host))
                .map(Obstacle::bound)
                .toList();
        boolean gateway =
                passage().filter(passage -> passage.proxy().isGateway()).isPresent();
        String whom = gateway
                ? "no rule that is bound to a Gateway of this proxy has the host "
                : "nothing here has the host ";
        return whom + host + (others.isEmpty() ? "" : "; " + String.join("; ", others));
    }

    private static String bound(ConfigObject virtualService) {
        Node spec = virtualService.root().get("spec");
        List<String> gateways = spec.texts("gateways");
        return virtualService + " has it and is bound to " + (gateways.isEmpty() ? "the mesh only" : gateways);
    }

    private String passedOver() {
        String rules = decision.passedOver().stream().map(Object::toString).collect(Collectors.joining("; "));
        return rules.isEmpty() ? "" : ": " + rules;
    }

    private Optional<Share> first(boolean made) {
        return decision.journey().first().stream()
                .flatMap(hop -> hop.destinations().stream())
                .filter(destination -> destination.cluster().isPresent() == made)
                .map(Destination::asShare)
                .findFirst();
    }

    private String noCluster() {
        Optional<Share> share = first(false);
        if (share.isEmpty()) {
            return sentBy() + "it is sent nowhere";
        }
        String host = share.get().host();
        List<MeshService> services = snapshot.registry().services(host);
        if (services.isEmpty()) {
            return sentBy() + "there is no service " + (host.isEmpty() ? "of that name" : host);
        }
        int port = share.get().port();
        if (services.stream().noneMatch(service -> service.port(port).isPresent())) {
            String ports = services.get(0).ports().stream()
                    .map(ServicePort::number)
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            return sentBy() + host + " has no port " + port + ", only " + ports;
        }
        return sentBy() + "no DestinationRule that is seen here gives " + host + " a subset "
                + share.get().subset();
    }

    private String sentBy() {
        return decision.decidedBy().map(place -> place + " sends it there: ").orElse("");
    }

    private String noEndpoint() {
        Optional<Share> share = first(true);
        if (share.isEmpty()) {
            return "nobody is ready behind it";
        }
        String host = share.get().host();
        String target = host + ":" + share.get().port();
        List<MeshService> services = snapshot.registry().services(host);
        List<Endpoint> all = services.stream()
                .flatMap(service -> snapshot.registry().endpoints(service).stream())
                .filter(endpoint ->
                        endpoint.servicePort().number() == share.get().port())
                .toList();
        if (!share.get().subset().isEmpty() && all.stream().anyMatch(Endpoint::ready)) {
            return sentBy() + "no ready pod behind " + target + " has the labels of subset "
                    + share.get().subset();
        }
        if (!all.isEmpty()) {
            return "none of the " + all.size() + " pods behind " + target + " is ready";
        }
        String selector = services.stream()
                .map(MeshService::selector)
                .filter(labels -> !labels.isEmpty())
                .map(labels -> ": its selector " + labels + " fits none")
                .findFirst()
                .orElse("");
        return "no pod is behind " + target + selector;
    }

    /** Both sides, as the server's and the caller's objects have them. */
    private String unlikeSides() {
        Optional<Leg> leg = decision.journey().legs().stream().findFirst();
        String demanded = leg.flatMap(Leg::hop)
                .flatMap(Hop::demanded)
                .map(mutual -> "the server's side demands mutual TLS " + mutual)
                .orElse("the server's side has no sidecar to end mutual TLS");
        String sent = leg.filter(one -> one.arrival().transport() instanceof Transport.IstioMutual)
                        .isPresent()
                ? "mutual TLS"
                : leg.filter(one -> one.arrival().transport().isTls()).isPresent() ? "other TLS" : "plain text";
        String why = leg.flatMap(Leg::destination)
                .flatMap(Destination::cluster)
                .map(cluster -> " (" + cluster.security().reason()
                        + cluster.rule().map(rule -> ": " + rule).orElse("") + ")")
                .orElse("");
        return demanded + ", the caller's side speaks " + sent + why;
    }
}
