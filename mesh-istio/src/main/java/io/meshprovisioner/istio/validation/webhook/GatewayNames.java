package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.DnsLabels;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.List;

/** References to gateways: {@code namespace/name}, {@code name}, {@code mesh}, or the old {@code name.namespace.…}. */
final class GatewayNames {
    /** The name that stands for all sidecars. */
    static final String MESH = "mesh";

    private GatewayNames() {}

    /** Checks references up to the first without a namespace, where Istio stops looking. */
    static void check(Context context, List<Node> gateways, boolean anyName) {
        for (Node gateway : gateways) {
            String name = gateway.text();
            int slash = name.indexOf('/');
            if (slash < 0) {
                checkUnqualified(context, gateway, name);
                return;
            }
            checkQualified(context, gateway, name.substring(0, slash), name.substring(slash + 1), anyName);
        }
    }

    private static void checkUnqualified(Context context, Node at, String name) {
        String[] parts = name.split("\\.", -1);
        if (parts.length > 1) {
            context.warn(
                    at,
                    "gateway-name.legacy",
                    "\"" + name + "\" names the gateway in the old form",
                    "Write \"" + parts[1] + "/" + parts[0] + "\"");
        }
        String problem = Hosts.fqdnProblem(name);
        if (problem != null) {
            context.error(at, "gateway-name.form", problem, "Write the gateway as namespace/name, or mesh");
        }
    }

    private static void checkQualified(Context context, Node at, String namespace, String name, boolean anyName) {
        if (namespace.isEmpty() || name.isEmpty()) {
            context.error(
                    at,
                    "gateway-name.empty-part",
                    "\"" + at.text() + "\" lacks the " + (namespace.isEmpty() ? "namespace" : "gateway's name"),
                    "Write both parts: namespace/name");
        }
        if (!DnsLabels.isLabel(namespace)) {
            context.error(
                    at,
                    "gateway-name.namespace",
                    "\"" + namespace + "\" is no namespace",
                    "Write the gateway as namespace/name");
        }
        if (!anyName && !DnsLabels.isLabel(name)) {
            context.error(
                    at,
                    "gateway-name.name",
                    "\"" + name + "\" is no gateway name",
                    "Write the gateway as namespace/name");
        }
    }
}
