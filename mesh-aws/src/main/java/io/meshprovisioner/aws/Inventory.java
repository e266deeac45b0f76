package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachmentState;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * Everything of a mesh that still exists, found by tags and deterministic names: also what Kubernetes and EKS made for
 * its cluster, and also when the cluster's API no longer answers.
 */
final class Inventory {
    /** What it takes to find everything, also what an older spec made and what Kubernetes made, and to delete it. */
    static final Set<String> CALLS = Set.of(
            "ec2:DescribeVpcs",
            "ec2:DescribeSubnets",
            "ec2:DescribeInternetGateways",
            "ec2:DescribeRouteTables",
            "ec2:DescribeAddresses",
            "ec2:DescribeNatGateways",
            "ec2:DescribeVpcEndpoints",
            "ec2:DeleteVpcEndpoints",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeLaunchTemplates",
            "ec2:DeleteLaunchTemplate",
            "ec2:DescribeKeyPairs",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeInstances",
            "ec2:DescribeVolumes",
            "ec2:DeleteNetworkInterface",
            "ec2:DeleteSecurityGroup",
            "eks:DescribeCluster",
            "eks:ListNodegroups",
            "eks:DescribeNodegroup",
            "eks:DeleteNodegroup",
            "eks:ListAddons",
            "eks:DescribeAddon",
            "eks:DeleteAddon",
            "eks:DeleteCluster",
            "iam:GetRole",
            "iam:ListAttachedRolePolicies",
            "iam:DetachRolePolicy",
            "iam:DeleteRole",
            "iam:ListRoles",
            "iam:ListRolePolicies",
            "iam:DeleteRolePolicy",
            "iam:ListOpenIDConnectProviders",
            "iam:GetOpenIDConnectProvider",
            "iam:DeleteOpenIDConnectProvider",
            "logs:DescribeLogGroups",
            "logs:DeleteLogGroup",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancingv2:DescribeLoadBalancers",
            "elasticloadbalancingv2:DescribeTargetGroups",
            "elasticloadbalancingv2:DescribeTags",
            "elasticloadbalancingv2:DeleteLoadBalancer",
            "elasticloadbalancingv2:DeleteTargetGroup");

    /** The same where the cluster is somebody else's. The last scan looks at everything all the same. */
    static final Set<String> CALLS_IN_ADOPTED = Stream.concat(
                    CALLS.stream().filter(call -> call.matches("\\w+:(Describe|List|Get)\\w+")),
                    Stream.of(
                            "ec2:DeleteNetworkInterface",
                            "eks:DeleteNodegroup",
                            "ec2:DeleteLaunchTemplate",
                            "eks:DeleteAddon",
                            "eks:ListPodIdentityAssociations",
                            "eks:DescribePodIdentityAssociation",
                            "eks:ListAccessEntries",
                            "eks:DescribeAccessEntry",
                            "eks:DeleteAccessEntry",
                            "iam:DetachRolePolicy",
                            "iam:DeleteRole"))
            .collect(Collectors.toUnmodifiableSet());

    private final Scope scope;

    Inventory(Scope scope) {
        this.scope = scope;
    }

    /** What of a mesh is in and around a cluster of somebody else's; what Kubernetes made for it is not ours. */
    List<Removal> inAdoptedCluster() {
        NetworkDeletion network = new NetworkDeletion(scope, List.of(), List.of(), new Strangers(List.of(), List.of()));
        List<Removal> result = new ArrayList<>(new AdoptedDeletion(scope).removals());
        Look.TEMPLATES.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .map(network::template)
                .forEach(result::add);
        Strangers.leftByOurNodes(scope).stream().map(network::networkInterface).forEach(result::add);
        result.addAll(new RoleDeletion(scope).removals());
        result.addAll(new UserDeletion(scope).asFarAsSeen());
        return result;
    }

    List<Removal> removals() {
        List<String> vpcs = Look.VPCS.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .map(Vpc::vpcId)
                .toList();
        ClusterDeletion cluster = new ClusterDeletion(scope);
        cluster.refuseIfItNeedsOurs(vpcs);
        // What Kubernetes made for somebody else's cluster of this name is not ours, either.
        Optional<BalancerDeletion> balancers =
                cluster.isForeign() ? Optional.empty() : Optional.of(new BalancerDeletion(scope));
        List<SecurityGroup> groups = groups(cluster.isForeign());
        Set<String> names = balancers.map(BalancerDeletion::names).orElse(Set.of());
        NetworkDeletion network = new NetworkDeletion(
                scope, vpcs, groups, Strangers.in(scope, places(vpcs, groups), vpcs, names, groups));
        List<Removal> result = new ArrayList<>();
        balancers.ifPresent(found -> result.addAll(found.removals()));
        result.addAll(cluster.removals());
        result.addAll(network.removals());
        result.addAll(new RoleDeletion(scope).removals());
        result.addAll(new OidcProviders(scope).removals());
        result.addAll(new UserDeletion(scope).asFarAsSeen());
        // Where nothing else of ours is left, a log group of that name may be somebody else's.
        if (!result.isEmpty() && !cluster.isForeign()) {
            result.addAll(new LogGroupDeletion(scope).removals());
        }
        return result;
    }

