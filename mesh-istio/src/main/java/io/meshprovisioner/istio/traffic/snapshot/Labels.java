package io.meshprovisioner.istio.traffic.snapshot;

import java.util.Map;

/** Selection by labels. */
public final class Labels {
    private Labels() {}

    /** Whether all labels of a selector are there; an empty selector selects all. */
    public static boolean match(Map<String, String> selector, Map<String, String> labels) {
        for (Map.Entry<String, String> wanted : selector.entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
