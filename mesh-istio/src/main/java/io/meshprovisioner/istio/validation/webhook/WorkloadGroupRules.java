package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;

/** The rules of WorkloadGroup. */
final class WorkloadGroupRules implements KindRules {
    @Override
    public void check(Context context) {
        Node spec = context.spec();
        if (!spec.has("template")) {
            context.error(
                    spec,
                    "workloadgroup.template",
                    "there is no template for the workloads",
                    "Add template, at least with a serviceAccount");
            return;
        }
        if (!checkLabels(context, spec.get("metadata", "labels"))) {
            return;
        }
        Node probe = spec.get("probe");
        if (probe.present()) {
            checkProbe(context, probe);
        }
    }

    /** Istio puts all that is wrong with the labels into one message, and stops there. */
    private static boolean checkLabels(Context context, Node labels) {
        Report report = Report.of(Layer.WEBHOOK, "");
        Labels.check(new Context(context.object(), context.namespace(), context.release(), report), labels);
        if (report.isEmpty()) {
            return true;
        }
        List<String> problems =
                report.findings().stream().map(finding -> finding.problem()).toList();
        context.error(
                labels,
                "workloadgroup.labels",
                String.join("; ", problems),
                "Use keys and values that a Kubernetes label can have");
        return false;
    }

    private static void checkProbe(Context context, Node probe) {
        for (String field : new String[] {
            "periodSeconds", "initialDelaySeconds", "timeoutSeconds", "successThreshold", "failureThreshold"
        }) {
            if (probe.integer(field) < 0) {
                context.error(
                        probe.get(field),
                        "workloadgroup.probe-negative",
                        field + " is negative",
                        "Use 0 or more; leave it out to get the default");
            }
        }
        Node method = probe.lastOf("httpGet", "tcpSocket", "exec", "grpc");
        switch (method.present() ? method.name() : "") {
            case "httpGet" -> checkHttpGet(context, method);
            case "tcpSocket" -> Ports.checkNumber(context, method.get("port"));
            case "exec" -> {
                if (!method.hasAny("command")) {
                    context.error(
                            method,
                            "workloadgroup.probe-command",
                            "the probe has no command to run",
                            "Set exec.command");
                }
            }
            default ->
                context.error(
                        probe,
                        "workloadgroup.probe-method",
                        method.present()
                                ? "Istio's webhook refuses a probe by gRPC"
                                : "the probe does not say how to probe",
                        "Add httpGet, tcpSocket or exec");
        }
    }

    private static void checkHttpGet(Context context, Node get) {
        Ports.checkNumber(context, get.get("port"));
        if (!List.of("", "HTTP", "HTTPS").contains(get.text("scheme"))) {
            context.error(
                    get.get("scheme"),
                    "workloadgroup.probe-scheme",
                    "\"" + get.text("scheme") + "\" is no scheme to probe with",
                    "Use HTTP or HTTPS, in upper case");
        }
        for (Node header : get.items("httpHeaders")) {
            if (!HeaderNames.isProbe(header.text("name"))) {
                context.error(
                        header,
                        "workloadgroup.probe-header",
                        header.text("name").isEmpty()
                                ? "the header has no name"
                                : "\"" + header.text("name") + "\" is no name for a probe's header",
                        "Use letters, digits and dashes");
            }
        }
    }
}
