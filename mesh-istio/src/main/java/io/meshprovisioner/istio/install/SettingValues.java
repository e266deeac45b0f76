package io.meshprovisioner.istio.install;

import io.meshprovisioner.spec.IstioSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What {@link IstioSettings} are in the values of istiod's chart, which all releases call the same. */
final class SettingValues {
    private SettingValues() {}

    static Map<String, Object> of(IstioSettings settings) {
        Map<String, Object> pilot = new LinkedHashMap<>();
        pilot.putAll(PodValues.flat(settings.pods()));
        settings.traceSampling().ifPresent(percent -> {
            pilot.put("traceSampling", percent);
            if (percent == 0) { // the charts take zero for nothing said, and istiod's default is one
                pilot.put("env", Map.of("PILOT_TRACE_SAMPLING", "0"));
            }
        });
        Map<String, Object> mesh = new LinkedHashMap<>();
        settings.accessLog().ifPresent(file -> mesh.put("accessLogFile", file));
        settings.egress().ifPresent(policy -> mesh.put("outboundTrafficPolicy", Map.of("mode", policy.name())));
        Map<String, Object> values = new LinkedHashMap<>();
        if (!pilot.isEmpty()) {
            values.put("pilot", pilot);
        }
        if (!mesh.isEmpty()) {
            values.put("meshConfig", mesh);
        }
        return values;
    }

    /** Where raw values say something else, as {@code path says this, and not that}. */
    static Optional<Contradiction> contradiction(Map<?, ?> said, Map<?, ?> raw, String path) {
        for (Map.Entry<?, ?> entry : said.entrySet()) {
            Object other = raw.get(entry.getKey());
            String at = path + "." + entry.getKey();
            if (entry.getValue() instanceof Map<?, ?> inner && other instanceof Map<?, ?> otherInner) {
                Optional<Contradiction> deeper = contradiction(inner, otherInner, at);
                if (deeper.isPresent()) {
                    return deeper;
                }
            } else if (other != null
                    && !other.toString().equals(entry.getValue().toString())) {
                return Optional.of(
                        new Contradiction(at, other.toString(), entry.getValue().toString()));
            }
        }
        return Optional.empty();
    }

    /**
     * @param path of the raw value
     * @param raw what it says
     * @param said what the settings say
     */
    record Contradiction(String path, String raw, String said) {}
}
