package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.finding.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Collects what analyzers find; the same finding is kept once. */
public final class Reporter {
    private static final String DOCS = "https://istio.io/latest/docs/reference/config/analysis/";
    private static final String SUPPRESS = "galley.istio.io/analyze-suppress";
    private static final Set<String> ERRORS = Set.of(
            "IST0101", "IST0106", "IST0109", "IST0110", "IST0111", "IST0112", "IST0126", "IST0139", "IST0145",
            "IST0147", "IST0149", "IST0152", "IST0153", "IST0154", "IST0159", "IST0160", "IST0161", "IST0173");
    private static final Set<String> INFOS =
            Set.of("IST0102", "IST0118", "IST0131", "IST0135", "IST0136", "IST0148", "IST0164");

    private final Set<Located> findings = new LinkedHashSet<>();

    private record Located(int resource, Finding finding) {}

    /**
     * Adds a finding.
     *
     * @param path where in the resource
     * @param code Istio's code
     */
    void report(Resource resource, Object path, String code, String problem, String advice) {
        if (isSuppressed(resource, code)) {
            return;
        }
        Finding finding = new Finding(
                severity(code),
                Layer.ANALYSIS,
                code,
                resource.toString(),
                path.toString(),
                0,
                problem,
                advice,
                DOCS + code.toLowerCase(Locale.ROOT) + "/");
        findings.add(new Located(resource.index(), finding));
    }

    static Severity severity(String code) {
        if (ERRORS.contains(code)) {
            return Severity.ERROR;
        }
        return INFOS.contains(code) ? Severity.INFO : Severity.WARNING;
    }

    /** The findings with the index of their resource, in the order they were made. */
    public List<Map.Entry<Integer, Finding>> findings() {
        return findings.stream()
                .map(located -> Map.entry(located.resource(), located.finding()))
                .toList();
    }

    private static boolean isSuppressed(Resource resource, String code) {
        String suppressed = resource.annotations().getOrDefault(SUPPRESS, "");
        return !suppressed.isEmpty()
                && (suppressed.equals("*")
                        || List.of(suppressed.split("\\s*,\\s*")).contains(code));
    }
}
