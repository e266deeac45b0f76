package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.spec.FargateSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/**
 * What an older spec had in the cluster and this one does not: node groups with their launch templates, Fargate profiles
 * and EKS add-ons. EKS drains the nodes of a group before it ends them; what is not ours by tag stays.
 */
final class FormerCapacity {
    private static final String AGENT = "eks-pod-identity-agent";

    /** Pods have neither addresses nor names without them. */
    private static final Set<String> OF_EVERY_CLUSTER = Set.of("vpc-cni", "kube-proxy", "coredns");

    private final Scope scope;
    private final MeshSpec spec;

    FormerCapacity(Scope scope, MeshSpec resolved) {
        this.scope = scope;
        this.spec = resolved;
    }

    /**
     * A group's template goes after it, and so tells of both until both are gone.
     *
     * @param names which names are in use: only where one tells of a template too many is anything looked at
     */
    List<Removal> nodeGroups(NamesInUse names) {
        Function<String, String> template = group -> scope.names().logical(LaunchTemplateResource.part(group));
        Set<String> former = new TreeSet<>(names.of(ResourceType.LAUNCH_TEMPLATE));
        spec.nodeGroups().stream().map(NodeGroupSpec::name).map(template).forEach(former::remove);
        former.removeIf(name -> !name.startsWith(template.apply("")));
        if (former.isEmpty()) {
            return List.of();
        }
        NodeGroupDeletion deletion = new NodeGroupDeletion(scope);
        List<Nodegroup> groups = deletion.named(former.stream()
                .map(name -> name.substring(template.apply("").length()))
                .toList());
        List<Removal> result = new ArrayList<>(deletion.removals(groups));
        // A group that is not ours any more still launches from its template.
        groups.stream()
                .filter(group -> !scope.tags().ours(group.tags()))
                .map(group -> template.apply(group.nodegroupName()))
                .forEach(former::remove);
        NetworkDeletion network = new NetworkDeletion(scope, List.of(), List.of(), new Strangers(List.of(), List.of()));
        Look.TEMPLATES.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .filter(found -> former.contains(Look.TEMPLATES.tags(found).get(Tags.RESOURCE)))
                .map(network::template)
                .forEach(result::add);
        return result;
    }

    /** With EKS Auto Mode those of before stay: volumes of the EBS driver of before still need it. */
    List<Removal> addons() {
        if (spec.cluster().auto().isPresent()) {
            return List.of();
        }
        Set<String> stay = new HashSet<>(OF_EVERY_CLUSTER);
        spec.addons().forEach(addon -> stay.add(addon.name()));
        return new AddonDeletion(scope)
                .removals(name ->
                        !stay.contains(name) && !(name.equals(AGENT) && new PodIdentities(scope).anyStays(spec)));
    }

    List<Removal> fargate() {
        Set<String> named = spec.fargate().stream().map(FargateSpec::name).collect(Collectors.toSet());
        FargateDeletion fargate = new FargateDeletion(scope);
        return fargate.removals(fargate.profilesBeside(named));
    }
}
