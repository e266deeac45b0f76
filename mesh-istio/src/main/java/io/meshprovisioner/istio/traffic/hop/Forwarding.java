package io.meshprovisioner.istio.traffic.hop;

import io.meshprovisioner.istio.traffic.cluster.ClientSecurity;
import io.meshprovisioner.istio.traffic.cluster.ClientSecurity.Mode;
import io.meshprovisioner.istio.traffic.cluster.Cluster;
import io.meshprovisioner.istio.traffic.cluster.ClusterEndpoint;
import io.meshprovisioner.istio.traffic.cluster.HttpVersion;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.route.Upstream;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How what one proxy sends on meets the sidecar of the endpoint. */
final class Forwarding {
    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final Proxy proxy;
    private final String identity;

    /** @param trustDomain what the proxy's identity begins with */
    Forwarding(Proxy proxy, String trustDomain) {
        this.proxy = proxy;
        String account = proxy.serviceAccount().isEmpty() ? "default" : proxy.serviceAccount();
        String namespace = proxy.sourceNamespace().isEmpty() ? proxy.namespace() : proxy.sourceNamespace();
        this.identity = trustDomain + "/ns/" + namespace + "/sa/" + account;
    }

    /** @param endpoint null where the address that the client chose is kept */
    Arrival arrival(Passage passage, Destination destination, Cluster cluster, @Nullable ClusterEndpoint endpoint) {
        Arrival before = passage.arrival();
        HttpRequest request = request(passage, destination, cluster);
        return new Arrival(
                Arrival.Side.INBOUND,
                endpoint == null ? before.address() : endpoint.address(),
                endpoint == null ? before.port() : endpoint.port(),
                transport(passage, cluster, endpoint, request),
                passage.request() != null || isReadable(passage) ? request : null,
                proxy.addresses().isEmpty() ? "" : proxy.addresses().get(0));
    }

    /** What is not opened on the way stays closed. */
    private static boolean isReadable(Passage passage) {
        return passage.endsTls() || !passage.arrival().transport().isTls();
    }

    private @Nullable HttpRequest request(Passage passage, Destination destination, Cluster cluster) {
        RequestView view = passage.request();
        Route route = passage.route();
        if (view == null || route == null || !(route.action().orElse(null) instanceof RouteAction.Forward forward)) {
            return passage.arrival().http();
        }
        HttpRequest sent = Upstream.request(view, route, forward, destination.share());
        boolean http2 = cluster.httpVersion() == HttpVersion.HTTP_2
                || (cluster.httpVersion() == HttpVersion.AS_CLIENT && sent.http2());
        if (http2 == sent.http2() && !proxy.isGateway()) {
            return sent;
        }
        return new HttpRequest(
                sent.method(),
                sent.scheme(),
                sent.authority(),
                sent.path(),
                proxy.isGateway() ? withClient(sent.headers(), passage.arrival()) : sent.headers(),
                http2);
    }

    /** A gateway tells whom it serves; sidecars do not. */
    private static Map<String, List<String>> withClient(Map<String, List<String>> headers, Arrival arrival) {
        if (arrival.sourceAddress().isEmpty()) {
            return headers;
        }
        List<String> chain = new ArrayList<>(headers.getOrDefault(FORWARDED_FOR, List.of()));
        chain.add(arrival.sourceAddress());
        Map<String, List<String>> changed = new LinkedHashMap<>(headers);
        changed.put(FORWARDED_FOR, List.of(String.join(",", chain)));
        return changed;
    }

    private Transport transport(
            Passage passage, Cluster cluster, @Nullable ClusterEndpoint endpoint, @Nullable HttpRequest request) {
        ClientSecurity security = cluster.security();
        boolean routed = passage.request() != null;
        boolean mutual = endpoint == null ? security.mode() == Mode.ISTIO_MUTUAL : security.isMutualTo(endpoint);
        if (mutual) {
            String protocol = !routed || request == null ? "istio" : request.http2() ? "istio-h2" : "istio-http/1.1";
            return new Transport.IstioMutual(security.serverName(), protocol, identity);
        }
        if (security.mode() == Mode.SIMPLE || security.mode() == Mode.MUTUAL) {
            String name = security.serverNameOfRequest() && request != null ? request.host() : security.serverName();
            return new Transport.Tls(name, cluster.httpVersion() == HttpVersion.HTTP_2 ? "h2" : "");
        }
        return passage.endsTls() || routed
                ? Transport.PLAINTEXT
                : passage.arrival().transport();
    }
}
