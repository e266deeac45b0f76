package io.meshprovisioner.kubernetes.helm;

import java.util.Map;

/** How a release of ours is recognized. */
final class Fingerprint {
    /** Of the chart, in Chart.yaml and so in Helm's record of each revision. */
    static final String ANNOTATION = "meshprovisioner.io/fingerprint";

    private Fingerprint() {}

    /**
     * @param release Helm's own record
     * @return empty where somebody else released it
     */
    static String of(Map<?, ?> release) {
        if (release.get("chart") instanceof Map<?, ?> chart
                && chart.get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("annotations") instanceof Map<?, ?> annotations
                && annotations.get(ANNOTATION) instanceof String fingerprint) {
            return fingerprint;
        }
        return "";
    }
}
