package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;

/** The rules of kinds that say little beside which workloads they are for. */
final class WorkloadRules {
    private WorkloadRules() {}

    static void checkProxyConfig(Context context) {
        Node spec = context.spec();
        Selectors.checkMatchLabels(context, spec.get("selector"));
        if (spec.integer("concurrency") < 0) {
            context.error(
                    spec.get("concurrency"),
                    "proxyconfig.concurrency",
                    "concurrency is negative",
                    "Use 0 for all cores, or the number of threads");
        }
    }

    static void checkWasmPlugin(Context context) {
        Node spec = context.spec();
        Selectors.checkTargets(context, spec);
        WasmRules.check(context, spec);
        WasmRules.checkMatch(context, spec.get("match"));
    }
}
