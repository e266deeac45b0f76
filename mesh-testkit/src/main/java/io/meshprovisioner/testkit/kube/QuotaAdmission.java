package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Quantity;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The admission plugin ResourceQuota, the last to be asked: what a namespace may hold of pods, of what they request, and
 * of other objects by number. Quotas with scopes are not counted.
 */
final class QuotaAdmission {
    /** What a quota names without a prefix means requests. */
    private static final Map<String, String> SHORT = Map.of("cpu", "requests.cpu", "memory", "requests.memory");

    private static final Set<String> COMPUTE =
            Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

    private final ApiServer server;
    private final ResourceType type;
    private final ObjectNode object;

    private QuotaAdmission(ApiServer server, ResourceType type, ObjectNode object) {
        this.server = server;
        this.type = type;
        this.object = object;
    }

    /** Refuses an object for which a quota of its namespace has no room. */
    static void check(ApiServer server, ResourceType type, ObjectNode object) {
        if (!type.namespaced()) {
            return;
        }
        QuotaAdmission admission = new QuotaAdmission(server, type, object);
        for (ObjectNode quota : server.store().list("resourcequotas", Trees.namespace(object))) {
            if (Trees.at(quota, "spec", "scopes").isEmpty()
                    && Trees.at(quota, "spec", "scopeSelector").isEmpty()) {
                admission.check(quota);
            }
        }
    }

    private void check(ObjectNode quota) {
        Map<String, BigDecimal> hard = new TreeMap<>();
        Trees.at(quota, "spec", "hard").properties().stream()
                .filter(entry -> counts(entry.getKey()))
                .forEach(entry -> hard.put(entry.getKey(), Quantity.of(entry.getValue())));
        if (hard.isEmpty()) {
            return;
        }
        missing(quota, hard.keySet());
        List<ObjectNode> others = server.store().list(type.storage(), Trees.namespace(object)).stream()
                .filter(QuotaAdmission::alive)
                .toList();
        Map<String, BigDecimal> asked = new TreeMap<>();
        Map<String, BigDecimal> used = new TreeMap<>();
        hard.forEach((what, limit) -> {
            BigDecimal more = of(what, object);
            BigDecimal there = others.stream().map(other -> of(what, other)).reduce(BigDecimal.ZERO, BigDecimal::add);
            if (more.signum() > 0 && there.add(more).compareTo(limit) > 0) {
                asked.put(what, more);
                used.put(what, there);
            }
        });
        if (!asked.isEmpty()) {
            throw ApiError.forbidden(
                    type,
                    Trees.name(object),
                    "exceeded quota: " + Trees.name(quota) + ", requested: " + text(asked, asked::get) + ", used: "
                            + text(asked, used::get) + ", limited: " + text(asked, hard::get));
        }
    }

    /** What is limited has to be said by each container. */
    private void missing(ObjectNode quota, Set<String> limited) {
        if (!type.storage().equals("pods")) {
            return;
        }
        Map<String, Set<String>> containers = new TreeMap<>();
        for (String what : limited) {
            if (COMPUTE.contains(what)) {
                for (JsonNode container : Trees.at(object, "spec", "containers")) {
                    if (Trees.at(container, path(what)).isMissingNode()) {
                        containers
                                .computeIfAbsent(what, none -> new TreeSet<>())
                                .add(Trees.text(container, "name"));
                    }
                }
            }
        }
        if (!containers.isEmpty()) {
            String all = containers.entrySet().stream()
                    .map(one -> one.getKey() + " for: " + String.join(",", one.getValue()))
                    .collect(Collectors.joining("; "));
            throw ApiError.forbidden(
                    type, Trees.name(object), "failed quota: " + Trees.name(quota) + ": must specify " + all);
        }
    }

    /** Whether an object of the type counts for what a quota limits. */
    private boolean counts(String what) {
        boolean pod = type.storage().equals("pods");
        return what.equals(type.storage())
                || what.equals("count/" + type.storage())
                || (pod && COMPUTE.contains(what))
                || (type.storage().equals("services")
                        && List.of("services.loadbalancers", "services.nodeports")
                                .contains(what));
    }

    private static BigDecimal of(String what, ObjectNode object) {
        if (COMPUTE.contains(what)) {
            BigDecimal sum = BigDecimal.ZERO;
            for (JsonNode container : Trees.at(object, "spec", "containers")) {
                sum = sum.add(Quantity.of(Trees.at(container, path(what))));
            }
            return sum;
        }
        String kind = Trees.text(object, "spec", "type");
        return switch (what) {
            case "services.loadbalancers" -> one(kind.equals("LoadBalancer"));
            case "services.nodeports" -> one(kind.equals("NodePort") || kind.equals("LoadBalancer"));
            default -> BigDecimal.ONE;
        };
    }

    private static BigDecimal one(boolean counted) {
        return counted ? BigDecimal.ONE : BigDecimal.ZERO;
    }

    private static String[] path(String what) {
        String[] words = SHORT.getOrDefault(what, what).split("\\.");
        return new String[] {"resources", words[0], words[1]};
    }

    private static boolean alive(ObjectNode object) {
        String phase = Trees.text(object, "status", "phase");
        return !Trees.kind(object).equals("Pod") || (!phase.equals("Succeeded") && !phase.equals("Failed"));
    }

    private static String text(Map<String, BigDecimal> names, Function<String, BigDecimal> value) {
        return names.keySet().stream()
                .map(what -> what + "=" + text(what, value.apply(what)))
                .collect(Collectors.joining(","));
    }

    /** As Kubernetes writes quantities: thousandths of a core, powers of two of memory. */
    private static String text(String what, BigDecimal value) {
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        if (!whole) {
            return value.movePointRight(3).toBigInteger() + "m";
        }
        long number = value.longValue();
        if (what.endsWith("memory")) {
            for (int power = 4; power > 0; power--) {
                long unit = 1L << (10 * power);
                if (number >= unit && number % unit == 0) {
                    return number / unit + List.of("Ki", "Mi", "Gi", "Ti").get(power - 1);
                }
            }
        }
        return Long.toString(number);
    }
}
