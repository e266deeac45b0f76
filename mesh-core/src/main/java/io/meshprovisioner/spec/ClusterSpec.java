package io.meshprovisioner.spec;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The EKS cluster that is asked for. Values: each method returns a changed copy.
 *
 * @param version the Kubernetes version such as {@code 1.35}; empty: the newest in standard support that the Istio
 *     release supports, or, where the cluster stands already, its own
 * @param endpointAccess default {@link EndpointAccess#PUBLIC_AND_PRIVATE}
 * @param publicAccessCidrs who may reach the public endpoint, default everybody
 * @param logTypes control plane logs to keep: api, audit, authenticator, controllerManager, scheduler; default none
 * @param addons versions of EKS add-ons beyond the default ones ({@code vpc-cni}, {@code kube-proxy},
 *     {@code coredns}), by name; others of an older spec that this one does not name are taken away
 * @param roleArn a role that stands already, for the control plane; it stays as it is. Empty: one is made
 * @param supportType what happens when the version leaves standard support; empty: as EKS or somebody has set it
 * @param deletionProtection whether EKS refuses to delete the cluster; empty: as it is. Saying false is the user's word
 *     that a protection which stands may be lifted
 * @param kmsKeyArn a key of KMS by which Secrets are encrypted; empty: the one of EKS's own. Once there, a key stays
 * @param zonalShift whether traffic may be shifted away from a zone that is impaired; empty: as it is
 * @param awsAuth who else may use the Kubernetes API, by the {@code aws-auth} ConfigMap; what stands there beside them
 *     stays, also the entries of an older spec
 * @param access who else may use the Kubernetes API, by access entries of EKS; those of an older spec that
 *     this one does not name are taken away
 * @param podIdentities what pods may do in AWS; those of an older spec go
 * @param loadBalancerController which chart version of the AWS Load Balancer Controller to have; empty: the default one
 *     where a gateway needs it, else none. Once there, it stays as long as the cluster
 * @param trustedIssuer whether IAM shall believe the cluster's issuer; default false
 * @param adopted a cluster that stands already and is used as it is; empty: one is made
 * @param auto whether EKS itself brings nodes, network, load balancers and storage (EKS Auto Mode); empty: node groups
 *     and add-ons do
 */
public record ClusterSpec(
        Optional<String> version,
        EndpointAccess endpointAccess,
        List<String> publicAccessCidrs,
        List<String> logTypes,
        List<AddonSpec> addons,
        Optional<String> roleArn,
        Optional<SupportType> supportType,
        Optional<Boolean> deletionProtection,
        Optional<String> kmsKeyArn,
        Optional<Boolean> zonalShift,
        List<IamMapping> awsAuth,
        List<AccessSpec> access,
        List<PodIdentitySpec> podIdentities,
        boolean trustedIssuer,
        Optional<String> loadBalancerController,
        Optional<AdoptedCluster> adopted,
        Optional<AutoModeSpec> auto) {

    public ClusterSpec {
        publicAccessCidrs = List.copyOf(publicAccessCidrs);
        logTypes = List.copyOf(logTypes);
        addons = List.copyOf(addons);
        awsAuth = List.copyOf(awsAuth);
        access = List.copyOf(access);
        podIdentities = List.copyOf(podIdentities);
    }

    /** The default cluster. */
    public static ClusterSpec defaults() {
        return new ClusterSpec(
                Optional.empty(),
                EndpointAccess.PUBLIC_AND_PRIVATE,
                List.of("0.0.0.0/0"),
                List.of(),
                List.of(AddonSpec.of("vpc-cni"), AddonSpec.of("kube-proxy"), AddonSpec.of("coredns")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public ClusterSpec version(String newVersion) {
        return with(draft -> draft.version = Optional.of(newVersion));
    }

    public ClusterSpec endpointAccess(EndpointAccess newAccess) {
        return with(draft -> draft.endpointAccess = newAccess);
    }

    public ClusterSpec publicAccessCidrs(String... cidrs) {
        return with(draft -> draft.publicAccessCidrs = List.of(cidrs));
    }

    public ClusterSpec logTypes(String... types) {
        return with(draft -> draft.logTypes = List.of(types));
    }

    /** Has the control plane work in a role that stands already; it is neither changed nor deleted. */
    public ClusterSpec roleArn(String arn) {
        return with(draft -> draft.roleArn = Optional.of(arn));
    }

    public ClusterSpec supportType(SupportType type) {
        return with(draft -> draft.supportType = Optional.of(type));
    }

    /** While it is on, neither we nor anybody deletes the cluster; false lifts a protection that stands. */
    public ClusterSpec deletionProtection(boolean on) {
        return with(draft -> draft.deletionProtection = Optional.of(on));
    }

    /** Encrypts Secrets by a key of KMS that stands already; it stays as it is. */
    public ClusterSpec kmsKeyArn(String arn) {
        return with(draft -> draft.kmsKeyArn = Optional.of(arn));
    }

    /** Lets Amazon Application Recovery Controller shift traffic away from a zone that is impaired. */
    public ClusterSpec zonalShift(boolean on) {
        return with(draft -> draft.zonalShift = Optional.of(on));
    }

    /**
     * Lets a role or user of IAM use the Kubernetes API under this name and as a member of these groups, by an entry of the
     * {@code aws-auth} ConfigMap. The entry is merged into those that others, EKS among them, have made there.
     *
     * @param arn of a role or user
     * @param username what Kubernetes calls whoever it is; {@code {{SessionName}}} stands for the session's name
     */
    public ClusterSpec awsAuth(String arn, String username, String... groups) {
        List<IamMapping> all = new java.util.ArrayList<>(awsAuth);
        all.add(new IamMapping(arn, username, List.of(groups)));
        return with(draft -> draft.awsAuth = all);
    }

    /**
     * Lets a role or user of IAM use the Kubernetes API by an access entry of EKS, such as {@code access(arn, team ->
     * team.policy(AccessPolicy.EDIT, "shop"))}; replaces an earlier word on the same one.
     */
    public ClusterSpec access(String arn, UnaryOperator<AccessSpec> what) {
        List<AccessSpec> all = new java.util.ArrayList<>(access);
        all.removeIf(other -> other.arn().equals(arn));
        all.add(what.apply(AccessSpec.of(arn)));
        return with(draft -> draft.access = all);
    }

    /**
     * Says what the pods of a service account may do in AWS, by EKS Pod Identity, such as {@code podIdentity("shop",
     * "orders", who -> who.managedPolicies("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"))}; replaces an earlier word on
     * the same one. The add-on {@code eks-pod-identity-agent} comes with it, and goes with the last one, unless
     * others in the cluster need it or the spec names it.
     */
    public ClusterSpec podIdentity(String namespace, String serviceAccount, UnaryOperator<PodIdentitySpec> what) {
        PodIdentitySpec asked = what.apply(PodIdentitySpec.of(namespace, serviceAccount));
        List<PodIdentitySpec> all = new java.util.ArrayList<>(podIdentities);
        all.removeIf(other -> other.account().equals(asked.account()));
        all.add(asked);
        return with(draft -> draft.podIdentities = all);
    }

    /**
     * Has the AWS Load Balancer Controller in the cluster, whether a gateway needs it or not, in this version of its chart
     * (such as {@code 3.6.0}). It comes with a role of its own and makes load balancers for Services that ask it to.
     */
    public ClusterSpec loadBalancerController(String chartVersion) {
        return with(draft -> draft.loadBalancerController = Optional.of(chartVersion));
    }

    /**
     * Has IAM believe the cluster's issuer, for roles whose trust names service accounts (IRSA). One that somebody else has
     * made for it already is used and left alone.
     */
    public ClusterSpec oidcProvider() {
        return with(draft -> draft.trustedIssuer = true);
    }

    /**
     * Takes an EKS cluster that stands already in the region, as it is, and lets the caller in already. What we add is
     * Istio and, where the spec names them, node groups, add-ons and access entries beside theirs; of those none is there
     * unless it is named after this.
     */
    public ClusterSpec adopt(String cluster) {
        return adopt(cluster, how -> how);
    }

    /** The same in another way, such as {@code adopt("theirs", how -> how.letCallerIn())}. */
    public ClusterSpec adopt(String cluster, UnaryOperator<AdoptedCluster> how) {
        return with(draft -> {
            draft.adopted = Optional.of(how.apply(AdoptedCluster.named(cluster)));
            if (addons.equals(defaults().addons)) {
                draft.addons = List.of();
            }
        });
    }

    /** EKS Auto Mode with both of EKS's node pools. */
    public ClusterSpec autoMode() {
        return autoMode(auto -> auto);
    }

    /**
     * EKS Auto Mode, such as {@code autoMode(auto -> auto.nodePools("general-purpose"))}: EKS makes nodes as pods need them,
     * and brings the network, names, load balancers and storage. The default node group and the default add-ons go. A
     * standing cluster is switched to it in place (see {@link AutoModeSpec}), and not away from it.
     */
    public ClusterSpec autoMode(UnaryOperator<AutoModeSpec> how) {
        return with(draft -> {
            draft.auto = Optional.of(how.apply(AutoModeSpec.defaults()));
            draft.addons = addons.stream()
                    .filter(addon -> !defaults().addons.contains(addon))
                    .toList();
        });
    }

    /** Adds an EKS add-on in the cluster's default version. */
    public ClusterSpec addon(String name) {
        return addon(AddonSpec.of(name));
    }

    /** Adds an EKS add-on, or replaces the one of the same name. */
    public ClusterSpec addon(AddonSpec addon) {
        List<AddonSpec> all = new java.util.ArrayList<>(addons);
        all.removeIf(other -> other.name().equals(addon.name()));
        all.add(addon);
        return with(draft -> draft.addons = all);
    }

    private ClusterSpec with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy while it is changed. */
    private static final class Draft {
        private Optional<String> version;
        private EndpointAccess endpointAccess;
        private List<String> publicAccessCidrs;
        private List<String> logTypes;
        private List<AddonSpec> addons;
        private Optional<String> roleArn;
        private Optional<SupportType> supportType;
        private Optional<Boolean> deletionProtection;
        private Optional<String> kmsKeyArn;
        private Optional<Boolean> zonalShift;
        private List<IamMapping> awsAuth;
        private List<AccessSpec> access;
        private List<PodIdentitySpec> podIdentities;
        private boolean trustedIssuer;
        private Optional<String> loadBalancerController;
        private Optional<AdoptedCluster> adopted;
        private Optional<AutoModeSpec> auto;

        Draft(ClusterSpec spec) {
            version = spec.version;
            endpointAccess = spec.endpointAccess;
            publicAccessCidrs = spec.publicAccessCidrs;
            logTypes = spec.logTypes;
            addons = spec.addons;
            roleArn = spec.roleArn;
            supportType = spec.supportType;
            deletionProtection = spec.deletionProtection;
            kmsKeyArn = spec.kmsKeyArn;
            zonalShift = spec.zonalShift;
            awsAuth = spec.awsAuth;
            access = spec.access;
            podIdentities = spec.podIdentities;
            trustedIssuer = spec.trustedIssuer;
            loadBalancerController = spec.loadBalancerController;
            adopted = spec.adopted;
            auto = spec.auto;
        }

        ClusterSpec done() {
            return new ClusterSpec(
                    version,
                    endpointAccess,
                    publicAccessCidrs,
                    logTypes,
                    addons,
                    roleArn,
                    supportType,
                    deletionProtection,
                    kmsKeyArn,
                    zonalShift,
                    awsAuth,
                    access,
                    podIdentities,
                    trustedIssuer,
                    loadBalancerController,
                    adopted,
                    auto);
        }
    }

    /**
     * An entry of the {@code aws-auth} ConfigMap.
     *
     * @param arn of a role or user of IAM
     * @param username what Kubernetes calls it
     * @param groups of Kubernetes, such as {@code system:masters}
     */
    public record IamMapping(String arn, String username, List<String> groups) {
        public IamMapping {
            groups = List.copyOf(groups);
        }

        /** Whether it is a role's. */
        public boolean ofRole() {
            return arn.contains(":role/");
        }

        /** As the ConfigMap has it: it knows roles and users without their path. */
        public String arnWithoutPath() {
            return arn.replaceFirst(":(role|user)/(?:.*/)?", ":$1/");
        }
    }

    /**
     * An EKS add-on.
     *
     * @param version empty: the default for the cluster's version
     * @param configurationValues JSON or YAML as the add-on takes it; empty: none
     */
    public record AddonSpec(String name, Optional<String> version, String configurationValues) {
        public static AddonSpec of(String name) {
            return new AddonSpec(name, Optional.empty(), "");
        }

        public AddonSpec version(String newVersion) {
            return new AddonSpec(name, Optional.of(newVersion), configurationValues);
        }

        public AddonSpec configurationValues(String newValues) {
            return new AddonSpec(name, version, newValues);
        }
    }
}
