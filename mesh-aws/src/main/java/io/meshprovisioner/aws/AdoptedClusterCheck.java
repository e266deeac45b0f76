package io.meshprovisioner.aws;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.AdoptedCluster;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import io.meshprovisioner.spec.VpcSpec;
import io.meshprovisioner.spi.KubernetesSupport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.DescribeAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupRequest;

/**
 * Whether a cluster that is to be adopted can take what is asked for as it is, since nothing of it will be changed. What
 * only its Kubernetes API knows, {@link AdoptedAccessResource} tries out.
 */
final class AdoptedClusterCheck {
    private static final String PATH = "cluster.adopted";

    private final AwsCalls calls;
    private final MeshSpec spec;
    private final AdoptedCluster adopted;
    private final List<SpecProblem> problems;

    AdoptedClusterCheck(AwsCalls calls, MeshSpec spec, AdoptedCluster adopted, List<SpecProblem> problems) {
        this.calls = calls;
        this.spec = spec;
        this.adopted = adopted;
        this.problems = problems;
    }

    /** What it asks for a spec. */
    static Set<String> calls(MeshSpec spec) {
        Set<String> calls = new TreeSet<>(Set.of(
                "sts:GetCallerIdentity",
                "eks:ListClusters",
                "eks:DescribeCluster",
                "eks:DescribeAddon",
                "ec2:DescribeSubnets",
                "ec2:DescribeInstances",
                "ec2:DescribeSecurityGroups"));
        if (!spec.nodeGroups().isEmpty()) {
            calls.addAll(Set.of(
                    "ec2:DescribeRouteTables", "ec2:DescribeAvailabilityZones", "ec2:DescribeInstanceTypeOfferings"));
        }
        return calls;
    }

    /** The spec with the version that stands and the subnets for nodes; as it was where problems were found. */
    MeshSpec run(Optional<KubernetesSupport> support) {
        Optional<Cluster> found = AdoptedClusterResource.find(calls, adopted.name());
        if (found.isEmpty()) {
            add(
                    ".name",
                    "There is no EKS cluster " + adopted.name() + " in " + spec.region() + ".",
                    "Correct the name or the region; there are: " + clusters() + ".");
            return spec;
        }
        Cluster cluster = found.get();
        if (!AdoptedClusterResource.usable(cluster) || cluster.resourcesVpcConfig() == null) {
            add(
                    ".name",
                    "EKS cluster " + adopted.name() + " is " + cluster.statusAsString() + ", not ACTIVE.",
                    "Wait until it is, or mend it in the EKS console.");
            return spec;
        }
        whose(cluster);
        version(cluster, support);
        access(cluster);
        spec.nodeGroups().forEach(this::nodeGroup);
        spec.cluster().addons().forEach(this::addon);
        if (spec.istio().isPresent()) {
            new WebhookPath(calls, cluster).missing().forEach(rule -> add("", rule.message(), rule.advice()));
        }
        List<Subnet> places = spec.nodeGroups().isEmpty() ? List.of() : places(cluster);
        if (!problems.isEmpty()) {
            return spec;
        }
        AdoptedCluster complete = adopted.nodeSubnets(
                places.stream().map(Subnet::subnetId).sorted().toArray(String[]::new));
        return spec.cluster(spec.cluster().version(cluster.version()).adopt(adopted.name(), how -> complete));
    }

    private void add(String at, String message, String advice) {
        problems.add(new SpecProblem(PATH + at, message, advice));
    }

    private String clusters() {
        List<String> names = EksLists.clusters(calls);
        return names.isEmpty() ? "none" : names.stream().sorted().collect(Collectors.joining(", "));
    }

    /** One that we made is no stranger's; and a mesh has one cluster. */
    private void whose(Cluster cluster) {
        String maker = cluster.tags().get(Tags.MESH);
        if (maker != null) {
            add(
                    ".name",
                    "EKS cluster " + adopted.name() + " was made by us, for mesh \"" + maker + "\".",
                    "Leave out adopted and say withName(\"" + maker + "\").");
        } else if (!adopted.name().equals(spec.name())) {
            AdoptedClusterResource.find(calls, spec.name())
                    .filter(own -> spec.name().equals(own.tags().get(Tags.MESH)))
                    .ifPresent(own -> problems.add(new SpecProblem(
                            "name",
                            "Mesh \"" + spec.name() + "\" has a cluster of its own.",
                            "Give the mesh in " + adopted.name() + " another name.")));
        }
    }

    private void version(Cluster cluster, Optional<KubernetesSupport> support) {
        String version = cluster.version();
        spec.cluster()
                .version()
                .filter(asked -> !asked.equals(version))
                .ifPresent(asked -> problems.add(new SpecProblem(
                        "cluster.version",
                        "EKS cluster " + adopted.name() + " runs Kubernetes " + version + ", not " + asked + ".",
                        "Leave the version out: a cluster that is adopted is not changed.")));
        int minor = ClusterChanges.minor(version);
        support.filter(range -> minor < range.testedFrom() || minor > range.worksTo())
                .ifPresent(range -> problems.add(new SpecProblem(
                        "istio.version",
                        "Istio " + range.istio() + " does not go with Kubernetes " + version + ", which EKS cluster "
                                + adopted.name() + " runs: it needs 1."
                                + (minor < range.testedFrom()
                                        ? range.testedFrom() + " at least."
                                        : range.worksTo() + " at most."),
                        "Choose one of the Istio releases that were tested with it ("
                                + String.join(", ", range.othersFor(minor)) + ").")));
    }

