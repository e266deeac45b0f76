package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DestinationRules of one namespace for one host, put together.
 *
 * @param objects where it comes from, the first one being that whose settings count
 * @param exportTo of the first; empty for the mesh's default
 * @param selector labels of the callers that it is for; null for all
 * @param policy of the whole host; absent where none says any
 * @param subsets by name
 */
record MergedRule(
        List<ConfigObject> objects,
        String host,
        Set<String> exportTo,
        boolean selects,
        Map<String, String> selector,
        Node policy,
        Map<String, Node> subsets) {

    static MergedRule of(ConfigObject object, String host, Set<String> exportTo) {
        Node spec = object.spec();
        Map<String, Node> subsets = new LinkedHashMap<>();
        spec.items("subsets").forEach(subset -> subsets.putIfAbsent(subset.text("name"), subset));
        return new MergedRule(
                List.of(object),
                host,
                exportTo,
                spec.has("workloadSelector"),
                spec.get("workloadSelector").textMap("matchLabels"),
                spec.get("trafficPolicy"),
                subsets);
    }

    /** With the subsets of a younger rule that it lacks, and its policy if it has none. */
    MergedRule and(MergedRule younger) {
        List<ConfigObject> both = new ArrayList<>(objects);
        both.addAll(younger.objects);
        Map<String, Node> all = new LinkedHashMap<>(subsets);
        younger.subsets.forEach(all::putIfAbsent);
        return new MergedRule(
                List.copyOf(both), host, exportTo, selects, selector, policy.present() ? policy : younger.policy, all);
    }

    String namespace() {
        return objects.get(0).namespace();
    }
}
