package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.world.ClusterState.NodeDemand;
import io.meshprovisioner.testkit.world.ClusterState.NodeRequest;
import io.meshprovisioner.testkit.world.Hashes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machines of EKS Auto Mode: EKS makes them in the user's account, and takes them away with the cluster. */
final class AutoNodes {
    /** The tag that EKS gives what Auto Mode makes. */
    static final String TAG = "eks:eks-cluster-name";

    /** The tag that says for which Service a load balancer of Auto Mode is. */
    static final String STACK = "service.eks.amazonaws.com/stack";

    /** Who they are for, where a node group's machines have their group's key; no node group can be named so. */
    private static final String OWNER = "/auto:";

    private static final String COMPUTE = "AmazonEKSComputePolicy";
    private static final Duration RETRY = Duration.ofSeconds(15);
    private static final Duration LEAVES = Duration.ofSeconds(1);
    private static final int DISK_GIB = 80;
    private static final int MOST_PODS = 110;

    private AutoNodes() {}

    /** The pool that new machines are of: the one for every pod where it is on. */
    static Optional<String> pool(Site site, String cluster) {
        return site.here()
                .clusters
                .get(cluster)
                .filter(Cluster::usable)
                .flatMap(found -> found.extras().auto())
                .flatMap(auto -> Stream.of("general-purpose", "system")
                        .filter(auto.pools()::contains)
                        .findFirst());
    }

    /** EKS lets the machines in once it makes them. */
    static void admit(Site site, Cluster cluster) {
        cluster.extras()
                .auto()
                .flatMap(Cluster.Auto::nodeRole)
                .ifPresent(role -> AccessEntries.admitAutoNodes(site, cluster, role));
    }

    static boolean made(Instance instance) {
        return instance.nodegroup().contains(OWNER);
    }

    /** Whether machines are on their way that are no nodes yet. */
    static boolean coming(Site site, String cluster) {
        return of(site, cluster)
                .anyMatch(instance -> !instance.joined()
                        || site.kubernetes(cluster)
                                .filter(state -> state.nodeReady(instance.id()))
                                .isEmpty());
    }

    private static Stream<Instance> of(Site site, String cluster) {
        return site.here()
                .instances
                .where(instance -> instance.live() && instance.nodegroup().startsWith(cluster + OWNER));
    }

    /** Starts a machine with room for what is asked for, or the largest; says why where that cannot be. */
    static Optional<String> start(Site site, String cluster, NodeDemand demand) {
        Optional<Cluster> found = site.here().clusters.get(cluster);
        Optional<String> pool = pool(site, cluster);
        if (found.isEmpty() || pool.isEmpty()) {
            return Optional.of("EKS Auto Mode has no node pool in " + cluster);
        }
        Optional<String> refused = EksRoles.autoModeProblem(site, found.get(), COMPUTE);
        if (refused.isPresent()) {
            return refused;
        }
        List<InstanceTypes.Type> types = InstanceTypes.ofAutoMode();
        InstanceTypes.Type type = types.stream()
                .filter(one -> fits(one, demand))
                .findFirst()
                .orElseGet(() -> types.get(types.size() - 1));
        int used = site.here()
                .instances
                .where(Instance::live)
                .mapToInt(instance -> InstanceTypes.get(instance.type()).vcpus())
                .sum();
        if (used + type.vcpus() > site.quotas().onDemandVcpus()) {
            return Optional.of(
                    "VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of "
                            + site.quotas().onDemandVcpus() + " allows for");
        }
        Optional<Subnet> place = found.get().net().subnetIds().stream()
                .flatMap(id -> site.here().subnets.get(id).stream())
                .filter(subnet -> subnet.free(site.here()) > 0)
                .min(Comparator.comparing((Subnet subnet) -> of(site, cluster)
                        .filter(instance -> instance.subnetId().equals(subnet.id()))
                        .count()));
        if (place.isEmpty()) {
            return Optional.of("InsufficientFreeAddressesInSubnet: no subnet of the cluster has a free address");
        }
        launch(site, found.get(), pool.get(), type, place.get());
        return Optional.empty();
    }

    /** What a machine's system keeps for itself, by the formula of the EKS image. */
    private static boolean fits(InstanceTypes.Type type, NodeDemand demand) {
        long milli = type.vcpus() * 1000L - Math.min(type.vcpus() * 1000L / 20, 110);
        long bytes = (type.memoryMib() - 355L - 11L * pods(type)) << 20;
        return milli >= demand.milliCpu() && bytes >= demand.memoryBytes() && pods(type) >= demand.pods();
    }

    private static int pods(InstanceTypes.Type type) {
        return Math.min(MOST_PODS, type.pods());
    }

