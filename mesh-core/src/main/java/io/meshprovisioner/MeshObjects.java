package io.meshprovisioner;

import io.meshprovisioner.engine.Conducted;
import io.meshprovisioner.engine.MeshConductor;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestTypes;
import io.meshprovisioner.spi.ManifestValidator;
import io.meshprovisioner.spi.MeshReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The Kubernetes objects in a mesh's cluster: what {@link Mesh} does with them. */
final class MeshObjects {
    private static final String MANAGER = ApplyOptions.OURS.fieldManager();

    private final MeshProvisioner provisioner;
    private final List<ManifestValidator> validators = load(ManifestValidator.class);
    private final List<ManifestTypes> types = load(ManifestTypes.class);

    MeshObjects(MeshProvisioner provisioner) {
        this.provisioner = provisioner;
    }

    private static <T> List<T> load(Class<T> service) {
        List<T> found = new ArrayList<>();
        ServiceLoader.load(service, MeshObjects.class.getClassLoader()).forEach(found::add);
        return List.copyOf(found);
    }

    void apply(Iterable<? extends Manifest> manifests, Applying how) {
        List<List<Manifest>> waves = new ApplyOrder(validators).waves(manifests);
        boolean judged =
                how.validated() && validate(waves.stream().flatMap(List::stream).toList());
        if (waves.isEmpty()) {
            return;
        }
        Batch batch = new Batch(
                waves,
                how.forced(),
                manifest -> judged && validators.stream().anyMatch(validator -> validator.judges(manifest)));
        try {
            inMesh().inStepsInCluster(region(), name(), "apply", batch::apply).join();
        } catch (MeshException failure) {
            throw batch.explained(failure);
        }
    }

    /** Fails with all that is wrong; false where no release is known to judge by. */
    private boolean validate(List<Manifest> manifests) {
        String release = release();
        if (release.isEmpty()) {
            return false;
        }
        List<SpecProblem> problems = validators.stream()
                .flatMap(validator -> validator.validate(manifests, release).stream())
                .filter(ManifestValidator.Finding::error)
                .map(finding -> new SpecProblem(finding.path(), finding.message() + ".", finding.advice() + "."))
                .toList();
        if (!problems.isEmpty()) {
            throw InvalidSpecException.ofObjects(problems);
        }
        return true;
    }

    /** The release of Istio that the mesh runs, or was to run; empty if neither is known. */
    private String release() {
        return provisioner
                .spec()
                .istio()
                .map(IstioSpec::version)
                .or(() -> inMesh().look(region(), name()).join().report().map(MeshReport::version))
                .orElse("");
    }

    List<ObjectDifference> diff(Iterable<? extends Manifest> manifests) {
        List<Manifest> ordered = new ApplyOrder(validators).of(manifests);
        ApplyOptions dry = new ApplyOptions(MANAGER, true, true);
        return in("diff", (session, step) -> {
                    List<Manifest> askable = ApplyOrder.askable(
                            ordered, made -> session.get(ObjectKey.of(made)).isEmpty());
                    List<ObjectDifference> differences = new ArrayList<>();
                    for (Manifest manifest : ordered) {
                        Optional<Manifest> before =
                                askable.contains(manifest) ? session.get(ObjectKey.of(manifest)) : Optional.empty();
                        differences.add(ObjectComparison.of(
                                before.orElse(null),
                                before.isPresent() ? session.apply(manifest, dry, step.permit()) : manifest));
                    }
                    return differences;
                })
                .join();
    }

    Optional<Manifest> get(ObjectKey key) {
        return in("get", (session, step) -> session.get(key)).join();
    }

    <T extends Manifest> Optional<T> get(Class<T> type, String name) {
        ManifestTypes.Type<T> known = type(type);
        return get(key(known, name)).map(known.view());
    }

    List<Manifest> list(String apiVersion, String kind, Optional<String> namespace) {
        return in("list", (session, step) -> session.list(apiVersion, kind, namespace, ""))
                .join();
    }

