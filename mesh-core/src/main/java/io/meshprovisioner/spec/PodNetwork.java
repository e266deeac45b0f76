package io.meshprovisioner.spec;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Who gives pods their addresses. */
public sealed interface PodNetwork {

    /**
     * Amazon's VPC CNI: pods have addresses of the VPC.
     *
     * @param policies who enforces network policies, default nobody
     * @param prefixDelegation gives nodes blocks of 16 addresses instead of single ones, so that they hold more pods;
     *     not on instance types of before Nitro
     * @param podCidr a second block of the VPC, in which pods live while nodes stay in the first: cut into one subnet a
     *     zone, with one ENIConfig each (custom networking); empty: pods live in the nodes' subnets
     */
    record VpcCni(Policies policies, boolean prefixDelegation, Optional<String> podCidr) implements PodNetwork {
        /** As EKS has it. */
        public static final VpcCni DEFAULT = new VpcCni(new Policies.NotEnforced(), false, Optional.empty());

        /** Has the VPC CNI enforce network policies itself. */
        public VpcCni networkPolicy() {
            return new VpcCni(new Policies.ByVpcCni(), prefixDelegation, podCidr);
        }

        /** Has Calico enforce network policies, its own kinds included. */
        public VpcCni calicoPolicy() {
            return calicoPolicy(calico -> calico);
        }

        public VpcCni calicoPolicy(UnaryOperator<CalicoSpec> change) {
            return new VpcCni(new Policies.ByCalico(change.apply(CalicoSpec.defaults())), prefixDelegation, podCidr);
        }

        public VpcCni prefixDelegation(boolean on) {
            return new VpcCni(policies, on, podCidr);
        }

        /** Has pods live in a second block of the VPC, such as {@code 100.64.0.0/16}. */
        public VpcCni podCidr(String cidr) {
            return new VpcCni(policies, prefixDelegation, Optional.of(cidr));
        }
    }

    /**
     * Calico: pods have addresses of a pool that the VPC does not know, packed in VXLAN between nodes. There is no
     * VPC CNI then, and the control plane cannot reach pods: istiod runs on its node's own network.
     *
     * @param podCidr the pool, default {@code 192.168.0.0/16}; it must not overlap the VPC or the Services' range
     */
    record Calico(CalicoSpec release, String podCidr) implements PodNetwork {
        /** The default release and pool. */
        public static final Calico DEFAULT = new Calico(CalicoSpec.defaults(), "192.168.0.0/16");

        public Calico version(String version) {
            return new Calico(release.version(version), podCidr);
        }

        public Calico charts(ChartSource source) {
            return new Calico(release.charts(source), podCidr);
        }

        public Calico podCidr(String cidr) {
            return new Calico(release, cidr);
        }
    }

    /** Who enforces network policies under the VPC CNI. */
    sealed interface Policies {
        /** Nobody: a NetworkPolicy has no effect. */
        record NotEnforced() implements Policies {}

        /** The VPC CNI itself, Kubernetes's own kind only. */
        record ByVpcCni() implements Policies {}

        /** Calico. */
        record ByCalico(CalicoSpec release) implements Policies {}
    }

    /** The Calico that is asked for, in whichever part. */
    default Optional<CalicoSpec> calicoRelease() {
        if (this instanceof Calico network) {
            return Optional.of(network.release());
        }
        return ((VpcCni) this).policies() instanceof Policies.ByCalico calico
                ? Optional.of(calico.release())
                : Optional.empty();
    }
}
