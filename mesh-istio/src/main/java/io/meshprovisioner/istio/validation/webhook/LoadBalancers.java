package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.HashSet;
import java.util.Set;

/** How an endpoint is chosen. */
final class LoadBalancers {
    private static final long MAX_TABLE_SIZE = 5_000_011;

    private LoadBalancers() {}

    static void check(Context context, Node balancer, boolean outlierDetection) {
        if (!balancer.present()) {
            return;
        }
        Node policy = balancer.lastOf("simple", "consistentHash");
        if (policy.present() && policy.name().equals("consistentHash")) {
            checkConsistentHash(context, policy);
        }
        Localities.check(context, balancer.get("localityLbSetting"), outlierDetection);
        checkWarmup(context, balancer.get("warmup"));
    }

    private static void checkConsistentHash(Context context, Node hash) {
        Node key = hash.lastOf("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName");
        if (key.present() && key.name().equals("httpCookie")) {
            checkCookie(context, key);
        }
        Node algorithm = hash.lastOf("ringHash", "maglev");
        if (hash.integer("minimumRingSize") != 0) {
            context.warn(
                    hash.get("minimumRingSize"),
                    "loadbalancer.minimum-ring-size-deprecated",
                    "minimumRingSize is deprecated",
                    "Use ringHash.minimumRingSize");
            if (algorithm.present()) {
                context.error(
                        hash.get("minimumRingSize"),
                        "loadbalancer.minimum-ring-size-and-algorithm",
                        "minimumRingSize and " + algorithm.name() + " exclude each other",
                        "Use ringHash.minimumRingSize or maglev.tableSize");
            }
        }
        if (algorithm.present() && algorithm.name().equals("maglev")) {
            checkTableSize(context, algorithm);
        }
    }

    private static void checkCookie(Context context, Node cookie) {
        if (cookie.text("name").isEmpty()) {
            context.error(cookie, "loadbalancer.cookie-name", "the cookie has no name", "Set httpCookie.name");
        }
        if (!cookie.has("ttl") && !context.since(20)) {
            context.error(
                    cookie,
                    "loadbalancer.cookie-ttl",
                    "the cookie has no ttl, which Istio before 1.20 requires",
                    "Set httpCookie.ttl; 0s makes it a session cookie");
        }
        Set<String> names = new HashSet<>();
        for (Node attribute : cookie.items("attributes")) {
            String name = attribute.text("name");
            if (name.isEmpty()) {
                context.error(
                        attribute,
                        "loadbalancer.cookie-attribute-name",
                        "the cookie's attribute has no name",
                        "Set its name, such as SameSite");
            } else if (!names.add(name)) {
                context.error(
                        attribute,
                        "loadbalancer.cookie-attribute-duplicate",
                        "the cookie has the attribute \"" + name + "\" twice",
                        "Keep one of the two");
            }
        }
    }

    private static void checkTableSize(Context context, Node maglev) {
        Node tableSize = maglev.get("tableSize");
        long size = tableSize.integer();
        if (size == 0) {
            context.error(
                    maglev,
                    "loadbalancer.table-size-missing",
                    "the table size is not set",
                    "Set tableSize, such as 65537");
        }
        if (size >= MAX_TABLE_SIZE) {
            context.error(
                    tableSize,
                    "loadbalancer.table-size-large",
                    "the table size " + size + " is too large",
                    "Use a prime below " + MAX_TABLE_SIZE + ", such as 65537");
        }
        if (!isPrime(size)) {
            context.error(
                    tableSize,
                    "loadbalancer.table-size-prime",
                    "the table size " + size + " is no prime number",
                    "Use a prime, such as 65537");
        }
    }

    /** As Envoy decides it: 1 passes too. */
    private static boolean isPrime(long number) {
        if (number > 0 && number < 4) {
            return true;
        }
        if (number % 2 == 0) {
            return false;
        }
        for (long factor = 3; factor * factor <= Math.min(number, MAX_TABLE_SIZE * MAX_TABLE_SIZE); factor += 2) {
            if (number % factor == 0) {
                return false;
            }
        }
        return true;
    }

    private static void checkWarmup(Context context, Node warmup) {
        if (!warmup.present()) {
            return;
        }
        if (warmup.has("duration")) {
            Durations.check(context, warmup, "duration");
        } else {
            context.error(
                    warmup,
                    "loadbalancer.warmup-duration",
                    "the warm-up has no duration",
                    "Set warmup.duration, such as 30s");
        }
        if (warmup.get("minimumPercent").number() > 100) {
            context.error(
                    warmup.get("minimumPercent"),
                    "loadbalancer.warmup-percent",
                    "minimumPercent is more than 100",
                    "Use 0 to 100");
        }
        if (warmup.has("aggression") && warmup.get("aggression").number() < 1) {
            context.error(
                    warmup.get("aggression"),
                    "loadbalancer.warmup-aggression",
                    "aggression is less than 1",
                    "Use 1 for a straight rise, more for a late one");
        }
    }
}