    <T extends Manifest> List<T> list(Class<T> type, Optional<String> namespace) {
        ManifestTypes.Type<T> known = type(type);
        return list(known.apiVersion(), known.kind(), namespace).stream()
                .map(known.view())
                .toList();
    }

    int delete(List<ObjectKey> keys) {
        return in("delete", (session, step) -> {
                    int deleted = 0;
                    for (ObjectKey key : keys) {
                        deleted += session.delete(key, step.permit()) ? 1 : 0;
                    }
                    return deleted;
                })
                .join();
    }

    /** What goes away goes in the reverse of the order in which it came. */
    int delete(Iterable<? extends Manifest> manifests) {
        List<ObjectKey> keys = new ArrayList<>();
        new ApplyOrder(validators).of(manifests).forEach(manifest -> keys.add(0, ObjectKey.of(manifest)));
        return delete(keys);
    }

    <T extends Manifest> boolean delete(Class<T> type, String name) {
        return delete(List.of(key(type(type), name))) > 0;
    }

    AutoCloseable watch(
            String apiVersion, String kind, Optional<String> namespace, Consumer<ObjectChange<Manifest>> onChange) {
        return watch(apiVersion, kind, namespace, manifest -> manifest, onChange);
    }

    <T extends Manifest> AutoCloseable watch(
            Class<T> type, Optional<String> namespace, Consumer<ObjectChange<T>> onChange) {
        ManifestTypes.Type<T> known = type(type);
        return watch(known.apiVersion(), known.kind(), namespace, known.view(), onChange);
    }

    private <T extends Manifest> AutoCloseable watch(
            String apiVersion,
            String kind,
            Optional<String> namespace,
            Function<Manifest, T> view,
            Consumer<ObjectChange<T>> onChange) {
        return inMesh().openInCluster(
                        region(),
                        name(),
                        "watch",
                        (session, step) -> session.watch(
                                apiVersion,
                                kind,
                                namespace,
                                event -> onChange.accept(new ObjectChange<>(
                                        ObjectChange.Type.valueOf(event.type()), view.apply(event.object())))))
                .join();
    }

    List<ManifestValidator.Finding> analyze(List<? extends Manifest> planned) {
        String release = release();
        if (release.isEmpty()) {
            return List.of();
        }
        List<ManifestValidator.Finding> findings = new ArrayList<>();
        for (ManifestValidator validator : validators) {
            List<Manifest> everything = in("analyze", (session, step) -> {
                        Map<ObjectKey, Manifest> found = new LinkedHashMap<>();
                        for (ManifestValidator.Kind kind : validator.analyzed(release)) {
                            session.list(kind.apiVersion(), kind.kind(), Optional.empty(), "")
                                    .forEach(manifest -> found.put(ObjectKey.of(manifest), manifest));
                        }
                        planned.forEach(manifest -> found.put(ObjectKey.of(manifest), manifest));
                        return List.copyOf(found.values());
                    })
                    .join();
            findings.addAll(validator.analyze(everything, release));
        }
        return findings;
    }

    private <T extends Manifest> ManifestTypes.Type<T> type(Class<T> type) {
        String release = release();
        return types.stream()
                .flatMap(known -> known.find(type, release).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type.getName()
                        + " is not a kind; ask for one such as VirtualService, or by apiVersion and kind"));
    }

    /** {@code name}, or {@code namespace/name}; without one, the namespace is {@code default}. */
    private static ObjectKey key(ManifestTypes.Type<?> type, String name) {
        int slash = name.indexOf('/');
        Optional<String> namespace = slash < 0 ? Optional.empty() : Optional.of(name.substring(0, slash));
        return new ObjectKey(type.apiVersion(), type.kind(), namespace, name.substring(slash + 1));
    }

    private <T> Conducted<T> in(String what, BiFunction<KubernetesSession, Step, T> work) {
        return inMesh().inCluster(region(), name(), what, work);
    }

    private MeshConductor inMesh() {
        return provisioner.inMesh();
    }

    private String region() {
        return provisioner.spec().region();
    }

    private String name() {
        return provisioner.spec().name();
    }
}
