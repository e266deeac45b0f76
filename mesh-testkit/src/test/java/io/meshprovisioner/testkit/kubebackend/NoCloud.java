package io.meshprovisioner.testkit.kubebackend;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState;
import io.meshprovisioner.testkit.world.World;
import java.util.List;
import java.util.Optional;

/** A cloud that holds nothing and knows nobody. */
final class NoCloud implements CloudState {
    @Override
    public CloudState copy() {
        return this;
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
        return Response.of(501, "text/plain", "no AWS here");
    }

    @Override
    public Response throttled(Request request) {
        return Response.of(501, "text/plain", "no AWS here");
    }

    @Override
    public Optional<KubeIdentity> authenticate(World world, ClusterKey cluster, String bearerToken) {
        return Optional.empty();
    }

    @Override
    public LoadBalancer ensureLoadBalancer(World world, LoadBalancerRequest request) {
        return new LoadBalancer(Optional.empty(), Optional.of("no cloud"));
    }

    @Override
    public boolean deleteLoadBalancer(World world, ClusterKey cluster, String serviceUid) {
        return true;
    }

    @Override
    public List<String> inventory(World world) {
        return List.of();
    }
}
