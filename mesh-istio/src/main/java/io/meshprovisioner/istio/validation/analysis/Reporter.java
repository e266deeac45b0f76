package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.finding.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Collects what analyzers find. The same finding is kept once; where Istio names no place inside of the object, that is
 * so for findings at several places of it that say the same.
 */
public final class Reporter {
    private static final String DOCS = "https://istio.io/latest/docs/reference/config/analysis/";
    private static final String SUPPRESS = "galley.istio.io/analyze-suppress";
    private static final Set<String> ERRORS = Set.of(
            "IST0101", "IST0106", "IST0109", "IST0110", "IST0111", "IST0112", "IST0126", "IST0139", "IST0145",
            "IST0147", "IST0149", "IST0152", "IST0153", "IST0154", "IST0159", "IST0160", "IST0161", "IST0173");
    private static final Set<String> INFOS =
            Set.of("IST0102", "IST0118", "IST0131", "IST0135", "IST0136", "IST0148", "IST0164");

    private static final Set<String> WITHOUT_PLACE = Set.of(
            "IST0002", "IST0106", "IST0126", "IST0128", "IST0129", "IST0133", "IST0145", "IST0157", "IST0162",
            "IST0163", "IST0171");
    private static final Set<String> ONCE_AN_OBJECT = Set.of("IST0151", "IST0152", "IST0153", "IST0154", "IST0155");

    private final Map<Said, Located> findings = new LinkedHashMap<>();

    private record Located(int resource, Finding finding) {}

    /** What makes two findings the same. */
    private record Said(int resource, String code, String path, String problem) {}

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
        boolean once = ONCE_AN_OBJECT.contains(code);
        Said said = new Said(
                resource.index(),
                code,
                once || WITHOUT_PLACE.contains(code) ? "" : finding.path(),
                once ? "" : finding.problem());
        findings.putIfAbsent(said, new Located(resource.index(), finding));
    }

    static Severity severity(String code) {
        if (ERRORS.contains(code)) {
            return Severity.ERROR;
        }
        return INFOS.contains(code) ? Severity.INFO : Severity.WARNING;
    }

    /** The findings with the index of their resource, negative for none of them, in the order they were made. */
    public List<Map.Entry<Integer, Finding>> findings() {
        return findings.values().stream()
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
