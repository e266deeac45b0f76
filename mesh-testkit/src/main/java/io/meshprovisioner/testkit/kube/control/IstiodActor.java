package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a running istiod does to its cluster: it makes its certificate authority, spreads the root certificate, and
 * patches its webhooks, the injector's caBundle at once and the validator's failure policy to Fail.
 */
final class IstiodActor implements Controller {
    private static final String MANAGER = "pilot-discovery";
    private static final String ROOT = "istio-ca-root-cert";
    private static final String REVISION = "istio.io/rev";

    @Override
    public String name() {
        return "istiod";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        boolean pod = change.of(Kind.POD)
                && Trees.labels(change.latest()).getOrDefault("app", "").equals("istiod");
        if (pod
                || change.of(Kind.MUTATING_WEBHOOK)
                || change.of(Kind.VALIDATING_WEBHOOK)
                || change.of(Kind.NAMESPACE)) {
            queue.accept(new Key("", "webhooks"));
        } else if (change.deleted()
                && change.of(Kind.CONFIG_MAP)
                && Trees.name(change.latest()).equals(ROOT)) {
            queue.accept(new Key("", "webhooks"));
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        for (ObjectNode pod : api.list(Kind.POD)) {
            if (Trees.labels(pod).getOrDefault("app", "").equals("istiod")
                    && Workloads.ready(pod)
                    && Workloads.active(pod)) {
                work(api, pod);
            }
        }
    }

    private static void work(Api api, ObjectNode pod) {
        String home = Trees.namespace(pod);
        String revision = Trees.labels(pod).getOrDefault(REVISION, "default");
        Optional<String> pluggedIn = pluggedIn(api, home);
        if (pluggedIn.isEmpty()) {
            secret(api, home);
        }
        String bundle = Base64.getEncoder().encodeToString(api.istiodRoot(home).getBytes(StandardCharsets.UTF_8));
        for (ObjectNode configuration : api.list(Kind.MUTATING_WEBHOOK)) {
            if (Trees.name(configuration).startsWith("istio-") && ours(configuration, home, revision)) {
                patch(api, configuration, bundle, false);
            }
        }
        for (ObjectNode configuration : api.list(Kind.VALIDATING_WEBHOOK)) {
            if (Trees.name(configuration).startsWith("istio") && ours(configuration, home, revision)) {
                patch(api, configuration, bundle, true);
            }
        }
        for (ObjectNode namespace : api.list(Kind.NAMESPACE)) {
            if (!Trees.deleting(namespace)) {
                spread(api, Trees.name(namespace), pluggedIn.orElse(api.istiodRoot(home)));
            }
        }
    }

    /** A configuration is an istiod's when it calls a service in its namespace and bears its revision or none. */
    private static boolean ours(ObjectNode configuration, String home, String revision) {
        String own = Trees.labels(configuration).getOrDefault(REVISION, revision);
        for (JsonNode webhook : configuration.path("webhooks")) {
            JsonNode service = Trees.at(webhook, "clientConfig", "service");
            if (Trees.text(service, "namespace").equals(home)
                    && Trees.text(service, "name").startsWith("istiod")) {
                return own.equals(revision) || own.equals("default");
            }
        }
        return false;
    }

    private static void patch(Api api, ObjectNode configuration, String bundle, boolean fail) {
        ObjectNode changed = configuration.deepCopy();
        for (ObjectNode webhook : Trees.objects(changed.path("webhooks"))) {
            Trees.with(webhook, "clientConfig").put("caBundle", bundle);
            if (fail) {
                webhook.put("failurePolicy", "Fail");
            }
        }
        if (!changed.equals(configuration)) {
            api.update(changed, MANAGER);
        }
    }

    /**
     * The roots of an authority of the user's. The webhooks' caBundle stays as it is: it must fit the certificate of whoever
     * answers for istiod.
     */
    private static Optional<String> pluggedIn(Api api, String home) {
        return api.get(Kind.SECRET, home, "cacerts")
                .map(secret -> Trees.text(secret.path("data"), "root-cert.pem"))
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
    }

    private static void secret(Api api, String home) {
        String encoded = Base64.getEncoder().encodeToString(api.istiodRoot(home).getBytes(StandardCharsets.UTF_8));
        ObjectNode secret = Trees.object().put("type", "istio.io/ca-root");
        secret.putObject("data").put("ca-cert.pem", encoded).put("ca-key.pem", encoded);
        make(api, Kind.SECRET, home, "istio-ca-secret", secret);
    }

    private static void spread(Api api, String namespace, String certificate) {
        ObjectNode map = Trees.object();
        map.putObject("data").put("root-cert.pem", certificate);
        if (!List.of("kube-node-lease", "kube-public", "kube-system").contains(namespace)) {
            make(api, Kind.CONFIG_MAP, namespace, ROOT, map);
            api.get(Kind.CONFIG_MAP, namespace, ROOT)
                    .filter(found ->
                            !Trees.text(found.path("data"), "root-cert.pem").equals(certificate))
                    .ifPresent(found -> {
                        ObjectNode changed = found.deepCopy();
                        changed.putObject("data").put("root-cert.pem", certificate);
                        api.update(changed, MANAGER);
                    });
        }
    }

    private static void make(Api api, Kind kind, String namespace, String name, ObjectNode object) {
        if (api.get(kind, namespace, name).isPresent()) {
            return;
        }
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        ObjectNode metadata =
                object.putObject("metadata").put("namespace", namespace).put("name", name);
        if (kind.equals(Kind.CONFIG_MAP)) {
            Map.of("istio.io/config", "true").forEach(metadata.putObject("labels")::put);
        }
        try {
            api.create(object, MANAGER);
        } catch (Refused refused) {
            // The namespace is going; istiod logs this and goes on.
            return;
        }
    }
}
