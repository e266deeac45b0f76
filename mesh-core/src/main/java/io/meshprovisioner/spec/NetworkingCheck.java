package io.meshprovisioner.spec;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import io.meshprovisioner.spec.PodNetwork.Calico;
import io.meshprovisioner.spec.PodNetwork.VpcCni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The network inside the cluster. Sources: Amazon VPC's rules for a second block (IPv4 CIDR block association
 * restrictions), EKS's for custom networking and prefix delegation, Calico's for pools on EKS.
 */
final class NetworkingCheck {
    private static final String POD_CIDR = "networking.vpcCni.podCidr";
    private static final String POOL = "networking.calico.podCidr";
    private static final Cidr TEN = Cidr.of("10.0.0.0/8");
    private static final Cidr SHARED = Cidr.of("100.64.0.0/10");
    private static final List<Cidr> RFC_1918 = List.of(TEN, Cidr.of("172.16.0.0/12"), Cidr.of("192.168.0.0/16"));

    /** AWS uses these itself: for VPC Lattice and the like, and for SageMaker and others in 172.16.0.0/12. */
    private static final Cidr RESERVED = Cidr.of("198.19.0.0/16");

    private static final Cidr DEFAULT_VPCS = Cidr.of("172.31.0.0/16");
    private static final Pattern VERSION = Pattern.compile("v\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.]+)?");

    /** A pool is dealt out to nodes in blocks of 64 addresses. */
    private static final int SMALLEST_POOL = 26;

    private final MeshSpec spec;
    private final NetworkingSpec networking;
    private final Problems problems;

    NetworkingCheck(MeshSpec spec, Problems problems) {
        this.spec = spec;
        this.networking = spec.networking();
        this.problems = problems;
    }

    void run() {
        if (networking.pods() instanceof VpcCni cni) {
            vpcCni(cni);
        } else if (networking.pods() instanceof Calico calico) {
            calico(calico);
        }
        networking
                .pods()
                .calicoRelease()
                .ifPresent(release -> release(
                        networking.overlay() ? "networking.calico" : "networking.vpcCni.calicoPolicy", release));
        for (AddonSpec addon : spec.cluster().addons()) {
            contradiction(addon);
        }
    }

    private void vpcCni(VpcCni cni) {
        cni.podCidr().ifPresent(this::podCidr);
        if (!cni.prefixDelegation()) {
            return;
        }
        for (NodeGroupSpec group : spec.nodeGroups()) {
            for (String type : group.instanceTypes()) {
                if (PodsPerNode.limits(type)
                        .filter(limits -> !limits.prefixes())
                        .isPresent()) {
                    problems.add(
                            "networking.vpcCni.prefixDelegation",
                            "Machines of type " + type + " (node group " + Problems.shown(group.name())
                                    + ") run on Xen, where an interface takes no blocks of addresses.",
                            "Use instance types of the Nitro system, such as \"t3.medium\", or leave prefixes off.");
                }
            }
        }
    }

    private void podCidr(String text) {
        if (spec.vpc().adopted().isPresent()) {
            problems.add(
                    POD_CIDR,
                    "The VPC is adopted: nothing of it is changed, and no block can be added to it.",
                    "Leave podCidr out, or have the VPC made.");
            return;
        }
        Optional<Cidr> block = block(POD_CIDR, text);
        Optional<Cidr> vpc = Cidr.parse(spec.vpc().cidr()).map(Cidr::block);
        if (block.isEmpty() || vpc.isEmpty()) {
            return;
        }
        Cidr pods = block.get();
        if (pods.prefixLength() < SubnetLayout.SHORTEST_PREFIX || pods.prefixLength() > SubnetLayout.LONGEST_PREFIX) {
            problems.add(POD_CIDR, pods + " is no block of a VPC: AWS takes /16 to /28.", "Write 100.64.0.0/16.");
            return;
        }
        if (overlaps(POD_CIDR, pods, vpc.get())) {
            return;
        }
        restriction(pods, vpc.get())
                .ifPresent(why -> problems.add(
                        POD_CIDR,
                        "AWS does not add " + pods + " to a VPC of " + vpc.get() + ": " + why + ".",
                        "Use a block of 100.64.0.0/10, such as 100.64.0.0/16."));
        try {
            PodSubnets.of(pods, Math.max(1, spec.vpc().availabilityZones()));
        } catch (IllegalArgumentException e) {
            problems.add(
                    POD_CIDR,
                    pods + " is too small for a subnet of /28 in each of "
                            + spec.vpc().availabilityZones() + " zones.",
                    "Use a larger block, such as 100.64.0.0/16.");
        }
    }

    /** Why AWS does not let a VPC have a second block; empty where it does. */
    private static Optional<String> restriction(Cidr pods, Cidr vpc) {
        if (pods.overlaps(RESERVED)) {
            return Optional.of(RESERVED + " is AWS's own");
        }
        Optional<Cidr> home = range(vpc);
        Optional<Cidr> other = range(pods);
        if (other.isPresent() && !home.equals(other)) {
            return Optional.of("of the private ranges, a VPC takes blocks of its first block's only"
                    + home.map(range -> " (" + range + ")").orElse(", and this one's is none"));
        }
        return DEFAULT_VPCS.overlaps(pods) ? Optional.of(DEFAULT_VPCS + " belongs to default VPCs") : Optional.empty();
    }

