package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;

/**
 * What a rule needs beside the place it looks at.
 *
 * @param object the whole object
 * @param namespace where the object lives
 * @param release whose rules apply
 * @param report where findings go
 */
record Context(Node object, String namespace, Release release, Report report) {
    Node spec() {
        return object.get("spec");
    }

    String name() {
        return object.get("metadata").text("name");
    }

    String annotation(String name) {
        return object.get("metadata", "annotations").text(name);
    }

    boolean since(int minor) {
        return release.atLeast(1, minor);
    }

    void error(Object at, String rule, String problem, String advice) {
        report.error(at, rule, problem, advice);
    }

    void warn(Object at, String rule, String problem, String advice) {
        report.warn(at, rule, problem, advice);
    }

    /** The same for a part of the object whose warnings Istio loses. */
    Context withoutWarnings() {
        return new Context(object, namespace, release, report.withoutWarnings());
    }
}
