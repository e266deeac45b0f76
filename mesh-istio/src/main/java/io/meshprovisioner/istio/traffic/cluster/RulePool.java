package io.meshprovisioner.istio.traffic.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The DestinationRules of one namespace that some set of callers may see, by host. */
final class RulePool {
    private final Map<String, List<MergedRule>> exact = new HashMap<>();
    private final Map<String, List<MergedRule>> wildcard = new HashMap<>();

    /**
     * Adds a rule; to be called for the older one first, and for those with a selector before all others. It is put
     * together with the rules of the same host that are for the same callers, and stands alone where it differs from all.
     */
    void add(MergedRule rule) {
        List<MergedRule> known = (rule.host().startsWith("*") ? wildcard : exact)
                .computeIfAbsent(rule.host(), key -> new ArrayList<>(1));
        boolean alone = true;
        for (int i = 0; i < known.size(); i++) {
            MergedRule older = known.get(i);
            boolean sameExport = rule.exportTo().equals(older.exportTo());
            boolean widerExport = !older.exportTo().isEmpty() && rule.exportTo().containsAll(older.exportTo());
            if (!sameExport && !widerExport) {
                alone = true;
                continue;
            }
            alone = !sameExport;
            if (rule.selects() && older.selects() && !rule.selector().equals(older.selector())) {
                alone = true;
                continue;
            }
            if (rule.selects() == older.selects()) {
                alone = false;
            }
            known.set(i, older.and(rule));
        }
        if (alone) {
            known.add(rule);
        }
    }

    /** The rules for a host: those under its own name, else those under the longest wildcard that covers it. */
    List<MergedRule> of(String host) {
        boolean isWildcard = host.startsWith("*");
        List<MergedRule> same = (isWildcard ? wildcard : exact).get(host);
        if (same != null) {
            return same;
        }
        String rest = isWildcard ? host.substring(1) : host;
        for (int from = 0; from <= rest.length(); from++) { // wildcards from the longest on
            List<MergedRule> covering = wildcard.get("*" + rest.substring(from));
            if (covering != null) {
                return covering;
            }
        }
        return List.of();
    }
}