    private static void launch(Site site, Cluster cluster, String pool, InstanceTypes.Type type, Subnet subnet) {
        String id = site.newId("i", cluster.name() + OWNER + pool);
        Optional<String> publicIp =
                subnet.publicAddresses() ? Optional.of(Addresses.publicIp(site, id)) : Optional.empty();
        Map<String, String> tags = Map.of(TAG, cluster.name());
        Interface eni = Interfaces.make(
                site,
                Interface.Spec.in(subnet, "")
                        .groups(List.of(cluster.net().clusterGroupId()))
                        .secondaryAddresses((int) Math.min(type.addresses() - 1, subnet.free(site.here()) - 1))
                        .attachedTo(id)
                        .publicIp(publicIp)
                        .tags(tags));
        Instance.KIND.put(
                site,
                new Instance(
                        id,
                        type.name(),
                        "ami-0" + Hashes.hex("bottlerocket of auto mode\n" + site.region(), 16),
                        subnet.vpcId(),
                        subnet.id(),
                        subnet.zone(),
                        eni.privateIp(),
                        publicIp,
                        eni.id(),
                        Optional.empty(),
                        cluster.name() + OWNER + pool,
                        false,
                        site.now(),
                        Optional.empty()));
        site.born(
                id,
                "instance",
                Map.of(
                        TAG,
                        cluster.name(),
                        "eks:kubernetes-node-pool-name",
                        pool,
                        "kubernetes.io/cluster/" + cluster.name(),
                        "owned"));
        Volumes.make(site, DISK_GIB, "gp3", subnet.zone(), Optional.of(id), tags);
        site.later(site.durations().nodeJoin(), "auto-join/" + id, then -> join(then, cluster.name(), pool, id));
    }

    /** Once nothing is in its way; EKS tries again until the machine or the cluster goes. */
    private static void join(Site site, String name, String pool, String id) {
        Optional<Instance> machine = site.here().instances.get(id).filter(Instance::live);
        Optional<Cluster> cluster = site.here().clusters.get(name).filter(Cluster::usable);
        Optional<String> role = cluster.flatMap(one -> one.extras().auto()).flatMap(Cluster.Auto::nodeRole);
        if (machine.isEmpty() || role.isEmpty() || site.kubernetes(name).isEmpty()) {
            return;
        }
        if (Joining.autoProblem(site, cluster.orElseThrow(), machine.get(), role.get())
                .isPresent()) {
            site.later(site.scaled(RETRY), "auto-join/" + id, then -> join(then, name, pool, id));
            return;
        }
        Instance instance = machine.get();
        InstanceTypes.Type type = InstanceTypes.get(instance.type());
        Instance.KIND.put(site, instance.joinedCluster());
        String version = cluster.orElseThrow().version();
        site.kubernetes(name)
                .orElseThrow()
                .addNode(
                        site.world(),
                        new NodeRequest(
                                // EKS Auto Mode names nodes after their machines.
                                id,
                                instance.privateIp(),
                                "aws:///" + instance.zone() + "/" + id,
                                instance.zone(),
                                site.region(),
                                instance.type(),
                                type.vcpus() * 1000,
                                type.memoryMib() * 1024L * 1024L,
                                pods(type),
                                KubernetesVersions.find(site.world().settings().era(), version)
                                        .map(KubernetesVersions.Offer::kubelet)
                                        .orElse("v" + version + ".0"),
                                Map.of(
                                        "eks.amazonaws.com/compute-type",
                                        "auto",
                                        "karpenter.sh/nodepool",
                                        pool,
                                        "kubernetes.io/arch",
                                        "amd64",
                                        "kubernetes.io/os",
                                        "linux"),
                                pool.equals("system")
                                        ? List.of(new NodeRequest.Taint("CriticalAddonsOnly", "", "NoSchedule"))
                                        : List.of()));
    }

    /** Nothing runs there any more: EKS takes the machine back. */
    static void stop(Site site, String node) {
        site.later(site.scaled(LEAVES), "auto-stop/" + node, then -> NodeLife.terminate(then, node));
    }

    /** With the cluster EKS deletes all its machines, and the load balancers that Auto Mode made. */
    static void end(Site site, Cluster cluster) {
        if (cluster.extras().auto().isEmpty()) {
            return;
        }
        of(site, cluster.name()).map(Instance::id).toList().forEach(id -> NodeLife.terminate(site, id));
        List.copyOf(site.here().balancers.all()).stream()
                .filter(balancer -> balancer.shown()
                        && cluster.name().equals(balancer.tags().get(TAG)))
                .forEach(balancer -> ServiceBalancers.begin(site, balancer, true));
    }
}
