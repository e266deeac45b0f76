package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.HashSet;
import java.util.Set;

/** The rules of DestinationRule. */
final class DestinationRuleRules implements KindRules {
    @Override
    public void check(Context context) {
        Node spec = context.spec();
        String problem = Hosts.wildcardDomainProblem(spec.text("host"));
        if (problem != null) {
            context.error(
                    spec.get("host"),
                    "destinationrule.host",
                    problem,
                    "Name the service by its DNS name, or several by a leading \"*.\"");
        }
        new TrafficPolicyRules(context).check(spec.get("trafficPolicy"));
        checkSubsets(context, spec);
        ExportTo.check(context, spec.get("exportTo"), false, spec.has("workloadSelector"));
        Selectors.checkMatchLabels(context, spec.get("workloadSelector"));
    }

    /** Istio drops the warnings of subsets. */
    private static void checkSubsets(Context context, Node spec) {
        TrafficPolicyRules policies = new TrafficPolicyRules(context.withoutWarnings());
        Set<String> names = new HashSet<>();
        for (Node subset : spec.items("subsets")) {
            String name = subset.text("name");
            if (!names.add(name)) {
                context.error(
                        subset.get("name"),
                        "destinationrule.subset-duplicate",
                        "there are two subsets with the name \"" + name + "\"",
                        "Give each subset a name of its own");
            }
            Destinations.checkSubsetName(context, subset.get("name"));
            Labels.check(context, subset.get("labels"));
            policies.check(subset.get("trafficPolicy"));
        }
    }
}
