package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.hop.Hop;
import io.meshprovisioner.istio.traffic.hop.Journey;
import io.meshprovisioner.istio.traffic.hop.Journeys;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServiceTarget;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question as a sentence: who calls, with which headers; the verb ends it. Immutable: each method but the verbs gives
 * a changed copy.
 */
public final class Question {
    /** Where Istio's own gateway pods listen behind the ports 80 and 443 of their service. */
    private static final Map<Integer, Integer> BEHIND_SERVICE = Map.of(80, 8080, 443, 8443);

    private final Snapshot snapshot;
    private final List<Proxy> proxies;
    private final @Nullable Workload bare;
    private final String caller;
    private final String address;
    private final Map<String, List<String>> headers;
    private final @Nullable Token token;
    private final boolean http2;

    private Question(
            Snapshot snapshot,
            List<Proxy> proxies,
            @Nullable Workload bare,
            String caller,
            String address,
            Map<String, List<String>> headers,
            @Nullable Token token,
            boolean http2) {
        this.snapshot = snapshot;
        this.proxies = proxies;
        this.bare = bare;
        this.caller = caller;
        this.address = address;
        this.headers = headers;
        this.token = token;
        this.http2 = http2;
    }

    static Question through(Snapshot snapshot, Proxy sidecar, String caller) {
        return new Question(snapshot, List.of(sidecar), null, caller, "", Map.of(), null, false);
    }

    static Question past(Snapshot snapshot, Workload caller, String name) {
        return new Question(snapshot, List.of(), caller, name, "", Map.of(), null, false);
    }

    static Question outside(Snapshot snapshot, List<Proxy> gateways, String caller) {
        return new Question(snapshot, gateways, null, caller, NameService.OUTSIDE, Map.of(), null, false);
    }

    /** With one more header. Said twice, it is sent twice. */
    public Question header(String name, String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(headers);
        List<String> values = new ArrayList<>(headers.getOrDefault(name, List.of()));
        values.add(value);
        changed.put(name, List.copyOf(values));
        return new Question(snapshot, proxies, bare, caller, address, changed, token, http2);
    }

    /** With a token, as RequestAuthentication asks for. */
    public Question token(Token changed) {
        return new Question(snapshot, proxies, bare, caller, address, headers, changed, http2);
    }

    /** From this IP address, as the gateway sees it; for callers outside. */
    public Question at(String ipAddress) {
        return new Question(snapshot, proxies, bare, caller, ipAddress, headers, token, http2);
    }

    /** Over HTTP/2, as gRPC is. */
    public Question http2() {
        return new Question(snapshot, proxies, bare, caller, address, headers, token, true);
    }

    public Decision get(String url) {
        return request("GET", url);
    }

    public Decision post(String url) {
        return request("POST", url);
    }

    public Decision put(String url) {
        return request("PUT", url);
    }

    public Decision delete(String url) {
        return request("DELETE", url);
    }

    /** Any HTTP method, in upper case. With {@code https} the application starts the TLS itself. */
    public Decision request(String method, String url) {
        Address to = Address.of(url);
        HttpRequest request = new HttpRequest(method, to.scheme(), to.authority(), to.path(), headers, http2);
        Transport transport =
                to.isTls() ? new Transport.Tls(to.host(), http2 ? "h2" : "http/1.1") : Transport.PLAINTEXT;
        return decide(to, transport, request, () -> method + " " + url);
    }

    /** A TLS connection to {@code host:port} that nobody is meant to open on the way. */
    public Decision tls(String hostAndPort) {
        Address to = Address.of("tls://" + hostAndPort);
        return decide(to, new Transport.Tls(to.host(), ""), null, () -> "TLS to " + hostAndPort);
    }

    /** A connection to {@code host:port} with bytes in it. */
    public Decision tcp(String hostAndPort) {
        return decide(Address.of("tcp://" + hostAndPort), Transport.PLAINTEXT, null, () -> "TCP to " + hostAndPort);
    }

    /**
     * A request just as it is, to a host's port; headers and token of this question are not added to it.
     *
     * @param host that the caller connects to
     */
    public Decision send(String host, int port, Transport transport, HttpRequest request) {
        Address to = new Address(request.scheme(), host, port, request.authority(), request.path());
        return decide(
                to,
                transport,
                request,
                () -> told(request, port) + (token == null ? "" : ", token " + token.inWords()));
    }

    /**
     * A connection to a host's port that nobody on the way reads as HTTP: bytes, or TLS with any server's name.
     *
     * @param host that the caller connects to
     */
    public Decision connect(String host, int port, Transport transport) {
        String what = transport.isTls() ? "TLS" : "TCP";
        String name = transport.serverName();
        String said = name.isEmpty() || name.equals(host) ? "" : " for " + name;
        return decide(
                new Address("tcp", host, port, host, "/"),
                transport,
                null,
                () -> what + " to " + host + ":" + port + said);
    }

    private static String told(HttpRequest request, int port) {
        StringBuilder words = new StringBuilder(request.method())
                .append(' ')
                .append(request.scheme())
                .append("://")
                .append(request.authority());
        if (!request.host().equals(request.authority()) || port != 80) {
            words.append(request.host().equals(request.authority()) ? ":" + port : " on port " + port);
        }
        words.append(request.path());
        request.headers()
                .forEach((name, values) -> values.forEach(
                        value -> words.append(", ").append(name).append(": ").append(value)));
        return words.toString();
    }

