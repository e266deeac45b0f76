package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.Locality;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives the endpoints of a cluster priorities or weights by where they and the caller are. */
final class Failover {
    private final Proxy caller;
    private final LocalitySetting setting;
    private final String cluster;
    private final boolean byDns;
    private final boolean ofSubset;

    /**
     * @param cluster the name of the Kubernetes cluster, which may count as a label
     * @param byDns whether the endpoints are found by DNS
     * @param ofSubset whether they are those of a subset
     */
    Failover(Proxy caller, LocalitySetting setting, String cluster, boolean byDns, boolean ofSubset) {
        this.caller = caller;
        this.setting = setting;
        this.cluster = cluster;
        this.byDns = byDns;
        this.ofSubset = ofSubset;
    }

    List<LocalityGroup> apply(List<LocalityGroup> groups) {
        if (!setting.enabled()) {
            return groups;
        }
        if (!setting.distribute().isEmpty()) {
            return distribute(groups);
        }
        if (!setting.failsOver()) {
            return groups;
        }
        if (setting.priorities().isEmpty()) {
            return byLocality(groups);
        }
        List<LocalityGroup> byLabels = byLabels(groups);
        return setting.failover().isEmpty() ? byLabels : byLocality(byLabels);
    }

    /** Shares as the first setting for the caller's locality says; localities that it does not name get nothing. */
    private List<LocalityGroup> distribute(List<LocalityGroup> groups) {
        for (LocalitySetting.Distribution distribution : setting.distribute()) {
            if (matches(caller.locality(), distribution.from())) {
                return distribute(groups, distribution.to());
            }
        }
        return groups;
    }

    private static List<LocalityGroup> distribute(List<LocalityGroup> groups, Map<String, Long> shares) {
        Map<Integer, LocalityGroup> taken = new TreeMap<>();
        shares.forEach((to, share) -> {
            List<Integer> hits = new ArrayList<>();
            for (int i = 0; i < groups.size(); i++) {
                if (!taken.containsKey(i) && matches(groups.get(i).locality(), to)) {
                    hits.add(i);
                }
            }
            double total = hits.stream().mapToLong(i -> groups.get(i).weight()).sum();
            for (int i : hits) {
                LocalityGroup group = groups.get(i);
                double weight = group.weight() * share / total;
                taken.put(i, weight > 0 ? group.weight((long) Math.ceil(weight)) : group);
            }
        });
        List<LocalityGroup> result = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            LocalityGroup group = groups.get(i);
            LocalityGroup hit = taken.get(i);
            result.add(
                    hit != null
                            ? hit
                            : new LocalityGroup(group.locality(), group.priority(), group.weight(), List.of()));
        }
        return result;
    }

    /** {@code *} or nothing stands for any part. */
    private static boolean matches(Locality locality, String said) {
        Locality rule = Locality.of(said);
        return (rule.region().equals("*") || rule.region().equals(locality.region()))
                && fits(rule.zone(), locality.zone())
                && fits(rule.subzone(), locality.subzone());
    }

    private static boolean fits(String rule, String part) {
        return rule.isEmpty() || rule.equals("*") || rule.equals(part);
    }

    /** The nearer the sooner: same subzone, zone, region, then the region that takes over, then all others. */
    private List<LocalityGroup> byLocality(List<LocalityGroup> groups) {
        List<LocalityGroup> ranked = new ArrayList<>();
        for (LocalityGroup group : groups) {
            ranked.add(group.priority(group.priority() * 5 + distance(group.locality())));
        }
        return withoutGaps(ranked);
    }

    private int distance(Locality locality) {
        Locality own = caller.locality();
        if (own.region().equals(locality.region())) {
            if (!own.zone().equals(locality.zone())) {
                return 2;
            }
            return own.subzone().equals(locality.subzone()) ? 0 : 1;
        }
        String substitute = setting.failover().get(own.region());
        return substitute == null || substitute.equals(locality.region()) ? 3 : 4;
    }

    /**
     * The more of the labels are the caller's, counted from the first, the sooner. Of endpoints by DNS, Istio ranks those
     * of the first locality and loses the others, and it never ranks those of a subset.
     */
    private List<LocalityGroup> byLabels(List<LocalityGroup> groups) {
        if (caller.labels().isEmpty() || groups.isEmpty() || (byDns && ofSubset)) {
            return groups;
        }
        List<LocalityGroup> ranked = new ArrayList<>();
        for (LocalityGroup group : byDns ? groups.subList(0, 1) : groups) {
            Map<Integer, List<ClusterEndpoint>> byRank = new TreeMap<>();
            for (ClusterEndpoint endpoint : group.endpoints()) {
                byRank.computeIfAbsent(rank(endpoint.endpoint()), key -> new ArrayList<>())
                        .add(endpoint);
            }
            byRank.forEach((rank, endpoints) -> ranked.add(group.endpoints(rank, endpoints)));
        }
        return withoutGaps(ranked);
    }

    private int rank(Endpoint endpoint) {
        List<String> labels = setting.priorities();
        for (int i = 0; i < labels.size(); i++) {
            String said = labels.get(i);
            int equals = said.indexOf('=');
            String name = equals < 0 ? said : said.substring(0, equals);
            String wanted = equals < 0 ? caller.labels().getOrDefault(name, "") : said.substring(equals + 1);
            if (!wanted.equals(endpoint.label(name, cluster))) {
                return labels.size() - i;
            }
        }
        return 0;
    }

    private static List<LocalityGroup> withoutGaps(List<LocalityGroup> groups) {
        Map<Integer, Integer> places = new LinkedHashMap<>();
        TreeSet<Integer> used = new TreeSet<>();
        groups.forEach(group -> used.add(group.priority()));
        used.forEach(priority -> places.put(priority, places.size()));
        return groups.stream()
                .map(group -> group.priority(places.getOrDefault(group.priority(), 0)))
                .toList();
    }
}
