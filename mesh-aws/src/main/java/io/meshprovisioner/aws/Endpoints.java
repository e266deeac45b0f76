package io.meshprovisioner.aws;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.EndpointServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** The VPC endpoints of a mesh that stand, and their end. */
final class Endpoints {
    private static final Pace PACE = new Pace(Duration.ofSeconds(45), Duration.ofSeconds(15));

    private final Scope scope;
    private final Service<Ec2Client> ec2;

    Endpoints(Scope scope) {
        this.scope = scope;
        this.ec2 = scope.calls().ec2();
    }

    /** Its state in small letters: the SDK's names have others than the answers. */
    static String state(VpcEndpoint found) {
        return found.stateAsString() == null ? "" : found.stateAsString().toLowerCase(Locale.ROOT);
    }

    /** Whether it will never be of use, or not again. */
    static boolean dead(VpcEndpoint found) {
        return Set.of("failed", "rejected", "expired", "deleting", "deleted").contains(state(found));
    }

    /** All but the deleted. */
    List<VpcEndpoint> standing() {
        return Look.ENDPOINTS.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .filter(found -> !state(found).equals("deleted"))
                .toList();
    }

    /**
     * The removals of those that are for none of these services, and of their group where none needs it.
     *
     * @param names which names are in use: only where one tells of an endpoint or group too many is it looked at
     */
    List<Removal> othersThan(List<String> services, NamesInUse names) {
        Set<String> named = services.stream()
                .map(service -> scope.names().logical(VpcEndpointResource.part(service)))
                .collect(Collectors.toSet());
        List<Removal> result = new ArrayList<>();
        if (!named.containsAll(names.of(ResourceType.VPC_ENDPOINT))) {
            others(named).forEach(found -> result.add(removal(found)));
        }
        String group = scope.names().logical(VpcEndpointResource.GROUP);
        if (services.stream().allMatch(EndpointServices::byRoute)
                && names.of(ResourceType.SECURITY_GROUP).contains(group)) {
            NetworkDeletion network =
                    new NetworkDeletion(scope, List.of(), List.of(), new Strangers(List.of(), List.of()));
            Look.GROUPS
                    .named(Look.GROUPS.ofMesh(scope.calls(), scope.names().mesh()), group)
                    .forEach(found -> result.add(network.group(found)));
        }
        return result;
    }

    private Stream<VpcEndpoint> others(Set<String> named) {
        return standing().stream()
                .filter(found -> !named.contains(Look.ENDPOINTS.tags(found).get(Tags.RESOURCE)));
    }

    AwsRemoval removal(VpcEndpoint found) {
        return AwsRemoval.of(Kinds.ENDPOINT, found.vpcEndpointId(), step -> remove(step, found.vpcEndpointId()))
                .titled("VPC endpoint of " + found.serviceName() + " (" + found.vpcEndpointId() + ")")
                .paced(PACE);
    }

    private Removed remove(Step step, String id) {
        Optional<VpcEndpoint> now = ec2.find(
                        DescribeVpcEndpointsRequest.builder().vpcEndpointIds(id).build(),
                        Ec2Client::describeVpcEndpoints)
                .flatMap(answer -> answer.vpcEndpoints().stream().findFirst())
                .filter(found -> !state(found).equals("deleted"));
        if (now.isEmpty()) {
            return new Removed.Gone();
        }
        if (!state(now.get()).equals("deleting")) {
            delete(step, id);
        }
        return new Removed.Going("deleting");
    }

    /** The call succeeds also where it deletes nothing: what it could not do stands in its answer. */
    void delete(Step step, String id) {
        ec2
                .changeIfThere(
                        step.permit(),
                        DeleteVpcEndpointsRequest.builder().vpcEndpointIds(id).build(),
                        Ec2Client::deleteVpcEndpoints)
                .stream()
                .flatMap(answer -> answer.unsuccessful().stream())
                .map(item -> item.error())
                .filter(error -> !error.code().endsWith(".NotFound"))
                .findFirst()
                .ifPresent(error -> {
                    throw new ServiceFailureException(Failure.of(
                                    "VPC endpoint " + id + " could not be deleted.",
                                    "Do what the reason says, then run again: the run continues.")
                            .because(error.message())
                            .answered(new ApiError("ec2", "DeleteVpcEndpoints", error.code(), error.message(), "")));
                });
    }
}