    private Decision decide(Address to, Transport transport, @Nullable HttpRequest request, Supplier<String> words) {
        return new Decision(snapshot, words, caller, journey(to, transport, request));
    }

    private Journey journey(Address to, Transport transport, @Nullable HttpRequest request) {
        Journeys journeys = Journeys.of(snapshot);
        NameService names = NameService.of(snapshot);
        if (bare != null) {
            return journeys.straight(straight(names, bare, to, transport, request), token);
        }
        Journey furthest = null;
        for (Proxy proxy : proxies) {
            if (!proxy.isGateway()) {
                String destination = names.address(to.host(), proxy.namespace());
                return journeys.through(
                        proxy,
                        new Arrival(Arrival.Side.OUTBOUND, destination, to.port(), transport, request, address),
                        token);
            }
            for (int port : listening(proxy, to.port())) {
                Journey one = journeys.through(
                        proxy, new Arrival(Arrival.Side.GATEWAY, own(proxy), port, transport, request, address), token);
                if (unknown(one).isEmpty()) {
                    return one;
                }
                if (furthest == null
                        || unknown(one).get().compareTo(unknown(furthest).get()) > 0) {
                    furthest = one;
                }
            }
        }
        if (furthest == null) {
            throw new IllegalStateException("the snapshot holds no Gateway; add one, or ask as a workload: from(...)");
        }
        return furthest;
    }

    private static String own(Proxy gateway) {
        return gateway.addresses().isEmpty()
                ? NameService.OUTSIDE
                : gateway.addresses().get(0);
    }

    /**
     * The ports of its pods that a port of a gateway's service may mean: what the service says, and where the snapshot
     * holds none, the port itself or the one that Istio's own gateways have behind it.
     */
    private List<Integer> listening(Proxy gateway, int port) {
        List<Integer> said = snapshot.registry().targets(gateway).stream()
                .filter(target -> target.port().number() == port)
                .map(ServiceTarget::targetPort)
                .toList();
        if (!said.isEmpty()) {
            return said.subList(0, 1);
        }
        Integer behind = BEHIND_SERVICE.get(port);
        return behind == null ? List.of(port) : List.of(port, behind);
    }

    /** How far a gateway came that does not know the host; another may. Empty where it knows it. */
    private static Optional<Reason> unknown(Journey journey) {
        return journey.first()
                .map(Hop::passage)
                .flatMap(passage -> passage.reason())
                .filter(reason -> reason == Reason.NO_LISTENER
                        || reason == Reason.NO_FILTER_CHAIN
                        || reason == Reason.NO_VIRTUAL_HOST);
    }

    private static Arrival straight(
            NameService names, Workload from, Address to, Transport transport, @Nullable HttpRequest request) {
        Optional<Endpoint> endpoint = names.service(to.host(), from.namespace())
                .flatMap(service -> names.endpoints(service, to.port()).stream().findFirst());
        return new Arrival(
                Arrival.Side.INBOUND,
                endpoint.map(Endpoint::address).orElseGet(() -> names.address(to.host(), from.namespace())),
                endpoint.map(Endpoint::port).orElse(to.port()),
                transport,
                request,
                from.addresses().isEmpty() ? "" : from.addresses().get(0));
    }

    /** Who asks. */
    @Override
    public String toString() {
        return "a question from " + caller;
    }

    /** Where a question goes. */
    private record Address(String scheme, String host, int port, String authority, String path) {
        /** Reads a URL; any text is a host, as DNS and Istio have names that are none to java.net. */
        static Address of(String url) {
            int scheme = url.indexOf("://");
            int start = scheme + 3;
            int end = start;
            while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
                end++;
            }
            String authority = scheme < 0 ? "" : url.substring(start, end);
            if (scheme <= 0 || authority.isEmpty()) {
                throw new IllegalArgumentException("not a URL with scheme and host: " + url);
            }
            int fragment = url.indexOf('#', end);
            String rest = url.substring(end, fragment < 0 ? url.length() : fragment);
            String path = rest.isEmpty() ? "/" : rest.charAt(0) == '/' ? rest : "/" + rest;
            int colon = authority.lastIndexOf(':');
            boolean hasPort = colon >= 0 && authority.indexOf(']') < colon;
            String name = url.substring(0, scheme);
            return new Address(
                    name,
                    hasPort ? authority.substring(0, colon) : authority,
                    hasPort ? port(authority.substring(colon + 1), url) : port(name, authority, url),
                    authority,
                    path);
        }

        private static int port(String written, String url) {
            try {
                int port = Integer.parseInt(written);
                if (port > 0 && port < 65_536) {
                    return port;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a port: " + written + " in " + url, e);
            }
            throw new IllegalArgumentException("not a port: " + written + " in " + url);
        }

        private static int port(String scheme, String authority, String url) {
            return switch (scheme) {
                case "http" -> 80;
                case "https" -> 443;
                default -> throw new IllegalArgumentException("no port in " + authority + ": " + url);
            };
        }

        boolean isTls() {
            return scheme.equals("https");
        }
    }
}
