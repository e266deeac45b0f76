package io.meshprovisioner;

import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestValidator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** In which order manifests are applied: what others need goes first; otherwise they stay in the order they came in. */
final class ApplyOrder {
    private static final String NAMESPACE = "Namespace";
    private static final String DEFINITION = "CustomResourceDefinition";
    private static final List<String> FIRST = List.of(
            NAMESPACE,
            DEFINITION,
            "ServiceAccount",
            "Secret",
            "ConfigMap",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "Service");
    private static final List<String> LAST = List.of("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration");
    /** More than a validator's ranks reach. */
    private static final int APART = 1_000;

    private final List<ManifestValidator> validators;

    ApplyOrder(List<ManifestValidator> validators) {
        this.validators = validators;
    }

    /** All single objects, lists opened, in order. */
    List<Manifest> of(Iterable<? extends Manifest> manifests) {
        List<Ranked> ranked = new ArrayList<>();
        manifests.forEach(
                manifest -> ObjectLists.open(manifest).forEach(object -> ranked.add(new Ranked(rank(object), object))));
        ranked.sort(Comparator.comparingInt(Ranked::rank));
        return ranked.stream().map(Ranked::object).toList();
    }

    private record Ranked(int rank, Manifest object) {}

    /** The same in groups that one goes after the other, each of objects of one kind that can go side by side. */
    List<List<Manifest>> waves(Iterable<? extends Manifest> manifests) {
        List<List<Manifest>> waves = new ArrayList<>();
        String last = "";
        for (Manifest manifest : of(manifests)) {
            String wave = rank(manifest) + manifest.apiVersion() + "/" + manifest.kind();
            if (!wave.equals(last)) {
                waves.add(new ArrayList<>());
                last = wave;
            }
            waves.get(waves.size() - 1).add(manifest);
        }
        return waves;
    }

    private int rank(Manifest manifest) {
        int first = FIRST.indexOf(manifest.kind());
        if (first >= 0) {
            return (first - FIRST.size()) * APART;
        }
        int last = LAST.indexOf(manifest.kind());
        return last >= 0
                ? (last + 1) * APART
                : validators.stream()
                        .mapToInt(validator -> validator.rank(manifest))
                        .sum();
    }

    /**
     * What the server can be asked about before anything is applied: not what lives in a namespace, or is of a kind, that
     * comes with the same batch.
     *
     * @param isNew whether the server does not have a Namespace or CustomResourceDefinition yet
     */
    static List<Manifest> askable(List<Manifest> manifests, Predicate<Manifest> isNew) {
        List<Manifest> made = manifests.stream()
                .filter(manifest ->
                        manifest.kind().equals(NAMESPACE) || manifest.kind().equals(DEFINITION))
                .filter(isNew)
                .toList();
        Set<String> namespaces = made.stream()
                .filter(manifest -> manifest.kind().equals(NAMESPACE))
                .map(Manifest::name)
                .collect(Collectors.toSet());
        Set<String> kinds = made.stream()
                .filter(manifest -> manifest.kind().equals(DEFINITION))
                .flatMap(manifest -> definedKind(manifest).stream())
                .collect(Collectors.toSet());
        return manifests.stream()
                .filter(manifest -> !kinds.contains(manifest.kind())
                        && manifest.namespace().filter(namespaces::contains).isEmpty())
                .toList();
    }

    private static Optional<String> definedKind(Manifest definition) {
        return member(definition.toMap().get("spec"), "names")
                .flatMap(names -> member(names, "kind"))
                .map(Object::toString);
    }

    private static Optional<Object> member(@Nullable Object map, String name) {
        return map instanceof Map<?, ?> members ? Optional.ofNullable(members.get(name)) : Optional.empty();
    }
}
