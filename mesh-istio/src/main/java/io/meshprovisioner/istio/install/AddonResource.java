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
import io.meshprovisioner.spec.ImageSpec;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A telemetry add-on, as the release's samples have it. A file may hold a CRD and objects of it: the CRDs come first,
 * and the objects once the API serves them.
 */
final class AddonResource implements Resource<AddonResource.Applied> {
    private final Cluster cluster;
    private final Ref<ChartSet> charts;
    private final Ref<Namespace> namespace;
    private final IstioAddon addon;
    private final ImageSpec images;

    /** An add-on's objects are there. */
    record Applied(List<ObjectKey> workloads) implements Workloads {}

    AddonResource(Cluster cluster, Ref<ChartSet> charts, Ref<Namespace> namespace, IstioAddon addon, ImageSpec images) {
        this.cluster = cluster;
        this.charts = charts;
        this.namespace = namespace;
        this.addon = addon;
        this.images = images;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.ADDON, name());
    }

    @Override
    public String title() {
        return "add-on " + name();
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), charts, namespace);
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G3.1");
    }

    @Override
    public Observation<Applied> observe(Step step) {
        List<Manifest> objects = objects(step);
        Look look = cluster.look(step);
        List<Difference> differences = new ArrayList<>();
        int missing = 0;
        boolean unserved = false;
        for (Manifest object : objects) {
            Optional<Tree> found = look.get(ObjectKey.of(object));
            if (found.isEmpty()) {
                missing++;
                differences.add(new Difference(ObjectKey.of(object).toString(), "absent", "present", Remedy.UPDATE));
            } else if (!OwnMark.of(object).equals(OwnMark.found(found.get()))) {
                differences.add(new Difference(
                        ObjectKey.of(object).toString(), "another content", "as released", Remedy.UPDATE));
            }
            unserved |= crd(object) && found.isPresent() && !found.get().isTrue("Established");
        }
        if (missing == objects.size()) {
            return Observation.absent();
        }
        if (unserved) {
            return Observation.pending("its CRDs are not Established yet");
        }
        return Observation.ready(new Applied(workloads(objects)), differences);
    }

    @Override
    public Observation<Applied> create(Step step) {
        List<Manifest> objects = objects(step);
        KubernetesSession session = cluster.session(step);
        List<Manifest> crds = objects.stream().filter(AddonResource::crd).toList();
        crds.forEach(crd -> session.apply(OwnMark.on(crd, name()), ApplyOptions.OURS, step.permit()));
        Look look = cluster.look(step);
        boolean served = crds.stream().allMatch(crd -> look.get(ObjectKey.of(crd))
                .map(found -> found.isTrue("Established"))
                .orElse(false));
        if (!served) {
            return Observation.pending("its CRDs are not Established yet");
        }
        objects.stream()
                .filter(object -> !crd(object))
                .forEach(object -> session.apply(OwnMark.on(object, name()), ApplyOptions.OURS, step.permit()));
        return Observation.ready(new Applied(workloads(objects)));
    }

    @Override
    public Observation<Applied> update(Step step, Observation.Ready<Applied> found) {
        return create(step);
    }

    private String name() {
        return addon.name().toLowerCase(Locale.ROOT);
    }

    /** Each in the namespace it names, else in Istio's. */
    private List<Manifest> objects(Step step) {
        String in = step.get(namespace).name();
        return step.get(charts).addons().getOrDefault(addon, List.of()).stream()
                .map(object -> OwnMark.placed(PodImages.of(images, object), in))
                .toList();
    }

    private static List<ObjectKey> workloads(List<Manifest> objects) {
        return objects.stream()
                .filter(object ->
                        Set.of("Deployment", "StatefulSet", "DaemonSet").contains(object.kind()))
                .map(ObjectKey::of)
                .toList();
    }

    private static boolean crd(Manifest object) {
        return object.kind().equals("CustomResourceDefinition");
    }
}
