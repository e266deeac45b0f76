package io.meshprovisioner.istio.install;

import io.meshprovisioner.spec.IstioProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a profile means in istiod's Helm values. Newer charts carry the profiles themselves and are given the name;
 * for older ones, whose profiles only istioctl and the operator knew, the same settings are given as values.
 */
final class ProfileValues {
    private ProfileValues() {}

    static Map<String, Object> istiod(IstioProfile profile, Chart istiod) {
        if (istiod.files().containsKey("files/profile-" + profile.istioName() + ".yaml")) {
            return Map.of("profile", profile.istioName());
        }
        return switch (profile) {
            case DEMO -> demo();
            case PREVIEW ->
                Map.of(
                        "meshConfig",
                        Map.of("defaultConfig", Map.of("proxyMetadata", Map.of("ISTIO_META_DNS_CAPTURE", "true"))));
            case AMBIENT -> Map.of("pilot", Map.of("env", Map.of("PILOT_ENABLE_AMBIENT", "true")));
            case STABLE -> Map.of("experimental", Map.of("stableValidationPolicy", true));
            case DEFAULT, MINIMAL, EMPTY, REMOTE -> Map.of();
        };
    }

    /** The demo profile asks for little, so that everything fits on a small cluster, and logs and traces everything. */
    private static Map<String, Object> demo() {
        Map<String, Object> pilot = new LinkedHashMap<>();
        pilot.put("autoscaleEnabled", false);
        pilot.put("traceSampling", 100);
        pilot.put("resources", requests("10m", "100Mi"));
        return Map.of(
                "pilot", pilot,
                "global", Map.of("proxy", Map.of("resources", requests("10m", "40Mi"))),
                "meshConfig", Map.of("accessLogFile", "/dev/stdout"));
    }

    /** What the demo profile asks for a gateway; empty for the others. */
    static Map<String, Object> gatewayResources(IstioProfile profile) {
        return profile == IstioProfile.DEMO ? requests("10m", "40Mi") : Map.of();
    }

    private static Map<String, Object> requests(String cpu, String memory) {
        return Map.of("requests", Map.of("cpu", cpu, "memory", memory));
    }
}
