package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState;
import io.meshprovisioner.testkit.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A cloud that only knows load balancers: made in 30 s, gone in 10 s. */
final class FakeCloud implements CloudState {
    private final Map<String, Instant> made = new TreeMap<>();
    private final Map<String, Instant> deleting = new TreeMap<>();

    @Override
    public CloudState copy() {
        FakeCloud copy = new FakeCloud();
        copy.made.putAll(made);
        copy.deleting.putAll(deleting);
        return copy;
    }

    @Override
    public Response handle(World world, Request request) {
        return Response.of(501, "text/plain", "no AWS here");
    }

    @Override
    public String operation(Request request) {
        return "none";
    }

    @Override
    public Response error(Request request, int status, String code, String message) {
        return Response.of(status, "text/plain", code + ": " + message);
    }

    @Override
    public Response throttled(Request request) {
        throw new UnsupportedOperationException("No cloud request reaches this cloud.");
    }

    @Override
    public Optional<KubeIdentity> authenticate(World world, ClusterKey cluster, String bearerToken) {
        return bearerToken.equals("developer")
                ? Optional.of(new KubeIdentity("developer", List.of("developers", "system:authenticated"), "AKIA"))
                : Optional.empty();
    }

    @Override
    public LoadBalancer ensureLoadBalancer(World world, LoadBalancerRequest request) {
        Instant since = made.computeIfAbsent(request.serviceUid(), uid -> world.now());
        boolean done = !world.now().isBefore(since.plusSeconds(30));
        return new LoadBalancer(
                done ? Optional.of(request.serviceName() + ".elb.amazonaws.com") : Optional.empty(), Optional.empty());
    }

    @Override
    public boolean deleteLoadBalancer(World world, ClusterKey cluster, String serviceUid) {
        if (!made.containsKey(serviceUid)) {
            return true;
        }
        Instant since = deleting.computeIfAbsent(serviceUid, uid -> world.now());
        if (Duration.between(since, world.now()).toSeconds() < 10) {
            return false;
        }
        made.remove(serviceUid);
        return true;
    }

    @Override
    public List<String> inventory(World world) {
        return made.keySet().stream().map(uid -> "load balancer " + uid).toList();
    }
}
