package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An IstioOperator that is deleted: its operator removes what it made of it, and then its finalizer. Where no operator
 * runs that heeds it, nobody ever would, and the finalizer is taken away here; what was made is then removed by its
 * labels ({@link MeshInventory}).
 */
record IstioOperatorRemoval(KubernetesSession session, ObjectKey key) implements Removal {
    private static final String WITHOUT_FINALIZERS = "{\"metadata\":{\"finalizers\":null}}";

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.ISTIO_OPERATOR, key.namespace().orElse("") + "/" + key.name());
    }

    @Override
    public String title() {
        return key.toString();
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public Pace pace() {
        return Pace.of(Duration.ofSeconds(5));
    }

    @Override
    public Removed remove(Step step) {
        Optional<Tree> found = found();
        if (found.isEmpty()) {
            return new Removed.Gone();
        }
        if (found.get().text("metadata", "deletionTimestamp").isEmpty()) {
            session.delete(key, step.permit());
        } else if (heeded()) {
            return new Removed.Going("its operator removes what it made");
        } else {
            session.patch(key, WITHOUT_FINALIZERS, step.permit());
        }
        return found().isEmpty() ? new Removed.Gone() : new Removed.Going("deleted, not gone yet");
    }

    private Optional<Tree> found() {
        return new Look(session).get(key);
    }

    /** Whether an operator runs that watches its namespace. */
    private boolean heeded() {
        return new Look(session)
                .everywhere("v1", "Pod", "name=istio-operator").stream()
                        .anyMatch(pod -> pod.isTrue("Ready")
                                && watched(pod).contains(key.namespace().orElse("")));
    }

    /** An operator that is told nothing watches everything. */
    private List<String> watched(Tree pod) {
        String told = pod.items("spec", "containers").stream()
                .flatMap(container -> container.items("env").stream())
                .filter(variable -> variable.text("name").equals("WATCH_NAMESPACE"))
                .map(variable -> variable.text("value"))
                .findFirst()
                .orElse("");
        return told.isEmpty() ? List.of(key.namespace().orElse("")) : List.of(told.split(","));
    }
}