    private static Optional<Cidr> range(Cidr block) {
        return RFC_1918.stream().filter(range -> range.contains(block)).findFirst();
    }

    private void calico(Calico calico) {
        Optional<Cidr> pool = block(POOL, calico.podCidr());
        Optional<Cidr> vpc = Cidr.parse(spec.vpc().cidr()).map(Cidr::block);
        pool.ifPresent(pods -> {
            if (pods.prefixLength() > SMALLEST_POOL) {
                problems.add(
                        POOL,
                        pods + " is too small: Calico deals a pool out to nodes in blocks of /26.",
                        "Use a larger pool, such as 192.168.0.0/16.");
            } else if (RFC_1918.stream().noneMatch(range -> range.contains(pods)) && !SHARED.contains(pods)) {
                problems.add(
                        POOL,
                        pods + " is not private: pods could not reach the Internet's owners of these addresses.",
                        "Use a block of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10.");
            } else if (spec.vpc().adopted().isEmpty()) {
                vpc.ifPresent(nodes -> overlaps(POOL, pods, nodes));
            }
        });
        if (spec.istio().flatMap(IstioSpec::operator).isPresent()) {
            problems.add(
                    "istio.operator",
                    "With Calico's network istiod has to run on its node's own, which Istio's operator cannot be told "
                            + "by a field of its own.",
                    "Leave the operator out: the Helm charts do it.");
        }
        for (AddonSpec addon : spec.cluster().addons()) {
            if (addon.name().equals(NetworkingSpec.VPC_CNI)
                    && (addon.version().isPresent()
                            || !addon.configurationValues().isEmpty())) {
                problems.add(
                        "cluster.addons[vpc-cni]",
                        "With Calico's network there is no VPC CNI that could have a version or a configuration.",
                        "Leave them out.");
            }
        }
        for (NodeGroupSpec group : spec.nodeGroups()) {
            if (group.amiFamily() == AmiFamily.BOTTLEROCKET) {
                problems.add(
                        "nodeGroups[" + Problems.shown(group.name()) + "].amiFamily",
                        "Without the VPC CNI a node has to be told how many pods it takes, which is done by a "
                                + "NodeConfig; Bottlerocket reads none.",
                        "Choose amiFamily AMAZON_LINUX, or the VPC CNI.");
            }
        }
    }

    /** Whether it overlaps the VPC or the range that EKS gives to Services. */
    private boolean overlaps(String path, Cidr pods, Cidr vpc) {
        // EKS gives 172.20.0.0/16 to Services in a VPC of 10.0.0.0/8, and 10.100.0.0/16 in any other.
        Cidr services = Cidr.of(TEN.contains(vpc) ? "172.20.0.0/16" : "10.100.0.0/16");
        String advice = "Use a block that overlaps neither, such as "
                + (path.equals(POOL) && !Cidr.of("192.168.0.0/16").overlaps(vpc) ? "192.168.0.0/16" : "100.64.0.0/16")
                + ".";
        if (pods.overlaps(vpc)) {
            problems.add(path, pods + " overlaps the VPC's " + vpc + ".", advice);
            return true;
        }
        if (pods.overlaps(services)) {
            problems.add(path, pods + " overlaps " + services + ", which EKS gives to Services here.", advice);
            return true;
        }
        return false;
    }

    private void release(String path, CalicoSpec release) {
        if (!VERSION.matcher(release.version()).matches()) {
            problems.add(
                    path + ".version",
                    "\"" + Problems.shown(release.version()) + "\" is not a version of Calico's chart.",
                    "Write one such as \"" + CalicoSpec.defaults().version() + "\".");
        }
        release.charts()
                .filter(source -> !(source instanceof ChartSource.Repository || source instanceof ChartSource.Folder))
                .ifPresent(source -> problems.add(
                        path + ".charts",
                        "Calico's chart is had from a Helm repository or a folder.",
                        "Write repository or folder."));
    }

    private void contradiction(AddonSpec addon) {
        Map<String, Object> ours = networking.configuration(addon.name());
        try {
            if (AddonValues.contradicts(addon.configurationValues(), ours)) {
                problems.add(
                        "cluster.addons[" + addon.name() + "].configurationValues",
                        "It says otherwise than networking does, which sets " + ours + ".",
                        "Say it in one of the two places.");
            }
        } catch (InvalidSpecException e) {
            // ClusterCheck says that it is neither JSON nor YAML.
            return;
        }
    }

    private Optional<Cidr> block(String path, String text) {
        Optional<Cidr> parsed = Cidr.parse(text);
        if (parsed.isEmpty()) {
            problems.add(
                    path, "\"" + Problems.shown(text) + "\" is not an IPv4 block.", "Write one such as 100.64.0.0/16.");
        } else if (!parsed.get().equals(parsed.get().block())) {
            problems.add(
                    path,
                    text + " is an address within a block, not the block's first.",
                    "Write " + parsed.get().block() + ".");
            return Optional.empty();
        }
        return parsed;
    }
}
