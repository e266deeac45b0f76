package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Api.Located;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Gives each namespace its ServiceAccount and root certificate, and empties it when it is deleted. */
final class NamespaceController implements Controller {
    private static final String ACCOUNT = "default";
    private static final String ROOT = "kube-root-ca.crt";

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.NAMESPACE)) {
            queue.accept(Key.of(change.latest()));
        } else if (change.deleted() && (change.of(Kind.SERVICE_ACCOUNT) || change.of(Kind.CONFIG_MAP))) {
            queue.accept(new Key("", Trees.namespace(change.latest())));
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.NAMESPACE, "", key.name()).ifPresent(namespace -> {
            if (Trees.deleting(namespace)) {
                empty(api, namespace, key);
            } else {
                furnish(api, key.name());
            }
        });
    }

    private static void furnish(Api api, String namespace) {
        if (api.get(Kind.SERVICE_ACCOUNT, namespace, ACCOUNT).isEmpty()) {
            make(api, Kind.SERVICE_ACCOUNT, namespace, ACCOUNT, Trees.object());
        }
        if (api.get(Kind.CONFIG_MAP, namespace, ROOT).isEmpty()) {
            ObjectNode map = Trees.object();
            map.putObject("data").put("ca.crt", api.rootCertificate());
            make(api, Kind.CONFIG_MAP, namespace, ROOT, map);
        }
    }

    private static void make(Api api, Kind kind, String namespace, String name, ObjectNode object) {
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        object.putObject("metadata").put("namespace", namespace).put("name", name);
        try {
            api.create(object, "kube-controller-manager");
        } catch (Refused refused) {
            throw new IllegalStateException("A new namespace must take its " + kind.kind() + ".", refused);
        }
    }

    /** Content goes a second after the deletion, the namespace once nothing is left of it. */
    private void empty(Api api, ObjectNode namespace, Key key) {
        Duration waited = api.since(Trees.uid(namespace), "deleting");
        if (waited.compareTo(Duration.ofSeconds(1)) < 0) {
            api.later(Duration.ofSeconds(1), this, key);
            return;
        }
        for (Located content : api.contents(key.name())) {
            api.delete(content.kind(), key.name(), Trees.name(content.object()));
        }
        List<Located> left = api.contents(key.name());
        if (left.isEmpty()) {
            ObjectNode done = namespace.deepCopy();
            List<String> others = Trees.texts(Trees.at(namespace, "spec", "finalizers"));
            others.remove("kubernetes");
            ArrayNode kept = Trees.with(done, "spec").putArray("finalizers");
            others.forEach(kept::add);
            api.update(done, "kube-controller-manager");
            api.finalizers(Kind.NAMESPACE, done, Trees.texts(Trees.at(namespace, "metadata", "finalizers")));
            return;
        }
        report(api, namespace, left);
        api.later(Duration.ofSeconds(2), this, key);
    }

    private static void report(Api api, ObjectNode namespace, List<Located> left) {
        Set<String> kinds = new TreeSet<>();
        Set<String> finalizers = new TreeSet<>();
        for (Located content : left) {
            kinds.add(content.kind().storage());
            finalizers.addAll(Trees.texts(Trees.at(content.object(), "metadata", "finalizers")));
        }
        ObjectNode changed = Trees.writable(namespace);
        ObjectNode status = Trees.with(changed, "status");
        Conditions.set(
                status,
                api.now(),
                "NamespaceContentRemaining",
                true,
                "SomeResourcesRemain",
                "Some resources are remaining: " + String.join(", ", kinds));
        Conditions.set(
                status,
                api.now(),
                "NamespaceFinalizersRemaining",
                !finalizers.isEmpty(),
                finalizers.isEmpty() ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
                finalizers.isEmpty()
                        ? "All content-preserving finalizers finished"
                        : "Some content in the namespace has finalizers remaining: " + String.join(", ", finalizers));
        api.updateStatus(changed);
    }
}
