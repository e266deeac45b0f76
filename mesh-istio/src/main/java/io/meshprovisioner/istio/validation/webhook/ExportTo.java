package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.DnsLabels;
import java.util.HashSet;
import java.util.Set;

/** The namespaces that an object is visible in. */
final class ExportTo {
    private static final String PRIVATE = ".";
    private static final String PUBLIC = "*";
    private static final String NONE = "~";

    private ExportTo() {}

    /**
     * Checks {@code exportTo}.
     *
     * @param allowsNone whether {@code ~} is a value, as for service entries
     * @param selectsWorkloads whether the object is bound to workloads, so that only its own namespace can see it
     */
    static void check(Context context, Node exportTo, boolean allowsNone, boolean selectsWorkloads) {
        if (exportTo.size() == 0) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Node item : exportTo.items()) {
            String value = item.text();
            String namespace = value.equals(PRIVATE) ? context.namespace() : value;
            if (seen.contains(namespace)) {
                context.error(
                        item,
                        "export-to.duplicate",
                        namespace.equals(value)
                                ? "\"" + value + "\" stands twice in exportTo"
                                : "\".\" means the own namespace " + namespace + ", which stands in exportTo already",
                        "Keep one of the two");
            } else if ((allowsNone && namespace.equals(NONE)) || isVisibility(namespace)) {
                seen.add(namespace);
            } else {
                context.error(
                        item,
                        "export-to.value",
                        namespace.equals(NONE)
                                ? "exportTo \"~\" (nobody) is for service entries only"
                                : "\"" + value + "\" is no namespace",
                        "Use \".\" for the own namespace, \"*\" for all, or a namespace's name");
            }
        }
        if (selectsWorkloads && !seen.isEmpty()) {
            checkOwnNamespaceOnly(context, exportTo, seen);
        }
        if (seen.contains(PUBLIC) && exportTo.size() > 1) {
            context.error(
                    exportTo,
                    "export-to.public",
                    "exportTo names \"*\" (everybody) together with others",
                    "Keep \"*\" alone, or name the namespaces");
        }
        if (seen.contains(NONE) && exportTo.size() > 1) {
            context.error(
                    exportTo,
                    "export-to.none",
                    "exportTo names \"~\" (nobody) together with others",
                    "Keep \"~\" alone, or leave it out");
        }
    }

    private static void checkOwnNamespaceOnly(Context context, Node exportTo, Set<String> seen) {
        if (!seen.contains(context.namespace())) {
            context.error(
                    exportTo,
                    "export-to.selector-foreign",
                    "a rule with a workload selector applies in its own namespace only, but exportTo names another",
                    "Set exportTo to \".\" or leave the selector out");
        } else if (seen.size() > 1) {
            context.error(
                    exportTo,
                    "export-to.selector-many",
                    "a rule with a workload selector applies in its own namespace only, but exportTo names several",
                    "Set exportTo to \".\" or leave the selector out");
        }
    }

    private static boolean isVisibility(String value) {
        return value.equals(PRIVATE) || value.equals(PUBLIC) || DnsLabels.isLabel(value);
    }
}
