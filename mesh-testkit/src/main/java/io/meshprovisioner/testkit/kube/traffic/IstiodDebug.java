package io.meshprovisioner.testkit.kube.traffic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Api;
import io.meshprovisioner.testkit.kube.control.Kind;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.traffic.PodPrograms.Answer;
import java.util.List;

/**
 * The debug interface of one istiod: the proxies that are connected to it, those of its revision, shared out among the
 * istiods that are ready. A proxy has taken up what it was sent once its pod is ready.
 */
final class IstiodDebug {
    static final int PORT = 15014;

    private static final String REVISION = "istio.io/rev";

    private final Api api;
    private final ObjectNode istiod;

    IstiodDebug(Api api, ObjectNode istiod) {
        this.api = api;
        this.istiod = istiod;
    }

    Answer answer(String path) {
        return switch (path.replaceFirst("[?].*", "")) {
            case "/debug/syncz" -> new Answer(200, "application/json", syncz().toString());
            case "/ready" -> new Answer(200, "text/plain", "");
            default -> new Answer(404, "text/plain", "404 page not found\n");
        };
    }

    private ArrayNode syncz() {
        String revision = revision(istiod);
        List<String> peers = api.list(Kind.POD, Trees.namespace(istiod)).stream()
                .filter(pod -> Trees.labels(pod).getOrDefault("app", "").equals("istiod")
                        && revision(pod).equals(revision)
                        && ready(pod))
                .map(Trees::name)
                .sorted()
                .toList();
        ArrayNode all = Trees.array();
        for (ObjectNode pod : api.list(Kind.POD)) {
            String image = ProxyContainer.of(pod)
                    .map(proxy -> Trees.text(proxy, "image"))
                    .orElse("");
            boolean runs = Trees.text(pod, "status", "phase").equals("Running") && !Trees.deleting(pod);
            String from = Trees.annotations(pod).getOrDefault(REVISION, revision(pod));
            boolean mine = !peers.isEmpty()
                    && peers.get(Math.floorMod(Trees.uid(pod).hashCode(), peers.size()))
                            .equals(Trees.name(istiod));
            if (!image.isEmpty() && runs && from.equals(revision) && mine) {
                all.add(status(pod, image.substring(image.lastIndexOf(':') + 1)));
            }
        }
        return all;
    }

    private ObjectNode status(ObjectNode pod, String release) {
        String sent = Integer.toHexString(Trees.uid(pod).hashCode());
        ObjectNode status = Trees.object()
                .put("cluster_id", "Kubernetes")
                .put("proxy", Trees.name(pod) + "." + Trees.namespace(pod))
                .put("istio_version", release);
        for (String kind : List.of("cluster", "listener", "route", "endpoint")) {
            status.put(kind + "_sent", sent + kind.charAt(0));
            if (ready(pod)) {
                status.put(kind + "_acked", sent + kind.charAt(0));
            }
        }
        return status;
    }

    private static boolean ready(ObjectNode pod) {
        return Trees.conditionTrue(pod, "Ready");
    }

    private static String revision(ObjectNode pod) {
        return Trees.labels(pod).getOrDefault(REVISION, "default");
    }
}
