package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.DnsLabels;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.List;

/** Where traffic goes, and in which shares. */
final class Destinations {
    private Destinations() {}

    /** Checks a destination if it is there. */
    static void check(Context context, Node destination) {
        if (!destination.present()) {
            return;
        }
        Node host = destination.get("host");
        if (host.text().equals("*")) {
            context.error(
                    host, "destination.host-wildcard", "a destination cannot be the host \"*\"", "Name one service");
        } else {
            String problem = Hosts.wildcardDomainProblem(host.text());
            if (problem != null) {
                context.error(
                        host,
                        "destination.host",
                        problem,
                        "Name the service by its DNS name, such as reviews.bookinfo.svc.cluster.local");
            }
        }
        if (!destination.text("subset").isEmpty()) {
            checkSubsetName(context, destination.get("subset"));
        }
        if (destination.has("port")) {
            Ports.checkNumber(context, destination.get("port", "number"));
        }
    }

    static void checkSubsetName(Context context, Node name) {
        if (!DnsLabels.isLabel(name.text())) {
            context.error(
                    name,
                    "subset.name",
                    name.text().isEmpty() ? "the subset has no name" : "\"" + name.text() + "\" is no subset name",
                    "Use letters, digits and inner dashes, at most 63, such as v1");
        }
    }

    /**
     * The destinations of a route with their weights.
     *
     * @param madeFromGatewayApi whether Istio made the object out of a Gateway API route, which it trusts
     * @param checkHeaders whether each destination can have header operations of its own
     */
    static void checkAll(Context context, Node route, boolean madeFromGatewayApi, boolean checkHeaders) {
        List<Node> destinations = route.items();
        long total = 0;
        for (Node weighted : destinations) {
            if (!weighted.has("destination")) {
                context.error(
                        weighted,
                        "destination.required",
                        "there is no destination",
                        "Add destination with the host that the traffic goes to");
            }
            if (checkHeaders) {
                HeaderOperations.check(context, weighted.get("headers"));
            }
            if (!madeFromGatewayApi) {
                check(context, weighted.get("destination"));
            }
            checkWeight(context, weighted.get("weight"));
            total += weighted.integer("weight");
        }
        if (destinations.size() > 1) {
            checkTotal(context, route, total);
        }
    }

    private static void checkWeight(Context context, Node weight) {
        long value = weight.integer();
        if (value < 0 || (value > 100 && !context.since(15))) {
            context.error(
                    weight,
                    "destination.weight",
                    "the weight " + value + (value < 0 ? " is negative" : " is more than 100"),
                    context.since(15)
                            ? "Use 0 or more; the share is the weight divided by the sum of all weights"
                            : "Use 0 to 100: before Istio 1.15 weights are percentages");
        }
    }

    private static void checkTotal(Context context, Node route, long total) {
        if (context.since(15) ? (int) total == 0 : total != 100) {
            context.error(
                    route,
                    "destination.weight-sum",
                    "the weights of the destinations add up to " + total,
                    context.since(15)
                            ? "Give at least one destination a weight above 0"
                            : "Make them add up to 100: before Istio 1.15 weights are percentages");
        }
    }
}
