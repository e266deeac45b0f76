package io.meshprovisioner.testkit.kube.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Api;
import io.meshprovisioner.testkit.kube.control.Kind;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.traffic.PodPrograms.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The administration interface of a sidecar's Envoy. Its certificate is good for a day and renewed when half of it is over. */
final class ProxyAdministration {
    static final int PORT = 15000;

    private static final Duration LIFE = Duration.ofHours(24);
    private static final Pattern DOMAIN = Pattern.compile("(?m)^trustDomain: \"?([^\"\\s]+)");

    private final Api api;
    private final ObjectNode pod;

    ProxyAdministration(Api api, ObjectNode pod) {
        this.api = api;
        this.pod = pod;
    }

    Answer answer(String path) {
        return switch (path) {
            case "/certs" -> new Answer(200, "application/json", certificates().toString());
            case "/ready" -> new Answer(200, "text/plain", "LIVE\n");
            default -> new Answer(404, "text/plain", "invalid path\n");
        };
    }

    private ObjectNode certificates() {
        ObjectNode all = Trees.object();
        String started = Trees.text(pod, "status", "startTime");
        if (started.isEmpty()) {
            return all;
        }
        Instant from = Instant.parse(started);
        long renewals = Duration.between(from, api.now()).toHours() / (LIFE.toHours() / 2);
        Instant issued = from.plus(LIFE.dividedBy(2).multipliedBy(renewals));
        ObjectNode certificate =
                all.putArray("certificates").addObject().putArray("cert_chain").addObject();
        certificate.put("path", "<inline>");
        certificate
                .putArray("subject_alt_names")
                .addObject()
                .put(
                        "uri",
                        "spiffe://" + domain() + "/ns/" + Trees.namespace(pod) + "/sa/"
                                + Trees.text(pod, "spec", "serviceAccountName"));
        certificate.put("valid_from", issued.toString());
        certificate.put("expiration_time", issued.plus(LIFE).toString());
        return all;
    }

    private String domain() {
        String mesh = api.get(Kind.CONFIG_MAP, "istio-system", "istio")
                .map(map -> Trees.text(map, "data", "mesh"))
                .orElse("");
        Matcher domain = DOMAIN.matcher(mesh);
        return domain.find() ? domain.group(1) : "cluster.local";
    }
}
