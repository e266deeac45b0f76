package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which mesh a cluster's Istio is of: a label on its namespace. Two meshes of ours in one cluster would be one Istio, and
 * the first that is uninstalled would take it from the other. One of a version before this mark bears none, and is
 * anybody's who asks for it.
 */
final class MeshMark {
    static final String LABEL = "mesh-provisioner/mesh";

    private static final ObjectKey HOME = ObjectKey.cluster("v1", "Namespace", Values.NAMESPACE);

    private MeshMark() {}

    static Optional<String> on(Tree namespace) {
        return Optional.ofNullable(namespace.texts("metadata", "labels").get(LABEL));
    }

    static boolean ofAnother(Look look, String mesh) {
        return look.get(HOME)
                .flatMap(MeshMark::on)
                .filter(owner -> !owner.equals(mesh))
                .isPresent();
    }

    /** @throws ResourceConflictException where it is another mesh's */
    static void check(Tree namespace, String mesh, ResourceId resource) {
        on(namespace).filter(owner -> !owner.equals(mesh)).ifPresent(owner -> {
            throw new ResourceConflictException(Failure.of(
                            "The Istio of this cluster is mesh " + owner + "'s.",
                            "Work on it by withName(\"" + owner
                                    + "\"), or uninstall that mesh first. Where it is gone for"
                                    + " good: kubectl label namespace " + Values.NAMESPACE + " " + LABEL + "-")
                    .because("Namespace " + Values.NAMESPACE + " bears the label " + LABEL + "=" + owner + ", and mesh "
                            + mesh + " would share its control plane.")
                    .at(resource));
        });
    }

    /** From a namespace that stays. */
    static Optional<Removal> removal(KubernetesSession session, Look look, String mesh, Set<String> after) {
        return look.get(HOME)
                .filter(namespace -> on(namespace).filter(mesh::equals).isPresent())
                .map(namespace -> new Lifted(session, after));
    }

    private record Lifted(KubernetesSession session, Set<String> after) implements Removal {

        @Override
        public ResourceId id() {
            return new ResourceId(Kinds.LABELS, HOME.name() + "/" + LABEL);
        }

        @Override
        public String title() {
            return "label " + LABEL + " of namespace " + HOME.name();
        }

        @Override
        public Removed remove(Step step) {
            if (new Look(session).get(HOME).flatMap(MeshMark::on).isPresent()) {
                session.patch(
                        HOME,
                        Yaml.json(Map.of("metadata", Map.of("labels", Collections.singletonMap(LABEL, null)))),
                        step.permit());
            }
            return new Removed.Gone();
        }
    }
}
