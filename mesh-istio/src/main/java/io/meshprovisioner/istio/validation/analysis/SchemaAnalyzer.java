package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.schema.SchemaRules;
import io.meshprovisioner.istio.validation.webhook.WebhookRules;
import java.util.ArrayList;
import java.util.List;

/** IST0106, IST0130, IST0131 and IST0133: what the webhook would say about each object alone. */
final class SchemaAnalyzer implements Analyzer {
    @Override
    public void analyze(World world, Reporter reporter) {
        for (Resource resource : world.all()) {
            SchemaRules schema = SchemaRules.of(resource.node(), resource.toString(), world.release());
            if (!schema.knowsKind()) {
                continue;
            }
            List<Finding> findings = new ArrayList<>();
            Node decoded = schema.decode(findings);
            findings.addAll(WebhookRules.check(decoded, resource.toString(), resource.namespace(), world.release()));
            for (Finding finding : findings) {
                reporter.report(resource, finding.path(), code(finding), finding.problem(), finding.advice());
            }
        }
    }

    private static String code(Finding finding) {
        return switch (finding.rule()) {
            case "virtualservice.unreachable-rule" -> "IST0130";
            case "virtualservice.ineffective-match" -> "IST0131";
            default -> finding.isError() ? "IST0106" : "IST0133";
        };
    }
}
