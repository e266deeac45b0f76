package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The VPC CNI may write a pod's address on the pod, where Calico reads it sooner than in the pod's status. A role of
 * our own beside the add-on's, which EKS would set back.
 */
final class PodPatchRights implements Resource<PodPatchRights.Given> {
    private static final String NAME = "mesh-provisioner-aws-node-pods";
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String ROLE = "ClusterRole";

    private final Cluster cluster;

    /** The right is given. */
    record Given() {}

    PodPatchRights(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.RIGHTS, NAME);
    }

    @Override
    public String title() {
        return "right of the VPC CNI to annotate pods";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api());
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G5.1");
    }

    @Override
    public Observation<Given> observe(Step step) {
        List<Difference> differences = new ArrayList<>();
        for (Manifest manifest : manifests()) {
            Optional<Tree> found = cluster.look(step).get(ObjectKey.of(manifest));
            if (found.isEmpty()) {
                return Observation.absent();
            }
            if (!OwnMark.found(found.get()).equals(OwnMark.of(manifest))) {
                differences.add(new Difference(manifest.kind(), "another", "ours", Remedy.UPDATE));
            }
        }
        return Observation.ready(new Given(), differences);
    }

    @Override
    public Observation<Given> create(Step step) {
        for (Manifest manifest : manifests()) {
            cluster.session(step).apply(OwnMark.on(manifest, CalicoGraph.PART), ApplyOptions.OURS, step.permit());
        }
        return Observation.ready(new Given());
    }

    @Override
    public Observation<Given> update(Step step, Observation.Ready<Given> found) {
        return create(step);
    }

    private static List<Manifest> manifests() {
        return List.of(
                Manifest.of(Map.of(
                        "apiVersion",
                        RBAC + "/v1",
                        "kind",
                        ROLE,
                        "metadata",
                        Map.of("name", NAME),
                        "rules",
                        List.of(Map.of(
                                "apiGroups", List.of(""), "resources", List.of("pods"), "verbs", List.of("patch"))))),
                Manifest.of(Map.of(
                        "apiVersion",
                        RBAC + "/v1",
                        "kind",
                        ROLE + "Binding",
                        "metadata",
                        Map.of("name", NAME),
                        "roleRef",
                        Map.of("apiGroup", RBAC, "kind", ROLE, "name", NAME),
                        "subjects",
                        List.of(Map.of("kind", "ServiceAccount", "name", "aws-node", "namespace", "kube-system")))));
    }
}
