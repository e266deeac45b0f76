package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** G5.1 What a network makes of the add-ons, and how it is written. */
class NetworkingSpecTest {
    private static MeshSpec mesh(UnaryOperator<NetworkingSpec> change) {
        return MeshSpec.forRegion("us-west-2").networking(change.apply(NetworkingSpec.defaults()));
    }

    private static String values(MeshSpec spec, String addon) {
        return spec.addons().stream()
                .filter(one -> one.name().equals(addon))
                .findFirst()
                .orElseThrow()
                .configurationValues();
    }

    @Test
    void theDefaultNetworkLeavesAddonsAlone() {
        assertThat(mesh(net -> net).addons()).isEqualTo(ClusterSpec.defaults().addons());
    }

    @Test
    void eachChoiceConfiguresTheCniAndKubeProxy() {
        assertThat(values(mesh(net -> net.vpcCni(cni -> cni.networkPolicy())), "vpc-cni"))
                .isEqualTo("{\"enableNetworkPolicy\":\"true\"}");
        assertThat(values(mesh(net -> net.vpcCni(cni -> cni.calicoPolicy())), "vpc-cni"))
                .isEqualTo("{\"env\":{\"ANNOTATE_POD_IP\":\"true\"}}");
        assertThat(values(
                        mesh(net -> net.vpcCni(cni -> cni.prefixDelegation(true).podCidr("100.64.0.0/16"))), "vpc-cni"))
                .contains(
                        "\"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG\":\"true\"",
                        "\"ENI_CONFIG_LABEL_DEF\":\"topology.kubernetes.io/zone\"",
                        "\"ENABLE_PREFIX_DELEGATION\":\"true\"");
        assertThat(values(mesh(net -> net.kubeProxyMode(KubeProxyMode.IPVS)), "kube-proxy"))
                .contains("\"mode\":\"ipvs\"", "\"scheduler\":\"rr\"");
        assertThat(values(mesh(net -> net.kubeProxyMode(KubeProxyMode.NFTABLES)), "kube-proxy"))
                .isEqualTo("{\"mode\":\"nftables\"}");
    }

    @Test
    void calicosNetworkHasNoVpcCniAndSaysHowManyPodsANodeTakes() {
        MeshSpec spec = mesh(net -> net.calico());
        assertThat(spec.addons()).extracting(AddonSpec::name).containsExactly("kube-proxy", "coredns");
        assertThat(spec.kubelet(NodeGroupSpec.named("g")).maxPods()).hasValue(110);
        assertThat(spec.kubelet(NodeGroupSpec.named("g").kubelet(kubelet -> kubelet.maxPods(60)))
                        .maxPods())
                .hasValue(60);
        assertThat(mesh(net -> net).kubelet(NodeGroupSpec.named("g")).isDefault())
                .isTrue();
    }

    @Test
    void theUsersOwnConfigurationStaysBesideOurs() {
        MeshSpec spec = mesh(net -> net.vpcCni(cni -> cni.prefixDelegation(true)));
        ClusterSpec tuned = ClusterSpec.defaults()
                .addon(AddonSpec.of("vpc-cni").configurationValues("env: {MINIMUM_IP_TARGET: \"9\"}\nresources: {}"));
        assertThat(values(spec.cluster(tuned), "vpc-cni"))
                .isEqualTo("{\"env\":{\"MINIMUM_IP_TARGET\":\"9\",\"ENABLE_PREFIX_DELEGATION\":\"true\","
                        + "\"WARM_PREFIX_TARGET\":\"1\"},\"resources\":{}}");
    }

    @Test
    void twoNetworksInADocumentAreRefused() {
        assertThatThrownBy(() -> MeshSpec.read("{region: us-west-2, networking: {vpcCni: {}, calico: {}}}"))
                .hasMessageContaining("not from both");
        assertThatThrownBy(() -> MeshSpec.read(
                        "{region: us-west-2, networking: {vpcCni: {networkPolicy: true, calicoPolicy: {}}}}"))
                .hasMessageContaining("cannot both");
    }

    @Test
    void aPodBlockIsCutIntoOneSubnetAZone() {
        assertThat(PodSubnets.of(Cidr.of("100.64.0.0/16"), 3))
                .extracting(Cidr::toString)
                .containsExactly("100.64.0.0/18", "100.64.64.0/18", "100.64.128.0/18");
        assertThat(PodSubnets.pods(Cidr.of("100.64.0.0/27"), false)).isEqualTo(27);
        assertThat(PodSubnets.pods(Cidr.of("100.64.0.0/27"), true)).isEqualTo(16);
        assertThat(SpecCheck.warnings(mesh(net -> net.vpcCni(cni -> cni.podCidr("100.64.0.0/27")))))
                .anySatisfy(warning -> assertThat(warning.message()).contains("addresses for 22 pods", "can hold 36"));
    }
}
