package io.meshprovisioner.testkit.realcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.IstioWebhook;
import io.meshprovisioner.testkit.kube.ServerCertificate;
import io.meshprovisioner.testkit.kube.SidecarInjection;
import io.meshprovisioner.testkit.kube.WebhookServer;
import io.meshprovisioner.testkit.kube.control.Kind;
import io.meshprovisioner.testkit.kube.json.Selectors;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers istiod's webhooks at the ClusterIP of each istiod's Service, where a real API server calls them: the Service
 * range is one of this machine's own loopback addresses. Needs the right to listen on port 443.
 */
final class IstiodServer implements AutoCloseable {
    private final ServerCertificate certificate =
            ServerCertificate.create("istiod.istio-system.svc", "*.istio-system.svc");
    private final WebhookServer validation = new IstioWebhook();
    private final Map<String, Undertow> servers = new HashMap<>();
    private final Map<String, ObjectNode> istiods = new ConcurrentHashMap<>();

    /** The certificate that its callers must trust, PEM. */
    String root() {
        return certificate.pem();
    }

    /** Listens for every istiod that has become ready, as long as its Service stands. */
    void serve(RealApi api) {
        Set<String> standing = new HashSet<>();
        List<ObjectNode> pods = api.list(Kind.POD);
        for (ObjectNode service : api.list(Kind.SERVICE)) {
            String address = Trees.text(service, "spec", "clusterIP");
            standing.add(address);
            pods.stream()
                    .filter(pod -> "istiod".equals(Trees.labels(pod).get("app"))
                            && leads(service, pod)
                            && Trees.conditionTrue(pod, "Ready"))
                    .findFirst()
                    .ifPresent(pod -> istiods.put(address, pod));
        }
        istiods.keySet().retainAll(standing);
        istiods.keySet().forEach(address -> servers.computeIfAbsent(address, this::listen));
        servers.entrySet().removeIf(entry -> {
            boolean gone = !istiods.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().stop();
            }
            return gone;
        });
    }

    private static boolean leads(ObjectNode service, ObjectNode pod) {
        JsonNode selector = Trees.at(service, "spec", "selector");
        return Trees.namespace(service).equals(Trees.namespace(pod))
                && selector.has("app")
                && Selectors.contains(selector, Trees.labels(pod));
    }

    private Undertow listen(String address) {
        Undertow server = Undertow.builder()
                .addHttpsListener(
                        443,
                        address,
                        certificate.context(),
                        new BlockingHandler(exchange -> answer(exchange, istiods.get(address))))
                .setIoThreads(1)
                .setWorkerThreads(4)
                .build();
        server.start();
        return server;
    }

    private void answer(HttpServerExchange exchange, @Nullable ObjectNode istiod) throws IOException {
        String asked = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (istiod == null) { // it went while it was being called
            exchange.setStatusCode(503);
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender()
                .send(ByteBuffer.wrap(Trees.bytes(review(exchange.getRequestPath(), Trees.parse(asked), istiod))));
    }

    private ObjectNode review(String path, ObjectNode asked, ObjectNode istiod) {
        ObjectNode answer = Trees.object();
        answer.put("apiVersion", Trees.text(asked, "apiVersion")).put("kind", "AdmissionReview");
        ObjectNode response = answer.putObject("response").put("uid", Trees.text(asked, "request", "uid"));
        response.put("allowed", true);
        @Nullable
        ObjectNode object = Trees.at(asked, "request").path("object") instanceof ObjectNode given ? given : null;
        if (object == null) {
            return answer;
        }
        if (path.startsWith("/inject")) {
            ObjectNode injected = SidecarInjection.inject(istiod, object, false);
            if (!injected.equals(object)) {
                ObjectNode whole = Trees.object().put("op", "replace").put("path", "");
                whole.set("value", injected);
                response.put("patchType", "JSONPatch")
                        .put(
                                "patch",
                                Base64.getEncoder()
                                        .encodeToString(
                                                Trees.bytes(Trees.array().add(whole))));
            }
        } else {
            String image = Trees.text(Trees.at(istiod, "spec", "containers").path(0), "image");
            Optional<String> denied = validation.deny(new WebhookServer.Call(path, image, object));
            denied.ifPresent(why -> response.put("allowed", false)
                    .putObject("status")
                    .put("code", 400)
                    .put("message", why));
        }
        return answer;
    }

    @Override
    public void close() {
        servers.values().forEach(Undertow::stop);
    }
}
