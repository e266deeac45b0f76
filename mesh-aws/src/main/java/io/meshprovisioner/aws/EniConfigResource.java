package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import java.util.List;
import java.util.Map;

/**
 * In which subnet the pods of a zone's nodes live, and in which security group: the cluster's own, so that they are
 * reached as nodes are. It belongs to the VPC CNI, and goes with the cluster.
 */
final class EniConfigResource extends AwsResource<Done> {
    private static final String API_VERSION = "crd.k8s.amazonaws.com/v1alpha1";
    private static final String KIND = "ENIConfig";

    private final String zone;
    private final Inputs inputs;

    /**
     * What it is made from.
     *
     * @param cni the add-on that brings its kind
     */
    record Inputs(Ref<ApiAccess> api, Sessions sessions, Ref<Cluster> cluster, Ref<SubnetId> subnet, Ref<Done> cni) {}

    EniConfigResource(Scope scope, String zone, Inputs inputs) {
        super(scope, "kubernetes:ENIConfig", "eniconfig-" + zone, "ENIConfig of pods in " + zone, "G5.2");
        this.zone = zone;
        this.inputs = inputs;
        need(inputs.api);
        need(inputs.cluster);
        need(inputs.subnet);
        waitFor(List.of(inputs.cni));
    }

    private KubernetesSession session(Step step) {
        return inputs.sessions.on(step.get(inputs.api));
    }

    @Override
    public Observation<Done> observe(Step step) {
        return session(step)
                .get(ObjectKey.cluster(API_VERSION, KIND, zone))
                .map(found -> Observation.ready(new Done(), differences(found, step)))
                .orElseGet(Observation::absent);
    }

    private List<Difference> differences(Manifest found, Step step) {
        Object actual = found.toMap().getOrDefault("spec", Map.of());
        Map<String, Object> desired = spec(step);
        return desired.equals(actual)
                ? List.of()
                : List.of(new Difference("spec", String.valueOf(actual), desired.toString(), Remedy.UPDATE));
    }

    private Map<String, Object> spec(Step step) {
        return Map.of(
                "subnet",
                step.get(inputs.subnet).value(),
                "securityGroups",
                List.of(step.get(inputs.cluster).securityGroup().value()));
    }

    @Override
    public Observation<Done> create(Step step) {
        session(step)
                .apply(
                        Manifest.of(Map.of(
                                "apiVersion",
                                API_VERSION,
                                "kind",
                                KIND,
                                "metadata",
                                Map.of("name", zone),
                                "spec",
                                spec(step))),
                        ApplyOptions.OURS,
                        step.permit());
        return Observation.ready(new Done());
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        return create(step);
    }
}
