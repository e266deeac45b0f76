package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Reach.Where;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.IamPolicy.Statement;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.spec.MeshSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes the least-privilege policy: from the calls of the graph's resources and of the session itself. */
final class PolicyWriter {
    private final Scope scope;
    private final MeshSpec spec;

    PolicyWriter(Scope scope, MeshSpec resolved) {
        this.scope = scope;
        this.spec = resolved;
    }

    IamPolicy write(List<Resource<?>> resources) {
        Set<String> calls = new TreeSet<>();
        boolean adopts = spec.cluster().adopted().isPresent();
        List.<Set<String>>of(
                        adopts ? AdoptedClusterCheck.calls(spec) : Preflight.CALLS,
                        AddonConfigurations.CALLS,
                        SsmLeases.CALLS,
                        Notes.CALLS,
                        adopts ? Inventory.CALLS_IN_ADOPTED : Inventory.CALLS,
                        Census.CALLS,
                        FormerAccess.CALLS,
                        adopts ? Set.of() : FargateDeletion.CALLS,
                        ErrorTable.CALLS)
                .forEach(calls::addAll);
        if (spec.istio().isPresent()) {
            calls.addAll(GatewayTargets.CALLS);
        }
        resources.forEach(resource -> calls.addAll(resource.actions()));
        if (!spec.vpc().endpointServices().isEmpty()) {
            calls.add(EndpointOffers.CALL);
        }
        if (spec.vpc().adopted().isPresent()) {
            calls.addAll(AdoptedNetworkCheck.CALLS);
        }
        List<String> policies = new ArrayList<>();
        for (Resource<?> resource : resources) {
            if (resource instanceof RolePoliciesResource attached) {
                policies.addAll(attached.policies());
            }
        }
        return new IamPolicy(statements(calls, new Where(scope, spec, policies, makers(calls))));
    }

    private static List<Statement> statements(Set<String> calls, Where where) {
        Map<Reach, Set<String>> actions = new EnumMap<>(Reach.class);
        calls.stream().flatMap(call -> CallTable.actions(call).stream()).forEach(action -> Reach.of(action)
                .forEach(reach ->
                        actions.computeIfAbsent(reach, none -> new TreeSet<>()).add(action)));
        List<Statement> statements = new ArrayList<>();
        actions.forEach((reach, all) -> statements.add(
                new Statement(reach.sid(), List.copyOf(all), reach.resources(where), reach.conditions(where))));
        statements.removeIf(statement -> statement.resources().isEmpty());
        return statements;
    }

    /** The operations of EC2 that tag what they make; EKS launches instances by the last. */
    private static Set<String> makers(Set<String> calls) {
        Set<String> makers = new TreeSet<>();
        for (String call : calls) {
            if (!call.equals("ec2:CreateTags") && CallTable.actions(call).contains("ec2:CreateTags")) {
                makers.add(call.startsWith("ec2:") ? call.substring("ec2:".length()) : "RunInstances");
            }
        }
        return makers;
    }
}
