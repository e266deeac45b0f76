package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.Template;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.NodeGroupSpec;
import io.meshprovisioner.spi.NodeCapacity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DeleteNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/** A managed node group. What keeps it from starting is told at the first sign, not after EKS's quarter of an hour. */
final class NodeGroupResource extends AwsResource<NodeCapacity> {
    private static final Pace PACE = new Pace(Duration.ofMinutes(2), Duration.ofSeconds(15));

    private final NodeGroupSpec spec;
    private final Inputs inputs;

    /**
     * What a node group is made from.
     *
     * @param subnets with a way to the Internet: without it nodes cannot join
     * @param some whether a group that stands may be in some of them only: those of somebody else's cluster grow in number
     * @param beforeNodes add-ons whose settings nodes read when they start
     * @param kubernetes the version of the nodes: the one that the cluster shall have, which goes first
     */
    record Inputs(
            Ref<Cluster> cluster,
            Ref<RoleArn> role,
            Ref<Template> template,
            List<Ref<RoutedSubnet>> subnets,
            boolean some,
            List<? extends Ref<?>> beforeNodes,
            Optional<String> kubernetes) {}

    NodeGroupResource(Scope scope, NodeGroupSpec spec, Inputs inputs) {
        super(
                scope,
                "eks:Nodegroup",
                spec.name(),
                "node group " + spec.name() + ", " + spec.desiredSize() + " x "
                        + String.join(" or ", spec.instanceTypes()),
                "G1.4");
        this.spec = spec;
        this.inputs = inputs;
        need(inputs.cluster);
        need(inputs.role);
        need(inputs.template);
        inputs.subnets.forEach(this::need);
        waitFor(inputs.beforeNodes);
    }

    @Override
    public Pace pace() {
        return PACE;
    }

    @Override
    public Observation<NodeCapacity> observe(Step step) {
        return find().map(found -> judge(found, step)).orElseGet(Observation::absent);
    }

    private Optional<Nodegroup> find() {
        return eks().find(
                        DescribeNodegroupRequest.builder()
                                .clusterName(scope.names().cluster())
                                .nodegroupName(spec.name())
                                .build(),
                        EksClient::describeNodegroup)
                .map(DescribeNodegroupResponse::nodegroup);
    }

    private Observation<NodeCapacity> judge(Nodegroup found, Step step) {
        return switch (found.status()) {
            case ACTIVE, DEGRADED -> Observation.ready(capacity(), differences(found, step));
            case CREATE_FAILED -> NodeTrouble.failed(found, true);
            case DELETING -> new Observation.Leaving<>("DELETING");
            case DELETE_FAILED -> NodeTrouble.failed(found, false);
            case CREATING -> NodeTrouble.sign(found) ? trouble(found, step) : pending(found);
            default -> pending(found);
        };
    }

    private Observation<NodeCapacity> trouble(Nodegroup found, Step step) {
        if (isOutdated(found, step)) {
            return NodeTrouble.failed(found, true);
        }
        new VcpuQuota(scope.calls(), scope.names().region())
                .exceeded(found, spec, step.now())
                .ifPresent(quota -> {
                    throw quota;
                });
        return NodeTrouble.failed(found, false);
    }

    /** Whether what cannot start is not even what is asked for now: then it need not be waited for. */
    private boolean isOutdated(Nodegroup found, Step step) {
        return differences(found, step).stream().anyMatch(difference -> !Tags.isTag(difference));
    }

    private List<Difference> differences(Nodegroup found, Step step) {
        List<Difference> result = new ArrayList<>(NodeGroupChanges.differences(
                found,
                spec,
                new NodeGroupChanges.Machines(step.get(inputs.template), inputs.kubernetes),
                desiredTags()));
        places(found, step).ifPresent(result::add);
        return result;
    }

    /** A subnet that is yet to be made, or whose way out is, may be one of those that the group is in. */
    private Optional<Difference> places(Nodegroup found, Step step) {
        Set<String> actual = new TreeSet<>(found.subnets());
        List<String> known = inputs.subnets.stream()
                .flatMap(subnet -> step.known(subnet).stream())
                .map(subnet -> subnet.subnet().value())
                .toList();
        boolean all = known.size() == inputs.subnets.size();
        boolean beyond = all && !known.containsAll(actual);
        boolean lacking = !actual.containsAll(known) || inputs.subnets.size() > actual.size();
        if (!beyond && (!lacking || inputs.some)) {
            return Optional.empty();
        }
        Set<String> asked = new TreeSet<>(known);
        String more = all ? "" : " and " + (inputs.subnets.size() - known.size()) + " to be made";
        return Optional.of(new Difference("subnets", actual.toString(), asked + more, Remedy.REPLACE));
    }

    private static Observation<NodeCapacity> pending(Nodegroup found) {
        return Observation.pending(found.statusAsString());
    }

    private NodeCapacity capacity() {
        return new NodeCapacity(spec.desiredSize());
    }

    private Map<String, String> desiredTags() {
        return scope.tags().of(logical());
    }

    @Override
    public Observation<NodeCapacity> create(Step step) {
        Cluster cluster = step.get(inputs.cluster);
        Template template = step.get(inputs.template);
        CreateNodegroupRequest request = CreateNodegroupRequest.builder()
                .clusterName(cluster.name())
                .nodegroupName(spec.name())
                .nodeRole(step.get(inputs.role).value())
                .subnets(inputs.subnets.stream()
                        .map(ref -> step.get(ref).subnet().value())
                        .toList())
                .instanceTypes(spec.instanceTypes())
                .amiType(NodeImages.amiType(spec.amiFamily(), spec.instanceTypes(), cluster.version()))
                .scalingConfig(NodeGroupChanges.scaling(spec))
                .labels(spec.labels())
                .taints(NodeGroupChanges.taints(spec))
                .capacityType(spec.capacityType().name())
                .updateConfig(NodeGroupChanges.updateConfig(spec))
                .launchTemplate(LaunchTemplateSpecification.builder()
                        .id(template.id())
                        .version(template.version())
                        .build())
                .tags(desiredTags())
                .build();
        Permit permit = step.permit();
        String token = Tokens.ofNamed(logical(), request, permit);
        eks().change(permit, request.toBuilder().clientRequestToken(token).build(), EksClient::createNodegroup);
        return Observation.pending("CREATING");
    }

    @Override
    public Observation<NodeCapacity> update(Step step, Observation.Ready<NodeCapacity> found) {
        var machines = new NodeGroupChanges.Machines(step.get(inputs.template), inputs.kubernetes);
        return find().filter(group -> NodeGroupChanges.bringAbout(eks(), step, group, spec, machines, desiredTags()))
                .map(NodeGroupResource::pending)
                .orElseGet(() -> Observation.ready(found.value()));
    }

    @Override
    public void discard(Step step) {
        eks().changeIfThere(
                        step.permit(),
                        DeleteNodegroupRequest.builder()
                                .clusterName(scope.names().cluster())
                                .nodegroupName(spec.name())
                                .build(),
                        EksClient::deleteNodegroup);
    }

    @Override
    public boolean replaceable() {
        return true;
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "eks:CreateNodegroup",
                "eks:DescribeNodegroup",
                "eks:UpdateNodegroupConfig",
                "eks:UpdateNodegroupVersion",
                "eks:DeleteNodegroup",
                "eks:TagResource");
    }
}