    /** Ours by tag, and those that EKS and Kubernetes made for the cluster, in whosever VPC it is. */
    private List<SecurityGroup> groups(boolean onlyOurs) {
        Map<String, SecurityGroup> found = new LinkedHashMap<>();
        Look.GROUPS.ofMesh(scope.calls(), scope.names().mesh()).forEach(group -> found.put(group.groupId(), group));
        if (!onlyOurs) {
            Look.GROUPS
                    .by(
                            scope.calls(),
                            Look.tag("kubernetes.io/cluster/" + scope.names().cluster(), "owned"))
                    .forEach(group -> found.put(group.groupId(), group));
            Look.GROUPS.by(scope.calls(), Look.filter("tag-key", BalancerPolicy.TAG, AutoMode.TAG)).stream()
                    .filter(group -> ofBalancers(Tags.map(group.tags())))
                    .forEach(group -> found.put(group.groupId(), group));
        }
        return List.copyOf(found.values());
    }

    /** Whether one is of the load balancers that a controller in pods, or EKS Auto Mode, made for the cluster. */
    private boolean ofBalancers(Map<String, String> tags) {
        String cluster = scope.names().cluster();
        return cluster.equals(tags.get(BalancerPolicy.TAG)) || cluster.equals(tags.get(AutoMode.TAG));
    }

    /** The VPCs in which something of ours is. */
    private static List<String> places(List<String> vpcs, List<SecurityGroup> groups) {
        Set<String> places = new TreeSet<>(vpcs);
        groups.forEach(group -> places.add(group.vpcId()));
        return List.copyOf(places);
    }

    /** Volumes that the cluster's pods asked for, held where one still uses them. Those of nodes go with them. */
    List<Removal> data() {
        List<Volume> volumes = volumes();
        Optional<String> cluster = volumes.isEmpty() ? Optional.empty() : new ClusterDeletion(scope).stands();
        return volumes.stream()
                .<Removal>map(volume -> AwsRemoval.of(Kinds.VOLUME, volume.volumeId(), step -> {
                            scope.calls()
                                    .ec2()
                                    .changeIfThere(
                                            step.permit(),
                                            DeleteVolumeRequest.builder()
                                                    .volumeId(volume.volumeId())
                                                    .build(),
                                            Ec2Client::deleteVolume);
                            return new Removed.Gone();
                        })
                        .titled(title(volume))
                        .heldBy(Stream.concat(cluster.stream(), machines(volume))
                                .toList()))
                .toList();
    }

    private static Stream<String> machines(Volume volume) {
        return volume.attachments().stream()
                .filter(attachment -> attachment.state() != VolumeAttachmentState.DETACHED)
                .map(attachment -> "instance " + attachment.instanceId() + ", to which it is attached");
    }

    private List<Volume> volumes() {
        return Look.VOLUMES.by(scope.calls(), Look.filter("tag-key", owned(), AutoMode.TAG)).stream()
                .filter(volume -> ofPods(volume, Tags.map(volume.tags())))
                .toList();
    }

    /** The disks of Auto Mode's machines bear the same tag as the volumes of pods, and go with the machines. */
    private boolean ofPods(Volume volume, Map<String, String> tags) {
        boolean auto = scope.names().cluster().equals(tags.get(AutoMode.TAG))
                && volume.attachments().stream().noneMatch(held -> Boolean.TRUE.equals(held.deleteOnTermination()));
        return ("owned".equals(tags.get(owned())) || auto) && !scope.tags().ours(tags);
    }

    private String owned() {
        return "kubernetes.io/cluster/" + scope.names().cluster();
    }

    private static String title(Volume found) {
        String claim = Tags.map(found.tags()).getOrDefault("kubernetes.io/created-for/pvc/name", "");
        return "volume " + found.volumeId() + " of " + found.size() + " GiB"
                + (claim.isEmpty() ? "" : " (claim " + claim + ")");
    }
}
