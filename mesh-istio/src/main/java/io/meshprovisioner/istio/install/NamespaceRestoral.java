package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A namespace of somebody's that we moved between control planes gets back the labels that it had before. */
record NamespaceRestoral(KubernetesSession session, String name) implements Removal {
    static final String BEFORE = "mesh-provisioner/injection-before";
    private static final String SWITCH = "istio-injection";

    /** What is noted down before the first move: the switch, or the revision, or nothing. */
    static String noted(Map<String, String> labels) {
        return labels.containsKey(SWITCH)
                ? SWITCH + "=" + labels.get(SWITCH)
                : Optional.ofNullable(labels.get(ControlPlanes.REVISION))
                        .map(revision -> ControlPlanes.REVISION + "=" + revision)
                        .orElse("none");
    }

    static boolean due(Tree namespace) {
        return namespace.texts("metadata", "annotations").containsKey(BEFORE);
    }

    private ObjectKey key() {
        return ObjectKey.cluster("v1", "Namespace", name);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.LABELS, name);
    }

    @Override
    public String title() {
        return "labels of namespace " + name;
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public Removed remove(Step step) {
        Optional<Tree> found = new Look(session).get(key()).filter(NamespaceRestoral::due);
        if (found.isPresent()) {
            String before = found.get().texts("metadata", "annotations").getOrDefault(BEFORE, "");
            Map<String, @Nullable Object> labels = new HashMap<>();
            labels.put(SWITCH, null);
            labels.put(ControlPlanes.REVISION, null);
            int equals = before.indexOf('=');
            if (equals > 0) {
                labels.put(before.substring(0, equals), before.substring(equals + 1));
            }
            Map<String, @Nullable Object> annotations = new HashMap<>();
            annotations.put(BEFORE, null);
            session.patch(
                    key(),
                    Yaml.json(Map.of("metadata", Map.of("labels", labels, "annotations", annotations))),
                    step.permit());
        }
        return new Removed.Gone();
    }
}
