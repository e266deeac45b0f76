package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Load balancing between regions, zones and sub-zones. */
final class Localities {
    private static final Set<String> TOPOLOGY_LABELS =
            Set.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone");

    private Localities() {}

    static void check(Context context, Node setting, boolean outlierDetection) {
        if (!setting.present()) {
            return;
        }
        List<Node> failover = setting.items("failover");
        List<Node> priorities = setting.items("failoverPriority");
        if (setting.hasAny("distribute") && !failover.isEmpty()) {
            context.error(
                    setting,
                    "locality.distribute-and-failover",
                    "distribute and failover exclude each other",
                    "Keep one of the two");
            return;
        }
        for (Node priority : priorities) {
            if (!failover.isEmpty() && TOPOLOGY_LABELS.contains(priority.text())) {
                context.error(
                        priority,
                        "locality.failover-and-topology",
                        "failover and the label " + priority.text() + " in failoverPriority both order the regions",
                        "Keep one of the two");
                return;
            }
        }
        if (!checkDistribution(context, setting)) {
            return;
        }
        if ((!failover.isEmpty() || !priorities.isEmpty()) && !outlierDetection) {
            context.warn(
                    setting,
                    "locality.failover-without-outlier-detection",
                    "failover never happens: without outlierDetection no endpoint counts as failed",
                    "Add outlierDetection to the same policy");
        }
        failover.forEach(item -> checkFailover(context, item));
    }

    /** Whether Istio goes on afterwards: wrong weights end its look at the setting. */
    private static boolean checkDistribution(Context context, Node setting) {
        List<String> sources = new ArrayList<>();
        for (Node share : setting.items("distribute")) {
            sources.add(share.text("from"));
            long total = 0;
            List<String> targets = new ArrayList<>();
            for (Node weight : share.entries("to")) {
                targets.add(weight.name());
                if (weight.integer() < 1 || weight.integer() > 100) {
                    context.error(
                            weight,
                            "locality.weight",
                            "the weight of " + weight.name() + " is " + weight.integer(),
                            "Use 1 to 100; leave a locality out that should get nothing");
                    return false;
                }
                total += weight.integer();
            }
            if (total != 100) {
                context.error(
                        share.get("to"),
                        "locality.weight-sum",
                        "the weights add up to " + total,
                        "Make them add up to 100");
                return false;
            }
            checkNames(context, share.get("to"), targets);
        }
        checkNames(context, setting.get("distribute"), sources);
        return true;
    }

    private static void checkNames(Context context, Node at, List<String> names) {
        String problem = problem(names);
        if (problem != null) {
            context.error(
                    at,
                    "locality.name",
                    problem,
                    "Write region/zone/sub-zone, with a star at the end at most, none twice");
        }
    }

    /** The first problem, since Istio looks for no second. */
    private static @Nullable String problem(List<String> names) {
        List<String> earlier = new ArrayList<>();
        for (String name : names) {
            int star = name.indexOf('*');
            if (star >= 0 && star != name.length() - 1) {
                return "the locality " + name + " has a star before its end";
            }
            if (List.of(name.split("/", 3)).contains("")) {
                return "the locality " + name + " has an empty part";
            }
            for (String other : earlier) {
                if (overlap(other, name)) {
                    return "the localities " + other + " and " + name + " overlap";
                }
            }
            earlier.add(name);
        }
        return null;
    }

    /**
     * Whether Istio sees the later one as part of the earlier: an earlier star, or an earlier name without or with a star
     * in place of the zone or sub-zone. A later name that is the wider one counts only for regions.
     */
    private static boolean overlap(String earlier, String later) {
        if (earlier.equals("*")) {
            return true;
        }
        String[] one = earlier.split("/", 3);
        String[] two = later.split("/", 3);
        if (!one[0].equals(two[0])) {
            return false;
        }
        if (two.length == 1 || one.length == 1 || one[1].equals("*")) {
            return true;
        }
        if (!one[1].equals(two[1])) {
            return false;
        }
        return two.length == 2 || one.length == 2 || one[2].equals("*") || one[2].equals(two[2]);
    }

    private static void checkFailover(Context context, Node failover) {
        String from = failover.text("from");
        String to = failover.text("to");
        if (from.equals(to)) {
            context.error(
                    failover,
                    "locality.failover-same",
                    "the failover leads from \"" + from + "\" to itself",
                    "Name two different regions");
        }
        if (from.contains("/") || to.contains("/")) {
            context.error(
                    failover,
                    "locality.failover-zone",
                    "the failover names a zone, but it goes from region to region",
                    "Write the regions alone, such as us-east-1");
        }
        if (from.contains("*") || to.contains("*")) {
            context.error(
                    failover,
                    "locality.failover-wildcard",
                    "the failover has a wildcard",
                    "Write one item for each region");
        }
    }
}
