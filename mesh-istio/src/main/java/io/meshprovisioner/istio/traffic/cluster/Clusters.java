package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.scope.BoundedCache;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;

/** What stands behind every destination of a mesh, as each proxy is told it. */
public final class Clusters {
    private static final int PROXIES = 10_000;

    private final Snapshot snapshot;
    private final RuleLookup rules;
    private final ServiceEndpoints endpoints;
    private final BoundedCache<Proxy, ProxyClusters> byProxy = new BoundedCache<>(PROXIES);

    private Clusters(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.rules = new RuleLookup(snapshot);
        this.endpoints = new ServiceEndpoints(snapshot);
    }

    /** The clusters of a snapshot; made once for it, each of them when it is first asked for. */
    public static Clusters of(Snapshot snapshot) {
        return snapshot.derive(Clusters.class, Clusters::new);
    }

    /** The clusters of one proxy; to be held on to by whoever asks often. */
    public ProxyClusters at(Proxy proxy) {
        return byProxy.get(proxy, one -> new ProxyClusters(snapshot, one, rules, endpoints));
    }
}
