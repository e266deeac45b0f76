package io.meshprovisioner.spec;

import io.meshprovisioner.error.SpecProblem;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Everything that can be said about a spec without a call: all that is wrong at once, each with its path (such as
 * {@code nodeGroups[general].maxSize}) and advice. What only AWS, Kubernetes or Istio know (quotas, offered versions,
 * which Istio release fits which Kubernetes) is checked later, still before the first changing call.
 */
public final class SpecCheck {
    /**
     * The longest name of a mesh: with region and purpose ({@code <name>-<region>-cluster}) it makes an IAM role's
     * name, which has 64 characters at most.
     */
    public static final int NAME_LIMIT = 40;

    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");

    private SpecCheck() {}

    /** What is wrong, in the order of the spec; empty when nothing is. */
    public static List<SpecProblem> problems(MeshSpec spec) {
        return problems(spec, Regions.known());
    }

    /** What is wrong where these regions are known. */
    public static List<SpecProblem> problems(MeshSpec spec, Regions regions) {
        return check(spec, regions).errors();
    }

    /** What works, but is unwise: in the order of the spec. */
    public static List<SpecProblem> warnings(MeshSpec spec) {
        return check(spec, Regions.known()).warnings();
    }

    private static Problems check(MeshSpec spec, Regions regions) {
        Problems problems = new Problems();
        checkName(spec.name(), problems);
        if (spec.onExistingCluster()) {
            new ExistingClusterCheck(spec, problems).run();
            return problems;
        }
        if (!regions.contains(spec.region())) {
            regions.explain(spec.region(), problems);
        }
        spec.cluster()
                .adopted()
                .ifPresentOrElse(
                        adopted -> new AdoptedClusterCheck(spec, adopted, problems).run(),
                        () -> new NetworkCheck(spec, problems).run());
        new ClusterCheck(spec.cluster(), spec.region(), problems).run();
        spec.cluster().auto().ifPresent(auto -> new AutoModeCheck(spec, auto, problems).run());
        new NetworkingCheck(spec, problems).run();
        new NodeGroupCheck(spec, problems).run();
        new FargateCheck(spec, problems).run();
        spec.keyPair().ifPresent(keyPair -> KeyPairCheck.run(keyPair, problems));
        spec.istio().ifPresent(istio -> new IstioCheck(istio, problems).run());
        new BalancerCheck(spec, problems).run();
        spec.cluster().roleArn().ifPresent(arn -> AdoptionCheck.role("cluster.roleArn", arn, problems));
        spec.nodeGroups().forEach(group -> group.roleArn()
                .ifPresent(arn -> AdoptionCheck.role("nodeGroups[" + group.name() + "].roleArn", arn, problems)));
        IamCheck.run(spec.iam(), problems);
        TagCheck.run(spec.tags(), problems);
        spec.timeToLive().ifPresent(time -> TimeToLiveCheck.run(time, problems));
        // How large somebody else's subnets are only AWS knows; EKS Auto Mode makes nodes as pods need them.
        if (spec.vpc().adopted().isEmpty()
                && spec.cluster().adopted().isEmpty()
                && spec.cluster().auto().isEmpty()) {
            CapacityCheck.run(spec, problems);
        }
        return problems;
    }

    private static void checkName(String name, Problems problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    "name",
                    "\"" + Problems.shown(name) + "\" cannot name a mesh.",
                    "Use lower-case letters, digits and hyphens, a letter first and no hyphen last, such as \"shop-1\": "
                            + "the EKS cluster, IAM roles and parameters are named after it.");
        } else if (name.length() > NAME_LIMIT) {
            problems.add(
                    "name",
                    "The name has " + name.length() + " characters, " + NAME_LIMIT + " are possible.",
                    "Shorten it: with region and purpose it must fit into the 64 characters of an IAM role's name.");
        }
    }
}