    private void access(Cluster cluster) {
        boolean entries = cluster.accessConfig() != null
                && cluster.accessConfig().authenticationMode() != AuthenticationMode.CONFIG_MAP;
        if (entries || (spec.cluster().access().isEmpty() && !adopted.callerAccess())) {
            return;
        }
        String advice = "Have its owner run: aws eks update-cluster-config --name " + adopted.name()
                + " --access-config authenticationMode=API_AND_CONFIG_MAP; or map who shall get in by its aws-auth"
                + " ConfigMap, and leave this out.";
        String message = "EKS cluster " + adopted.name() + " takes no access entries (authenticationMode CONFIG_MAP).";
        if (adopted.callerAccess()) {
            add(".callerAccess", message, advice);
        }
        if (!spec.cluster().access().isEmpty()) {
            problems.add(new SpecProblem("cluster.access", message, advice));
        }
    }

    private void nodeGroup(NodeGroupSpec group) {
        calls.eks()
                .find(
                        DescribeNodegroupRequest.builder()
                                .clusterName(adopted.name())
                                .nodegroupName(group.name())
                                .build(),
                        EksClient::describeNodegroup)
                .filter(answer -> !ours(answer.nodegroup().tags()))
                .ifPresent(answer -> problems.add(new SpecProblem(
                        "nodeGroups[" + group.name() + "]",
                        "EKS cluster " + adopted.name() + " has a node group of this name, which is not ours.",
                        "Give ours another name, or leave it out and theirs is used.")));
    }

    private void addon(AddonSpec addon) {
        calls.eks()
                .find(
                        DescribeAddonRequest.builder()
                                .clusterName(adopted.name())
                                .addonName(addon.name())
                                .build(),
                        EksClient::describeAddon)
                .filter(answer -> !ours(answer.addon().tags()))
                .ifPresent(answer -> problems.add(new SpecProblem(
                        "cluster.addons[" + addon.name() + "]",
                        "EKS cluster " + adopted.name() + " has this add-on, and it is not ours.",
                        "Leave it out: theirs is used.")));
    }

    private boolean ours(Map<String, String> tags) {
        return spec.name().equals(tags.get(Tags.MESH));
    }

    /** Where node groups of ours go. */
    private List<Subnet> places(Cluster cluster) {
        String vpc = cluster.resourcesVpcConfig().vpcId();
        Map<String, Subnet> all = new TreeMap<>();
        Look.SUBNETS.by(calls, Look.filter("vpc-id", vpc)).forEach(found -> all.put(found.subnetId(), found));
        DefaultRoutes routes = DefaultRoutes.of(calls, vpc);
        List<Subnet> places = adopted.nodeSubnets().isEmpty() ? chosen(cluster, all, routes) : named(vpc, all, routes);
        if (problems.isEmpty()) {
            checkTypes(places);
        }
        return places;
    }

    private List<Subnet> chosen(Cluster cluster, Map<String, Subnet> all, DefaultRoutes routes) {
        List<Subnet> out = cluster.resourcesVpcConfig().subnetIds().stream()
                .flatMap(id -> Optional.ofNullable(all.get(id)).stream())
                .filter(routes::leadsOut)
                .toList();
        List<Subnet> hidden = out.stream()
                .filter(subnet -> routes.isPrivate(subnet.subnetId()))
                .toList();
        if (out.isEmpty()) {
            add(
                    ".nodeSubnets",
                    "No subnet of EKS cluster " + adopted.name() + " leads to the Internet with what is in it: nodes"
                            + " could not join.",
                    "Name subnets of its VPC that do.");
        }
        return hidden.isEmpty() ? out : hidden;
    }

    private List<Subnet> named(String vpc, Map<String, Subnet> all, DefaultRoutes routes) {
        List<String> ids = adopted.nodeSubnets();
        for (int i = 0; i < ids.size(); i++) {
            Subnet subnet = all.get(ids.get(i));
            String at = ".nodeSubnets[" + i + "]";
            if (subnet == null) {
                add(at, ids.get(i) + " is not in the cluster's VPC " + vpc + ".", "It has " + all.keySet() + ".");
            } else if (!routes.leadsOut(subnet)) {
                add(
                        at,
                        ids.get(i) + " does not lead to the Internet with what is in it: nodes in it could not join.",
                        "Name a subnet with NAT, or a public one that gives nodes public addresses.");
            }
        }
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(all.get(id)).stream())
                .toList();
    }

    /** Whether EC2 has the machines in the zones of these subnets. */
    private void checkTypes(List<Subnet> places) {
        Set<String> zones = new TreeSet<>();
        places.forEach(subnet -> zones.add(subnet.availabilityZone()));
        VpcSpec there = VpcSpec.defaults().availabilityZones(zones.toArray(String[]::new));
        new ZoneChoice(calls, spec.vpc(there), problems).choose();
    }
}
