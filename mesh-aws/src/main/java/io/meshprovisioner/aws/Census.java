package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.spi.CloudSession.MeshSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** Counts by tag: which meshes there are, and what is there twice. One DescribeTags answers for all of EC2. */
final class Census {
    /** What must be there once; machines and volumes of a node group share a name. */
    private static final Set<String> SINGLE = Set.of(
            "vpc",
            "subnet",
            "internet-gateway",
            "route-table",
            "elastic-ip",
            "natgateway",
            "vpc-endpoint",
            "security-group");

    /** What tells that a mesh is there: dead NAT gateways and machines keep their tags for an hour. */
    private static final Set<String> LASTING = Set.of(
            "vpc",
            "subnet",
            "internet-gateway",
            "route-table",
            "elastic-ip",
            "security-group",
            "launch-template",
            "key-pair");

    /** What it takes to count a mesh's resources; the meshes of an account are another question. */
    static final Set<String> CALLS = Set.of(
            "ec2:DescribeTags",
            "eks:ListPodIdentityAssociations",
            "eks:DescribePodIdentityAssociation",
            "eks:DeletePodIdentityAssociation");

    private final AwsCalls calls;
    private final String region;

    Census(AwsCalls calls, String region) {
        this.calls = calls;
        this.region = region;
    }

    /** By tags in EC2 and on clusters, and by leases and notes that a killed run left. */
    List<MeshSummary> meshes() {
        Map<String, Integer> counts = new TreeMap<>();
        tags(calls, Look.filter("key", Tags.MESH)).stream()
                .filter(tag -> LASTING.contains(tag.resourceTypeAsString()))
                .forEach(tag -> counts.merge(tag.value(), 1, Integer::sum));
        clusters().forEach(mesh -> counts.merge(mesh, 1, Integer::sum));
        Map<String, Instant> expiries = new HashMap<>();
        parameters().forEach(found -> {
            String mesh = mesh(found);
            counts.merge(mesh, 0, Integer::sum);
            Notes.expiry(found).ifPresent(expires -> expiries.put(mesh, expires));
        });
        return counts.entrySet().stream()
                .map(entry -> new MeshSummary(
                        entry.getKey(), region, entry.getValue(), Optional.ofNullable(expiries.get(entry.getKey()))))
                .toList();
    }

    static List<TagDescription> tags(AwsCalls calls, Filter... filters) {
        return Pages.all(
                token -> calls.ec2()
                        .read(
                                DescribeTagsRequest.builder()
                                        .filters(filters)
                                        .nextToken(token)
                                        .build(),
                                Ec2Client::describeTags),
                DescribeTagsResponse::tags,
                DescribeTagsResponse::nextToken);
    }

    private List<String> clusters() {
        return EksLists.clusters(calls).stream()
                .flatMap(
                        name -> calls
                                .eks()
                                .find(
                                        DescribeClusterRequest.builder()
                                                .name(name)
                                                .build(),
                                        EksClient::describeCluster)
                                .stream())
                .map(answer -> answer.cluster().tags().get(Tags.MESH))
                .filter(mesh -> mesh != null)
                .toList();
    }

    private List<Parameter> parameters() {
        return Pages.all(
                token -> calls.ssm()
                        .read(
                                GetParametersByPathRequest.builder()
                                        .path(SsmLeases.ROOT)
                                        .recursive(true)
                                        .nextToken(token)
                                        .build(),
                                SsmClient::getParametersByPath),
                GetParametersByPathResponse::parameters,
                GetParametersByPathResponse::nextToken);
    }

    private static String mesh(Parameter found) {
        String rest = found.name().substring(SsmLeases.ROOT.length());
        return rest.substring(0, rest.indexOf('/'));
    }

    /**
     * The removals of what nobody needs: what is there twice (the one with dependents stays, among empty ones the
     * lowest id), and interfaces that the CNI of nodes that are gone left behind.
     */
    List<Removal> superfluous(Scope scope, NamesInUse names) {
        List<Removal> result = new ArrayList<>(duplicates(scope, names));
        result.addAll(Strangers.leftByNodes(scope).stream()
                .map(
                        new NetworkDeletion(scope, List.of(), List.of(), new Strangers(List.of(), List.of()))
                                ::networkInterface)
                .toList());
        return result;
    }

    private List<Removal> duplicates(Scope scope, NamesInUse names) {
        return names.anyTwice(SINGLE) ? allButOne(scope) : List.of();
    }

    private List<Removal> allButOne(Scope scope) {
        NetworkDeletion network = new NetworkDeletion(scope, List.of(), List.of(), new Strangers(List.of(), List.of()));
        List<Removal> result = new ArrayList<>();
        result.addAll(others(scope, Look.NAT_GATEWAYS, one -> network.natGateway(one.natGatewayId())));
        result.addAll(others(scope, Look.ENDPOINTS, new Endpoints(scope)::removal));
        result.addAll(others(scope, Look.ADDRESSES, network::address));
        result.addAll(others(scope, Look.GATEWAYS, network::gateway));
        result.addAll(others(scope, Look.ROUTE_TABLES, network::routeTable));
        result.addAll(others(scope, Look.SUBNETS, network::subnet));
        result.addAll(others(scope, Look.GROUPS, network::group));
        result.addAll(others(scope, Look.VPCS, one -> network.vpc(one.vpcId())));
        return result;
    }

    private static <M> List<Removal> others(Scope scope, Look<M> look, Function<M, ? extends Removal> removal) {
        Map<String, List<M>> byName = look.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .filter(Census::alive)
                .collect(Collectors.groupingBy(one -> look.tags(one).getOrDefault(Tags.RESOURCE, "")));
        List<Removal> result = new ArrayList<>();
        byName.values().stream().filter(all -> all.size() > 1).forEach(all -> {
            M kept = Duplicates.keep(scope.calls(), look, all);
            all.stream()
                    .filter(one -> !look.id().apply(one).equals(look.id().apply(kept)))
                    // One that has dependents, too, is not empty: it stays, and uninstall finds it.
                    .filter(one -> !Duplicates.hasDependents(scope.calls(), look, one))
                    .sorted(Comparator.comparing(look.id()))
                    .map(removal)
                    .forEach(result::add);
        });
        return result;
    }

    private static boolean alive(Object found) {
        if (found instanceof VpcEndpoint endpoint) {
            return !Endpoints.dead(endpoint);
        }
        return !(found instanceof NatGateway nat)
                || nat.state() == NatGatewayState.AVAILABLE
                || nat.state() == NatGatewayState.PENDING;
    }
}
