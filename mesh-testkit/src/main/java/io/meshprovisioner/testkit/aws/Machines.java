package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.ClusterState.NodeRequest;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Launches a node group's machines and puts their nodes into the cluster. */
final class Machines {
    private Machines() {}

    /** Launches one more, in the subnet with the fewest so far; says why where that cannot be. */
    static Optional<Issue> launchOne(Site site, Nodegroup group) {
        InstanceTypes.Type type = InstanceTypes.get(group.instanceType());
        int used = site.here()
                .instances
                .where(Instance::live)
                .mapToInt(instance -> InstanceTypes.get(instance.type()).vcpus())
                .sum();
        if (used + type.vcpus() > site.quotas().onDemandVcpus()) {
            return Optional.of(NodeLife.quota(
                    group,
                    AwsError.of(
                            "VcpuLimitExceeded",
                            "You have requested more vCPU capacity than your current vCPU limit of %s allows for the"
                                    + " instance bucket that the specified instance type belongs to. Please visit"
                                    + " http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this"
                                    + " limit.",
                            site.quotas().onDemandVcpus())));
        }
        Optional<Subnet> place = group.shape().subnets().stream()
                .flatMap(id -> site.here().subnets.get(id).stream())
                .filter(subnet -> subnet.free(site.here()) > 0)
                .min(Comparator.comparing((Subnet subnet) -> count(site, group, subnet)));
        if (place.isEmpty()) {
            return Optional.of(new Issue(
                    "InsufficientFreeAddresses",
                    "One or more of the subnets associated with your Node Group does not have enough available IP"
                            + " addresses for new nodes.",
                    group.shape().subnets()));
        }
        launch(site, group, type, place.get());
        return Optional.empty();
    }

    private static long count(Site site, Nodegroup group, Subnet subnet) {
        return NodeLife.instances(site, group.key()).stream()
                .filter(instance -> instance.subnetId().equals(subnet.id()))
                .count();
    }

    private static void launch(Site site, Nodegroup group, InstanceTypes.Type type, Subnet subnet) {
        String id = site.newId("i", group.key());
        Params template = NodeLife.template(site, group);
        boolean publicly = template.get("NetworkInterface.1.AssociatePublicIpAddress")
                .map(Boolean::parseBoolean)
                .orElse(subnet.publicAddresses());
        Optional<String> publicIp = publicly ? Optional.of(Addresses.publicIp(site, id)) : Optional.empty();
        // The CNI fills the first interface with addresses for pods.
        int forPods = (int) Math.min(type.addresses() - 1, subnet.free(site.here()) - 1);
        Interface eni = Interfaces.make(
                site,
                Interface.Spec.in(subnet, "")
                        .groups(groups(site, group, template))
                        .secondaryAddresses(forPods)
                        .attachedTo(id)
                        .publicIp(publicIp)
                        .tags(Map.of("node.k8s.amazonaws.com/instance_id", id)));
        Instance instance = new Instance(
                id,
                type.name(),
                image(site, group),
                subnet.vpcId(),
                subnet.id(),
                subnet.zone(),
                eni.privateIp(),
                publicIp,
                eni.id(),
                template.get("KeyName").or(() -> group.shape().sshKey()),
                group.key(),
                false,
                site.now(),
                Optional.empty());
        Instance.KIND.put(site, instance);
        site.born(id, "instance", tags(group, template));
        Volumes.make(
                site,
                template.number(
                        "BlockDeviceMapping.1.Ebs.VolumeSize", group.shape().diskSize()),
                "gp3",
                subnet.zone(),
                Optional.of(id),
                Map.of("eks:cluster-name", group.cluster(), "eks:nodegroup-name", group.name()));
    }

    /** One of a user's own, of no node group. */
    static String launchOwn(Site site, String subnetId, List<String> groups) {
        Subnet subnet = Subnet.KIND.find(site, subnetId);
        String id = site.newId("i", "own/" + subnetId);
        Interface eni = Interfaces.make(
                site, Interface.Spec.in(subnet, "").groups(groups).attachedTo(id));
        Instance.KIND.put(
                site,
                new Instance(
                        id,
                        "t3.medium",
                        "ami-0" + Hashes.hex("ami of a user's", 16),
                        subnet.vpcId(),
                        subnet.id(),
                        subnet.zone(),
                        eni.privateIp(),
                        Optional.empty(),
                        eni.id(),
                        Optional.empty(),
                        "",
                        false,
                        site.now(),
                        Optional.empty()));
        site.born(id, "instance", Map.of("Name", "the user's own"));
        Volumes.make(site, 8, "gp3", subnet.zone(), Optional.of(id), Map.of());
        return id;
    }

