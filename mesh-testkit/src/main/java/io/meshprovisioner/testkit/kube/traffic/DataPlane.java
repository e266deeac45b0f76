package io.meshprovisioner.testkit.kube.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Question;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.hop.Leg;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Registry;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.testkit.kube.control.Api;
import io.meshprovisioner.testkit.kube.control.Kind;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The network of a cluster at one instant, as one pod meets it. A program listens on the ports that its container
 * declares, and answers 200; everything on the way there is the traffic engine's to say.
 */
final class DataPlane {
    private static final int METRICS = 15090;

    /** Names that no DNS knows: reserved (RFC 2606, RFC 6762), and the cluster's own where no Service has them. */
    private static final Pattern NOWHERE = Pattern.compile("[^.]+|.*\\.(invalid|test|example|localhost|local)\\.?");

    private final Api api;
    private final ObjectNode caller;
    private final Traffic traffic;
    private final Registry registry;
    private final Map<String, ObjectNode> pods = new LinkedHashMap<>();
    private final List<Counted> counted = new ArrayList<>();

    /** What the sidecar of a server counted of this caller's calls. */
    private record Counted(String server, String source, boolean mutual, int status) {}

    DataPlane(Api api, ObjectNode caller) {
        this.api = api;
        this.caller = caller;
        List<Document> documents = new ArrayList<>();
        for (ObjectNode namespace : api.list(Kind.NAMESPACE)) {
            documents.add(Document.of(namespace));
            for (Api.Located located : api.contents(Trees.name(namespace))) {
                add(documents, located.object());
            }
        }
        api.list(Kind.NODE).forEach(node -> documents.add(Document.of(node)));
        Snapshot snapshot = Snapshot.EMPTY.with(documents).mesh(mesh -> api.get(
                        Kind.CONFIG_MAP, "istio-system", "istio")
                .map(map -> mesh.yaml(Trees.text(map, "data", "mesh")))
                .orElse(mesh));
        this.traffic = Traffic.of(snapshot);
        this.registry = snapshot.registry();
    }

    /** A pod that has ended has no address any more. */
    private void add(List<Document> documents, ObjectNode object) {
        if (Trees.kind(object).equals("Pod")) {
            String phase = Trees.text(object, "status", "phase");
            if (phase.equals("Succeeded") || phase.equals("Failed")) {
                return;
            }
            pods.put(Trees.text(object, "status", "podIP"), object);
        }
        documents.add(Document.of(object));
    }

