package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A workload's Deployment and Service, as they were asked for. */
final class WorkloadResource implements Resource<WorkloadResource.Deployed> {
    /** On the objects: which workload they belong to. */
    private static final String PART = "workload-";

    private static final String INJECT = "sidecar.istio.io/inject";

    private final Cluster cluster;
    private final Ref<Namespace> namespace;
    private final WorkloadSpec spec;

    /** The workload's objects are there. */
    record Deployed(List<ObjectKey> workloads) implements Workloads {}

    WorkloadResource(Cluster cluster, Ref<Namespace> namespace, WorkloadSpec spec) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.spec = spec;
    }

    /** The label on what is made of a workload. */
    static String part(String name) {
        return PART + name;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.WORKLOAD, spec.namespace() + "/" + spec.name());
    }

    @Override
    public String title() {
        return "workload " + spec.name() + " (" + spec.image() + ")";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), namespace);
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G6.1");
    }

    @Override
    public Observation<Deployed> observe(Step step) {
        Look look = cluster.look(step);
        List<Manifest> wanted = objects(step.get(namespace).name());
        List<Difference> differences = new ArrayList<>();
        int missing = 0;
        for (Manifest object : wanted) {
            ObjectKey key = ObjectKey.of(object);
            Optional<Tree> found = look.get(key);
            if (found.isEmpty()) {
                missing++;
                differences.add(new Difference(key.toString(), "absent", "present", Remedy.UPDATE));
            } else if (OwnMark.found(found.get()).isEmpty()) {
                differences.add(new Difference(key.toString(), "somebody else's", "ours", Remedy.REPLACE));
            } else if (!OwnMark.of(object).equals(OwnMark.found(found.get()))) {
                differences.add(new Difference(key.toString(), "another content", "as asked for", Remedy.UPDATE));
            }
        }
        return missing == wanted.size() ? Observation.absent() : Observation.ready(deployed(wanted), differences);
    }

    @Override
    public Observation<Deployed> create(Step step) {
        List<Manifest> wanted = objects(step.get(namespace).name());
        wanted.forEach(object ->
                cluster.session(step).apply(OwnMark.on(object, part(spec.name())), ApplyOptions.OURS, step.permit()));
        return Observation.ready(deployed(wanted));
    }

    @Override
    public Observation<Deployed> update(Step step, Observation.Ready<Deployed> found) {
        return create(step);
    }

    private static Deployed deployed(List<Manifest> wanted) {
        return new Deployed(List.of(ObjectKey.of(wanted.get(0))));
    }

    private List<Manifest> objects(String in) {
        Map<String, String> app = Map.of("app", spec.name());
        Map<String, Object> container = Map.of(
                "name", spec.name(),
                "image", spec.image(),
                "ports", List.of(Map.of("containerPort", spec.port())));
        Map<String, Object> template =
                Map.of("metadata", podMetadata(app), "spec", Map.of("containers", List.of(container)));
        // The port's name says its protocol, by which Istio reads what goes through it.
        Map<String, Object> port =
                Map.of("name", "http", "port", spec.port(), "targetPort", spec.port(), "protocol", "TCP");
        return List.of(
                object(
                        "apps/v1",
                        "Deployment",
                        in,
                        Map.of(
                                "replicas",
                                spec.replicas(),
                                "selector",
                                Map.of("matchLabels", app),
                                "template",
                                template)),
                object("v1", "Service", in, Map.of("selector", app, "ports", List.of(port))));
    }

    /** Older injectors heed the annotation, newer ones the label; in the mesh it is the namespace that asks. */
    private Map<String, Object> podMetadata(Map<String, String> app) {
        if (spec.inMesh()) {
            return Map.of("labels", app);
        }
        Map<String, String> labels = new LinkedHashMap<>(app);
        labels.put(INJECT, "false");
        return Map.of("labels", labels, "annotations", Map.of(INJECT, "false"));
    }

    private Manifest object(String apiVersion, String kind, String in, Map<String, Object> objectSpec) {
        return Manifest.of(Map.of(
                "apiVersion",
                apiVersion,
                "kind",
                kind,
                "metadata",
                Map.of("name", spec.name(), "namespace", in, "labels", Map.of("app", spec.name())),
                "spec",
                objectSpec));
    }
}
