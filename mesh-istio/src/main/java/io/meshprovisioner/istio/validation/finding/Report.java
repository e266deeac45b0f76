package io.meshprovisioner.istio.validation.finding;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the findings of one layer about one object while its rules run. Not thread-safe: one validation, one
 * report.
 */
public final class Report {
    private final Layer layer;
    private final Object resource;
    private final List<Finding> findings;
    private final boolean keepsWarnings;

    private Report(Layer layer, Object resource, List<Finding> findings, boolean keepsWarnings) {
        this.layer = layer;
        this.resource = resource;
        this.findings = findings;
        this.keepsWarnings = keepsWarnings;
    }

    /** No findings yet; {@code resource} is asked for its text with the first one. */
    public static Report of(Layer layer, Object resource) {
        return new Report(layer, resource, new ArrayList<>(), true);
    }

    /** The same report for rules whose warnings Istio drops. */
    public Report withoutWarnings() {
        return new Report(layer, resource, findings, false);
    }

    /** Adds an error; {@code path} is asked for its text only now. */
    public void error(Object path, String rule, String problem, String advice) {
        add(Severity.ERROR, path, rule, problem, advice);
    }

    /** Adds a warning. */
    public void warn(Object path, String rule, String problem, String advice) {
        if (keepsWarnings) {
            add(Severity.WARNING, path, rule, problem, advice);
        }
    }

    public int size() {
        return findings.size();
    }

    public boolean isEmpty() {
        return findings.isEmpty();
    }

    public List<Finding> findings() {
        return findings.isEmpty() ? List.of() : List.copyOf(findings);
    }

    private void add(Severity severity, Object path, String rule, String problem, String advice) {
        findings.add(new Finding(
                severity,
                layer,
                rule,
                resource.toString(),
                path.toString(),
                0,
                problem,
                advice,
                Sources.of(layer, rule)));
    }
}