    /**
     * @param target host and port that it connects to
     * @param headers of the request; {@code Host} stands in for the URL's
     * @param work how many seconds the program at the end takes for its answer
     */
    Reply call(String method, URI url, String target, Map<String, String> headers, double work) {
        int colon = target.lastIndexOf(':');
        String host = target.substring(0, colon);
        int port = Integer.parseInt(target.substring(colon + 1));
        if (host.equals("localhost") || host.equals("127.0.0.1")) {
            return hasProxy(caller) && port >= 15000 ? Reply.of(200) : Reply.REFUSED;
        }
        if (pods.containsKey(host) && port == METRICS) {
            return hasProxy(pods.get(host)) ? new Reply(200, metrics(host), 0, "", work) : Reply.REFUSED;
        }
        Optional<MeshService> service = service(host);
        if (service.isEmpty()
                && !pods.containsKey(host)
                && registry.services(host).isEmpty()
                && NOWHERE.matcher(host).matches()) {
            return Reply.unknownHost(host);
        }
        Optional<ObjectNode> gateway = service.flatMap(found -> gatewayBehind(found, port));
        if (gateway.isPresent() && !hasProxy(caller)) {
            return throughGateway(gateway.get(), method, url, headers, work);
        }
        if (service.isPresent()
                && !hasProxy(caller)
                && endpoints(service.get(), port).isEmpty()) {
            boolean known = service.get().ports().stream().anyMatch(one -> one.number() == port);
            return known ? Reply.REFUSED : Reply.TIMED_OUT;
        }
        Question question = traffic.from(path(caller));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            question = question.header(header.getKey(), header.getValue());
        }
        return seen(question.request(method, url.toString()), source(caller), work);
    }

    /** A request keeps the name that it asks for, wherever it is sent. */
    private Reply throughGateway(ObjectNode gateway, String method, URI url, Map<String, String> headers, double work) {
        Map<String, String> others = new LinkedHashMap<>(headers);
        String asked = others.remove("Host");
        String authority = asked == null ? url.getRawAuthority() : asked;
        Question question = traffic.through(path(gateway)).at(Trees.text(caller, "status", "podIP"));
        for (Map.Entry<String, String> header : others.entrySet()) {
            question = question.header(header.getKey(), header.getValue());
        }
        Decision decision = question.request(method, url.getScheme() + "://" + authority + url.getRawPath());
        boolean bare = decision.credentials().stream()
                .anyMatch(name ->
                        api.get(Kind.SECRET, Trees.namespace(gateway), name).isEmpty());
        return bare ? Reply.TLS_RESET : seen(decision, source(gateway), work);
    }

    /** A fault holds a request up before it is on its way, so that the route's timeout counts from then on. */
    private Reply seen(Decision decision, String source, double work) {
        double delay = decision.route()
                .flatMap(Route::fault)
                .filter(fault -> fault.delay() != null && fault.delayPercent() >= 100)
                .map(fault -> seconds(fault.delay()))
                .orElse(0.0);
        Reply reply = arrived(decision, source).later(delay);
        double timeout =
                decision.forwarding().map(forward -> seconds(forward.timeout())).orElse(0.0);
        if (reply.status() != 200) {
            return reply;
        }
        return timeout > 0 && work > timeout ? Reply.of(504).later(delay + timeout) : reply.later(work);
    }

    private static double seconds(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toNanos() / 1e9;
    }

    private Reply arrived(Decision decision, String source) {
        Outcome outcome = decision.outcome();
        if (!(outcome instanceof Outcome.Forwarded)) {
            if (decision.status().isPresent()) {
                return Reply.of(decision.status().getAsInt());
            }
            boolean tls = decision.journey()
                    .first()
                    .filter(hop -> hop.passage().arrival().transport().isTls())
                    .isPresent();
            return tls ? Reply.TLS_RESET : Reply.RESET;
        }
        Optional<Leg> leg = decision.journey().legs().stream().findFirst();
        if (leg.isEmpty()) {
            return Reply.TIMED_OUT;
        }
        if (leg.get().outcome() instanceof Outcome.Refused refused) {
            return refused.status() == 0 ? Reply.RESET : Reply.of(refused.status());
        }
        if (leg.get().outcome() instanceof Outcome.Answered answered) {
            return Reply.of(answered.status());
        }
        return served(leg.get(), source);
    }

    private Reply served(Leg leg, String source) {
        String address = leg.arrival().address();
        ObjectNode server = pods.get(address);
        boolean mutual = leg.arrival().transport() instanceof Transport.IstioMutual;
        boolean proxied = hasProxy(caller) || (server != null && hasProxy(server));
        if (server == null || !listens(server, leg.arrival().port())) {
            return proxied ? Reply.of(503) : Reply.REFUSED;
        }
        counted.add(new Counted(address, mutual ? source : "unknown", mutual, 200));
        return Reply.of(200);
    }

    private static boolean listens(ObjectNode pod, int port) {
        for (JsonNode container : Trees.at(pod, "spec", "containers")) {
            for (JsonNode declared : container.path("ports")) {
                if (declared.path("containerPort").asInt() == port) {
                    return true;
                }
            }
        }
        return false;
    }

    private String metrics(String server) {
        Map<Counted, Integer> lines = new LinkedHashMap<>();
        counted.stream().filter(one -> one.server().equals(server)).forEach(one -> lines.merge(one, 1, Integer::sum));
        StringBuilder text = new StringBuilder("# TYPE istio_requests_total counter\n");
        lines.forEach((one, count) -> text.append("istio_requests_total{reporter=\"destination\",source_workload=\"")
                .append(one.source())
                .append("\",response_code=\"")
                .append(one.status())
                .append("\",connection_security_policy=\"")
                .append(one.mutual() ? "mutual_tls" : "none")
                .append("\"} ")
                .append(count)
                .append('\n'));
        return text.toString();
    }

    /** A Service of the cluster by the names that its DNS knows, or by its address. */
    private Optional<MeshService> service(String host) {
        String[] parts =
                host.replaceFirst("\\.svc(\\.cluster\\.local)?\\.?$", "").split("\\.");
        Optional<MeshService> named = parts.length <= 2
                ? registry.service(parts.length > 1 ? parts[1] : Trees.namespace(caller), parts[0])
                : Optional.empty();
        return named.or(() -> registry.services().stream()
                .filter(one -> one.isKubernetes() && one.addresses().contains(host))
                .findFirst());
    }

    private List<Endpoint> endpoints(MeshService service, int port) {
        return registry.endpoints(service).stream()
                .filter(endpoint -> endpoint.ready() && endpoint.servicePort().number() == port)
                .toList();
    }

    /** A pod that is nothing but a proxy. */
    private Optional<ObjectNode> gatewayBehind(MeshService service, int port) {
        return endpoints(service, port).stream()
                .map(endpoint -> pods.get(endpoint.address()))
                .filter(pod -> pod != null
                        && hasProxy(pod)
                        && Trees.at(pod, "spec", "containers").size() == 1)
                .findFirst();
    }

    private static boolean hasProxy(ObjectNode pod) {
        return ProxyContainer.of(pod).isPresent();
    }

    private static String path(ObjectNode pod) {
        return Trees.namespace(pod) + "/" + Trees.name(pod);
    }

    /** What the counters call a caller: what owns its pods. */
    private String source(ObjectNode pod) {
        return registry.workloadAt(Trees.text(pod, "status", "podIP"))
                .map(Workload::owner)
                .orElse("unknown");
    }
}
