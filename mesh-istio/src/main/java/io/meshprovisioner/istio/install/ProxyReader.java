package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshProxy;
import io.meshprovisioner.spi.PodPort;
import io.meshprovisioner.spi.RevisionReport.Proxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks each istiod which proxies are connected to it and what they have taken up: {@code /debug/syncz} on its monitoring port,
 * which since 1.10 answers strangers only from its own pod, so that the API's proxy would not do.
 */
final class ProxyReader {
    private static final int MONITORING = 15014;
    private static final List<String> KINDS = List.of("cluster", "listener", "route", "endpoint");

    private final PodHttp http;
    private final Look look;
    private final Map<String, Connected> connected = new HashMap<>();
    private final List<String> silent = new ArrayList<>();

    private record Connected(String istiod, Tree status) {}

    ProxyReader(KubernetesSession session) {
        this.http = new PodHttp(session);
        this.look = new Look(session);
    }

    List<MeshProxy> read() {
        look.everywhere("v1", "Pod", "app=istiod").stream()
                .filter(pod -> pod.isTrue("Ready")
                        && pod.text("metadata", "deletionTimestamp").isEmpty())
                .forEach(this::ask);
        return new ControlPlanes(look).proxies().stream().map(this::report).toList();
    }

    private void ask(Tree istiod) {
        String pod = istiod.text("metadata", "name");
        try {
            PodPort at = new PodPort(istiod.text("metadata", "namespace"), pod, MONITORING, "/debug/syncz");
            for (Object one : Yaml.list(http.get(at))) {
                Tree status = new Tree(one);
                connected.put(status.text("proxy"), new Connected(pod, status));
            }
        } catch (IOException | MeshException | CallFailure | UnsupportedOperationException e) {
            silent.add(pod + " (" + e.getMessage() + ")");
        }
    }

    private MeshProxy report(Proxy proxy) {
        Connected found = connected.get(proxy.pod() + "." + proxy.namespace());
        List<String> behind = found == null
                ? List.of()
                : KINDS.stream()
                        .filter(kind -> !found.status()
                                .text(kind + "_sent")
                                .equals(found.status().text(kind + "_acked")))
                        .map(kind -> kind + "s")
                        .toList();
        return new MeshProxy(
                proxy.namespace(),
                proxy.pod(),
                proxy.revision(),
                proxy.version(),
                found == null ? "" : found.istiod(),
                behind,
                problem(found == null, behind));
    }

    private String problem(boolean alone, List<String> behind) {
        if (alone) {
            return silent.isEmpty()
                    ? "it is connected to no istiod: it keeps what it has, or has nothing yet"
                    : "not known: these istiods could not be asked: " + String.join("; ", silent);
        }
        return behind.isEmpty()
                ? ""
                : "it has not taken up the " + String.join(", ", behind)
                        + " that it was sent; its log says why (istio-proxy)";
    }
}
