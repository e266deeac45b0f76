package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a release's CRDs are there.
 *
 * @param missing not there at all
 * @param unestablished there, but the API does not serve them yet
 * @param found the others and those, by name
 */
record CrdLook(List<String> missing, List<String> unestablished, Map<String, Tree> found) {

    static CrdLook at(Look look, List<String> names) {
        Map<String, Tree> all = new HashMap<>();
        look.everywhere("apiextensions.k8s.io/v1", "CustomResourceDefinition", "")
                .forEach(crd -> all.put(crd.text("metadata", "name"), crd));
        all.keySet().retainAll(names);
        List<String> missing = new ArrayList<>(names);
        missing.removeAll(all.keySet());
        List<String> unestablished = names.stream()
                .filter(all::containsKey)
                .filter(name -> !established(all.get(name)))
                .toList();
        return new CrdLook(missing, unestablished, all);
    }

    boolean complete() {
        return missing.isEmpty() && unestablished.isEmpty();
    }

    String phase() {
        return missing.isEmpty()
                ? unestablished.size() + " of " + found.size() + " not Established yet"
                : missing.size() + " not there yet: " + String.join(", ", missing);
    }

    private static boolean established(@Nullable Tree crd) {
        return crd != null && crd.isTrue("Established");
    }
}
