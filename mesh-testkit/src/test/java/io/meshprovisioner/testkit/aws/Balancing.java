package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.world.CloudState.LoadBalancer;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import java.util.List;
import java.util.Map;

/** Plays the Service controller of the demo cluster. */
final class Balancing {
    static final String UID = "0f2c7a3e-7a4e-4c53-9c8b-3f1f0a9d1b11";

    private Balancing() {}

    static LoadBalancer ensure(Lab lab, Map<String, String> annotations) {
        return ensure(lab, UID, annotations);
    }

    static LoadBalancer ensure(Lab lab, String uid, Map<String, String> annotations) {
        List<String> nodes = lab.read(w -> w.cluster(Lab.DEMO)
                .map(c -> List.copyOf(((FakeCluster) c).nodes.keySet()))
                .orElse(List.of()));
        LoadBalancerRequest request = new LoadBalancerRequest(
                Lab.DEMO,
                "istio-system",
                "istio-ingressgateway",
                uid,
                annotations,
                List.of(
                        new LoadBalancerRequest.Port("TCP", 80, 31380),
                        new LoadBalancerRequest.Port("TCP", 443, 31390)),
                nodes);
        return lab.read(w -> w.cloud().ensureLoadBalancer(w, request));
    }

    static boolean delete(Lab lab) {
        return lab.read(w -> w.cloud().deleteLoadBalancer(w, Lab.DEMO, UID));
    }
}
