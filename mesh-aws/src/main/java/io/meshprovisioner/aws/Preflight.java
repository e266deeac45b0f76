package io.meshprovisioner.aws;

import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.AdoptedCluster;
import io.meshprovisioner.spec.ClusterSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import io.meshprovisioner.spec.VpcSpec;
import io.meshprovisioner.spi.CloudSession.Resolution;
import io.meshprovisioner.spi.KubernetesSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.model.Cluster;

/**
 * Checks a spec that is sound in itself against what account and region offer, all of it at once, before anything
 * changes.
 */
final class Preflight {
    /** What it asks, and what {@link ZoneChoice} and {@link VersionChoice} ask for it. */
    static final Set<String> CALLS = Set.of(
            "sts:GetCallerIdentity",
            "eks:DescribeCluster",
            "eks:DescribeClusterVersions",
            "ec2:DescribeAvailabilityZones",
            "ec2:DescribeInstanceTypeOfferings",
            "ec2:DescribeSubnets");

    private final AwsCalls calls;
    private final Identity identity;
    private final Optional<String> expectedAccount;

    Preflight(AwsCalls calls, Identity identity, Optional<String> expectedAccount) {
        this.calls = calls;
        this.identity = identity;
        this.expectedAccount = expectedAccount;
    }

    Resolution resolve(MeshSpec spec, Optional<KubernetesSupport> support) {
        List<SpecProblem> problems = region(spec);
        if (problems.stream().anyMatch(problem -> problem.path().equals("region")) || !knowsCaller(problems)) {
            return new Resolution(spec, problems);
        }
        return spec.cluster()
                .adopted()
                .map(adopted -> inAdopted(spec, adopted, support, problems))
                .orElseGet(() -> anew(spec, support, problems));
    }

    private Resolution inAdopted(
            MeshSpec spec, AdoptedCluster adopted, Optional<KubernetesSupport> support, List<SpecProblem> problems) {
        MeshSpec resolved = new AdoptedClusterCheck(calls, spec, adopted, problems).run(support);
        resolved.cluster().version().ifPresent(version -> checkFor(version, resolved, problems));
        return new Resolution(resolved, problems);
    }

    private void checkFor(String version, MeshSpec spec, List<SpecProblem> problems) {
        nodeConfigs(spec, version, problems);
        if (problems.isEmpty()) {
            new AddonConfigurations(calls, problems).check(spec.addons(), version);
        }
    }

    private Resolution anew(MeshSpec spec, Optional<KubernetesSupport> support, List<SpecProblem> problems) {
        VpcSpec network = spec.vpc()
                .adopted()
                .map(adopted -> new AdoptedNetworkCheck(calls, spec, adopted, problems).run())
                .orElse(spec.vpc());
        if (!problems.isEmpty()) {
            return new Resolution(spec, problems);
        }
        List<String> zones = new ZoneChoice(calls, spec.vpc(network), problems).choose();
        Optional<String> version = new VersionChoice(calls, spec, support, problems).choose(standing(spec, problems));
        version.ifPresent(fixed -> checkFor(fixed, spec, problems));
        if (!problems.isEmpty()) {
            return new Resolution(spec, problems);
        }
        VpcSpec vpc;
        try {
            vpc = network.adopted().isPresent() ? network : Layout.complete(network, zones);
        } catch (IllegalArgumentException e) {
            problems.add(new SpecProblem(
                    "vpc.cidr", String.valueOf(e.getMessage()), "Choose a larger block, such as 10.0.0.0/16."));
            return new Resolution(spec, problems);
        }
        new EndpointOffers(calls, spec.region()).check(vpc, problems);
        if (!problems.isEmpty()) {
            return new Resolution(spec, problems);
        }
        ClusterSpec cluster = version.map(spec.cluster()::version).orElse(spec.cluster());
        return new Resolution(gateways(spec).vpc(vpc).cluster(cluster), problems);
    }

    /** EKS Auto Mode serves a gateway's Service by other annotations than Kubernetes itself. */
    private static MeshSpec gateways(MeshSpec spec) {
        return spec.cluster().auto().isEmpty()
                ? spec
                : spec.istio()
                        .map(istio -> spec.istio(istio.servedByAutoMode()))
                        .orElse(spec);
    }

    /** Amazon Linux 2, which older clusters take, is told what to set on a kubelet in another way. */
    private static void nodeConfigs(MeshSpec spec, String version, List<SpecProblem> problems) {
        for (NodeGroupSpec group : spec.nodeGroups()) {
            if (!spec.kubelet(group).isDefault() && !NodeImages.readsNodeConfig(version)) {
                problems.add(new SpecProblem(
                        "nodeGroups[" + group.name() + "].kubelet",
                        "The image for Kubernetes " + version + " is Amazon Linux 2, which reads no NodeConfig: what is"
                                + " set on kubelets would not reach them"
                                + (spec.networking().overlay() ? ", and Calico's network needs it." : "."),
                        "Use Kubernetes 1.25 or newer, or leave the settings out."));
            }
        }
    }

    private static List<SpecProblem> region(MeshSpec spec) {
        List<SpecProblem> problems = new ArrayList<>();
        if (Region.of(spec.region()).metadata() == null) {
            problems.add(new SpecProblem(
                    "region",
                    "AWS has no region named " + spec.region() + ".",
                    "Write one such as us-west-2 or eu-central-1."));
        }
        return problems;
    }

    /** Asks who calls; without credentials the other problems are worth more than the exception. */
    private boolean knowsCaller(List<SpecProblem> problems) {
        try {
            String account = identity.account();
            expectedAccount.filter(expected -> !expected.equals(account)).ifPresent(expected -> {
                throw new CredentialsException(Failure.of(
                        "The credentials belong to account " + account + ", not to " + expected + " as expected.",
                        "Use the credentials of account " + expected + ", or expect another account."));
            });
            return true;
        } catch (CredentialsException e) {
            if (problems.isEmpty()) {
                throw e;
            }
            problems.add(new SpecProblem("credentials", e.what(), e.advice()));
            return false;
        }
    }

    /** The version of the mesh's cluster; where it has none, it must not be in somebody else's, either. */
    private Optional<String> standing(MeshSpec spec, List<SpecProblem> problems) {
        Optional<String> version =
                AdoptedClusterResource.find(calls, spec.name()).map(Cluster::version);
        if (version.isEmpty()) {
            new Notes(calls, spec.name())
                    .adoption()
                    .ifPresent(adopted -> problems.add(new SpecProblem(
                            "cluster",
                            "Mesh \"" + spec.name() + "\" is in EKS cluster " + adopted.cluster()
                                    + ", which it has adopted.",
                            "Say withCluster(c -> c.adopt(\"" + adopted.cluster()
                                    + "\")), or give this mesh another name.")));
        }
        return version;
    }
}
