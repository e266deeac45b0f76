package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.aws.Handles.RoleName;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.AutoModeSpec;
import io.meshprovisioner.spec.MeshSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The roles of a cluster, with EKS Auto Mode and without. Sources: the EKS user guide, "Amazon EKS Auto Mode cluster IAM role"
 * and "Amazon EKS Auto Mode node IAM role".
 */
final class AutoMode {
    /** The tag by which EKS marks what Auto Mode makes: machines, volumes, load balancers and their groups. */
    static final String TAG = "eks:eks-cluster-name";

    private static final List<String> FOR_EKS = List.of(
            "AmazonEKSComputePolicy",
            "AmazonEKSBlockStoragePolicy",
            "AmazonEKSLoadBalancingPolicy",
            "AmazonEKSNetworkingPolicy");
    private static final List<String> FOR_NODES =
            List.of("AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly");

    private final Scope scope;
    private final Optional<AutoModeSpec> auto;
    private final Network.Adder graph;
    private final Function<String, Ref<RoleArn>> adopted;

    AutoMode(Scope scope, MeshSpec spec, Network.Adder graph, Function<String, Ref<RoleArn>> adopted) {
        this.scope = scope;
        this.auto = spec.cluster().auto();
        this.graph = graph;
        this.adopted = adopted;
    }

    /** The control plane's, made by us: with Auto Mode it does the work of controllers, in sessions that bear tags. */
    Ref<RoleArn> clusterRole() {
        List<String> policies = new ArrayList<>(List.of("AmazonEKSClusterPolicy"));
        if (auto.isPresent()) {
            policies.addAll(FOR_EKS);
        }
        return role("cluster-role", scope.names().clusterRole(), "eks.amazonaws.com", auto.isPresent(), policies);
    }

    /** What the machines of EKS's own pools work in; empty where there is no such pool. */
    Optional<Ref<RoleArn>> nodeRole() {
        return auto.filter(spec -> !spec.nodePools().isEmpty())
                .map(spec -> spec.nodeRoleArn().map(adopted).orElseGet(this::madeNodeRole));
    }

    private Ref<RoleArn> madeNodeRole() {
        String ec2 = "ec2." + scope.identity().dnsSuffix();
        return role("auto-node-role", scope.names().autoNodeRole(), ec2, false, FOR_NODES);
    }

    private Ref<RoleArn> role(String part, String name, String service, boolean tagged, List<String> policies) {
        Ref<RoleName> role = graph.add(new RoleResource(scope, part, name, service, tagged));
        List<String> arns =
                policies.stream().map(scope.identity()::managedPolicy).toList();
        return graph.add(new RolePoliciesResource(scope, part + "-policies", role, name, arns));
    }
}
