package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Question;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.hop.Leg;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.rule.FaultRule;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a request of a smoke test was not answered well. The traffic engine follows it through the objects of this moment;
 * only where it would have expected what was seen does its reason count. What no object of the mesh says (who listens, a
 * Secret, how long something takes) is looked at beside it.
 */
final class SmokeCause {
    private final KubernetesSession session;
    private final Look look;
    private final WorkloadSpec workload;
    private final SmokeWay way;
    private final Tree sender;

    /**
     * @param problem in a sentence
     * @param why line by line; empty where the engine expected something else
     */
    record Found(String problem, String why) {}

    /** @param sender the pod that sent the request */
    SmokeCause(KubernetesSession session, WorkloadSpec workload, SmokeWay way, Tree sender) {
        this.session = session;
        this.look = new Look(session);
        this.workload = workload;
        this.way = way;
        this.sender = sender;
    }

    /**
     * @param status that was seen; 0 for a connection that ended without one
     * @param said by curl of such a connection
     */
    Found of(String url, int status, String said) {
        String seen = status == 0 ? (said.isEmpty() ? "the connection ended without an answer" : said) : status + "";
        if (said.startsWith("Could not resolve host")) {
            return new Found(seen + ": no Service has this name, and DNS knows no other", "");
        }
        Decision decision = decide(url);
        Optional<String> reason = decision.status().orElse(0) == status ? decision.obstacle() : Optional.empty();
        reason = reason.or(() -> beside(decision, status));
        return reason.map(words -> new Found(seen + ": " + words, decision.why().toTree()))
                .orElseGet(() -> new Found(usual(status, seen), ""));
    }

    private Decision decide(String url) {
        Traffic traffic = Traffic.of(session);
        if (way.inMesh()) {
            return traffic.from(sender.text("metadata", "namespace") + "/" + sender.text("metadata", "name"))
                    .get(url);
        }
        IngressDoor door = IngressDoor.find(look).orElseThrow();
        Question question =
                traffic.through(door.namespace() + "/" + door.service()).at(sender.text("status", "podIP"));
        String path = URI.create(url).getRawPath();
        return question.get(way.authority(workload)
                .map(name -> "http://" + name + (path == null || path.isEmpty() ? "/" : path))
                .orElse(url));
    }

    /** What the objects of the mesh do not tell. */
    private Optional<String> beside(Decision decision, int status) {
        if (status == 0) {
            Optional<String> secret = missingSecret(decision);
            return secret.isPresent() ? secret : heldUp(decision);
        }
        if (!(decision.outcome() instanceof Outcome.Forwarded)) {
            return Optional.empty();
        }
        Duration timeout =
                decision.forwarding().map(forward -> forward.timeout()).orElse(Duration.ZERO);
        if (status == 504 && !timeout.isZero()) {
            return Optional.of(
                    decision.decidedBy().map(place -> place + " allows ").orElse("its route allows ")
                            + timeout.toMillis() + " ms, and the answer took longer (timeout)");
        }
        return status == 503 ? notListening(decision) : Optional.empty();
    }

    private Optional<String> missingSecret(Decision decision) {
        String namespace = IngressDoor.find(look).map(IngressDoor::namespace).orElse("");
        List<String> missing = decision.credentials().stream()
                .filter(name ->
                        look.get(ObjectKey.of("v1", "Secret", namespace, name)).isEmpty())
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the gateway has no certificate to show: there is no Secret " + String.join(", ", missing)
                        + " in " + namespace + " (credentialName)");
    }

    private static Optional<String> heldUp(Decision decision) {
        Optional<FaultRule> fault = decision.route().flatMap(Route::fault);
        return fault.map(FaultRule::delay)
                .map(delay -> decision.decidedBy().map(Object::toString).orElse("a rule") + " holds requests up for "
                        + delay.toSeconds() + " s (fault.delay), longer than the test waits");
    }

    private Optional<String> notListening(Decision decision) {
        Optional<Leg> leg = decision.journey().legs().stream().findFirst();
        Optional<Workload> server = leg.flatMap(Leg::server);
        if (server.isEmpty()) {
            return Optional.empty();
        }
        int port = leg.get().arrival().port();
        List<Integer> declared = look
                .get(ObjectKey.of(
                        "v1", "Pod", server.get().namespace(), server.get().name()))
                .map(pod -> pod.items("spec", "containers"))
                .orElse(List.of())
                .stream()
                .filter(container -> !container.text("name").equals("istio-proxy"))
                .flatMap(container -> container.items("ports").stream())
                .flatMap(one -> one.number("containerPort").stream())
                .toList();
        return declared.isEmpty() || declared.contains(port)
                ? Optional.empty()
                : Optional.of("nobody listens on port " + port + " of pod "
                        + server.get().name() + ", where the Service sends it (targetPort); its containers declare "
                        + declared.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    /** What such an answer most often means. */
    private static String usual(int status, String seen) {
        return switch (status) {
            case 0 -> seen;
            case 403 -> "403: an AuthorizationPolicy denies it, or none of those that allow does";
            case 404 -> "404: no route has this host and path";
            case 502 -> "502: only registered hosts may be called, and this one is not";
            case 503 ->
                "503: nobody is ready behind it, its subset or port does not exist, or one side demands mutual TLS and the "
                        + "other does not speak it";
            case 504 -> "504: it took longer than its route allows";
            default -> status + " came back";
        };
    }
}