    /** A launch template's groups replace the cluster's. */
    static List<String> groups(Site site, Nodegroup group, Params template) {
        List<String> own = new ArrayList<>(template.list("SecurityGroupId"));
        template.structs("NetworkInterface").forEach(eni -> own.addAll(eni.list("SecurityGroupId")));
        if (own.isEmpty()) {
            own.add(site.here()
                    .clusters
                    .get(group.cluster())
                    .orElseThrow()
                    .net()
                    .clusterGroupId());
        }
        return own;
    }

    private static Map<String, String> tags(Nodegroup group, Params template) {
        Map<String, String> tags = new TreeMap<>();
        template.structs("TagSpecification").stream()
                .filter(specification -> specification.get("ResourceType", "").equals("instance"))
                .forEach(specification -> tags.putAll(Tags.read(specification)));
        tags.put("eks:cluster-name", group.cluster());
        tags.put("eks:nodegroup-name", group.name());
        tags.put("kubernetes.io/cluster/" + group.cluster(), "owned");
        tags.put("aws:autoscaling:groupName", group.groupName());
        return tags;
    }

    private static String image(Site site, Nodegroup group) {
        return "ami-0"
                + Hashes.hex(
                        "ami\n" + site.region() + "\n" + group.version() + "\n"
                                + group.shape().amiType(),
                        16);
    }

    /** The machine's kubelet registers its node. */
    static void admit(Site site, Nodegroup group, Instance instance) {
        ClusterState cluster = site.kubernetes(group.cluster()).orElseThrow();
        InstanceTypes.Type type = InstanceTypes.get(instance.type());
        Map<String, String> labels = new TreeMap<>(group.labels());
        labels.put("eks.amazonaws.com/nodegroup", group.name());
        labels.put("eks.amazonaws.com/capacityType", group.shape().capacityType());
        labels.put("eks.amazonaws.com/nodegroup-image", instance.imageId());
        labels.put("kubernetes.io/arch", type.architecture().equals("arm64") ? "arm64" : "amd64");
        labels.put("kubernetes.io/os", "linux");
        group.template().ifPresent(used -> {
            labels.put("eks.amazonaws.com/sourceLaunchTemplateId", used.id());
            labels.put("eks.amazonaws.com/sourceLaunchTemplateVersion", String.valueOf(used.version()));
        });
        List<NodeRequest.Taint> taints = group.taints().stream()
                .map(taint -> new NodeRequest.Taint(taint.key(), taint.value(), effect(taint.effect())))
                .toList();
        Instance.KIND.put(site, instance.joinedCluster());
        podInterface(site, group, instance, type);
        cluster.addNode(
                site.world(),
                new NodeRequest(
                        Instances.privateDns(site.region(), instance.privateIp()),
                        instance.privateIp(),
                        "aws:///" + instance.zone() + "/" + instance.id(),
                        instance.zone(),
                        site.region(),
                        instance.type(),
                        type.vcpus() * 1000,
                        type.memoryMib() * 1024L * 1024L,
                        PodCapacity.of(site, group, type),
                        KubernetesVersions.find(site.world().settings().era(), group.version())
                                .map(KubernetesVersions.Offer::kubelet)
                                .orElse("v" + group.version() + ".0"),
                        labels,
                        taints));
    }

    /** With custom networking pods live on a second interface, in the subnet that the zone's ENIConfig names. */
    private static void podInterface(Site site, Nodegroup group, Instance instance, InstanceTypes.Type type) {
        Cluster cluster = site.here().clusters.get(group.cluster()).orElseThrow();
        if (VpcCni.of(site, cluster.name()).customNetworking()) {
            VpcCni.podPlace(site, cluster, instance.zone())
                    .filter(place -> place.subnet().free(site.here()) > 0)
                    .ifPresent(place -> Interfaces.make(
                            site,
                            Interface.Spec.in(place.subnet(), "aws-K8S-" + instance.id())
                                    .groups(place.groups())
                                    .secondaryAddresses((int) Math.min(
                                            type.addresses() - 1, place.subnet().free(site.here()) - 1))
                                    .attachedTo(instance.id())
                                    .tags(Map.of("node.k8s.amazonaws.com/instance_id", instance.id()))));
        }
    }

    private static String effect(String eks) {
        return switch (eks) {
            case "NO_EXECUTE" -> "NoExecute";
            case "PREFER_NO_SCHEDULE" -> "PreferNoSchedule";
            default -> "NoSchedule";
        };
    }
}
