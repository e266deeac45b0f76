package io.meshprovisioner.spec;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/** The network inside the cluster, and what is set on kubelets. */
final class WrongNetworking extends WrongSpecs {
    WrongNetworking() {
        podBlocks();
        pools();
        parts();
        kubelets();
        kubeletsTogether();
    }

    private static MeshSpec podCidr(String cidr) {
        return base().networking(NetworkingSpec.defaults().vpcCni(cni -> cni.podCidr(cidr)));
    }

    private static MeshSpec pool(String cidr) {
        return base().networking(NetworkingSpec.defaults().calico(calico -> calico.podCidr(cidr)));
    }

    private void podBlocks() {
        String path = "networking.vpcCni.podCidr";
        add(path, WrongNetworking::podCidr, "100.64.0.0", "100.64.0.0/16", "100.64.0.0/16");
        add(path, WrongNetworking::podCidr, "100.64.1.0/16", "100.64.0.0/16", "Write 100.64.0.0/16");
        add(path, WrongNetworking::podCidr, "100.64.0.0/15", "100.65.0.0/16", "100.64.0.0/16");
        add(path, WrongNetworking::podCidr, "100.64.0.0/28", "100.64.0.0/26", "larger block");
        add(path, WrongNetworking::podCidr, "10.0.128.0/17", "10.1.0.0/16", "neither");
        add(path, WrongNetworking::podCidr, "172.20.0.0/16", "100.127.0.0/16", "neither");
        add(path, WrongNetworking::podCidr, "192.168.0.0/16", "10.200.0.0/16", "100.64.0.0/10");
        add(path, WrongNetworking::podCidr, "198.19.0.0/16", "198.18.0.0/16", "100.64.0.0/10");
        UnaryOperator<MeshSpec> second = spec -> spec.vpc(VpcSpec.defaults().cidr("172.16.0.0/16"));
        add(path, second.apply(podCidr("172.31.0.0/16")), second.apply(podCidr("172.30.0.0/16")), "100.64.0.0/10");
        add(path, second.apply(podCidr("10.100.0.0/16")), second.apply(podCidr("100.64.0.0/16")), "neither");
        UnaryOperator<MeshSpec> adopted = spec -> spec.vpc(VpcSpec.defaults()
                .adopt(
                        "vpc-0123456789abcdef0",
                        vpc -> vpc.privateSubnets("subnet-0123456789abcdef0", "subnet-0123456789abcdef1")));
        add(path, adopted.apply(podCidr("100.64.0.0/16")), adopted.apply(base()), "have the VPC made");
        add(
                "networking.vpcCni.prefixDelegation",
                old -> base().networking(NetworkingSpec.defaults().vpcCni(cni -> cni.prefixDelegation(true)))
                        .nodeGroups(List.of(NodeGroupSpec.named("g").instanceTypes(old))),
                "t2.large",
                "t3.large",
                "Nitro");
    }

    private void pools() {
        String path = "networking.calico.podCidr";
        add(path, WrongNetworking::pool, "192.168.0.0", "192.168.0.0/16", "100.64.0.0/16");
        add(path, WrongNetworking::pool, "192.168.0.64/16", "192.168.0.0/18", "Write 192.168.0.0/16");
        add(path, WrongNetworking::pool, "192.168.0.0/27", "192.168.0.0/26", "larger pool");
        add(path, WrongNetworking::pool, "8.0.0.0/16", "100.64.0.0/10", "192.168.0.0/16");
        add(path, WrongNetworking::pool, "10.0.0.0/8", "10.1.0.0/16", "192.168.0.0/16");
        add(path, WrongNetworking::pool, "172.16.0.0/12", "172.21.0.0/16", "neither");
    }

    private void parts() {
        MeshSpec calico = base().networking(NetworkingSpec.defaults().calico());
        add(
                "networking.calico.version",
                version -> base().networking(NetworkingSpec.defaults().calico(net -> net.version(version))),
                "3.31",
                "v3.30.2",
                "v3.");
        add(
                "networking.vpcCni.calicoPolicy.charts",
                charts -> base().networking(NetworkingSpec.defaults()
                        .vpcCni(cni -> cni.calicoPolicy(release -> release.charts(charts)))),
                new ChartSource.Oci(URI.create("oci://example.com/calico")),
                new ChartSource.Repository(URI.create("https://example.com/calico")),
                "repository or folder");
        add(
                "istio.operator",
                calico.istio(IstioSpec.version("1.23.6").operator(operator -> operator)),
                calico.istio(IstioSpec.version("1.23.6")),
                "Helm charts");
        add(
                "cluster.addons[vpc-cni]",
                calico.cluster(
                        ClusterSpec.defaults().addon(AddonSpec.of("vpc-cni").version("v1.20.4-eksbuild.2"))),
                calico.cluster(ClusterSpec.defaults().addon(AddonSpec.of("vpc-cni"))),
                "Leave them out");
        add(
                "nodeGroups[g].amiFamily",
                calico.nodeGroups(List.of(NodeGroupSpec.named("g").amiFamily(AmiFamily.BOTTLEROCKET))),
                calico.nodeGroups(List.of(NodeGroupSpec.named("g"))),
                "AMAZON_LINUX");
        add(
                "cluster.addons[kube-proxy].configurationValues",
                mode -> base().networking(NetworkingSpec.defaults().kubeProxyMode(KubeProxyMode.IPVS))
                        .cluster(ClusterSpec.defaults()
                                .addon(AddonSpec.of("kube-proxy").configurationValues("{\"mode\":\"" + mode + "\"}"))),
                "iptables",
                "ipvs",
                "one of the two");
    }

    private static MeshSpec kubelet(UnaryOperator<KubeletSpec> change) {
        return base().nodeGroups(List.of(NodeGroupSpec.named("g").kubelet(change)));
    }

    private void kubelet(
            String path, UnaryOperator<KubeletSpec> wrong, UnaryOperator<KubeletSpec> right, String advice) {
        add("nodeGroups[g].kubelet." + path, kubelet(wrong), kubelet(right), advice);
    }

    private void kubelets() {
        kubelet("maxPods", k -> k.maxPods(0), k -> k.maxPods(17), "1 to");
        kubelet("port", k -> k.port(0), k -> k.port(10250), "65535");
        kubelet("readOnlyPort", k -> k.readOnlyPort(-1), k -> k.readOnlyPort(0), "from 0");
        kubelet("address", k -> k.address("here"), k -> k.address("0.0.0.0"), "IPv4");
        kubelet("healthzBindAddress", k -> k.healthzBindAddress(""), k -> k.healthzBindAddress("127.0.0.1"), "IPv4");
        kubelet("resolvConf", k -> k.resolvConf("resolv.conf"), k -> k.resolvConf("/etc/resolv.conf"), "absolute");
        kubelet("hairpinMode", k -> k.hairpinMode("bridge"), k -> k.hairpinMode("promiscuous-bridge"), "hairpin-veth");
        kubelet("cpuManagerPolicy", k -> k.cpuManagerPolicy("exclusive"), k -> k.cpuManagerPolicy("static"), "static");
        kubelet(
                "topologyManagerPolicy",
                k -> k.topologyManagerPolicy("numa"),
                k -> k.topologyManagerPolicy("single-numa-node"),
                "single-numa-node");
        kubelet("containerLogMaxSize", k -> k.containerLogMaxSize("10 MB"), k -> k.containerLogMaxSize("10Mi"), "10Mi");
        kubelet("containerLogMaxFiles", k -> k.containerLogMaxFiles(1), k -> k.containerLogMaxFiles(2), "from 2");
        kubelet("iptablesDropBit", k -> k.iptablesDropBit(32), k -> k.iptablesDropBit(15), "31");
        kubelet(
                "tlsCipherSuites",
                k -> k.tlsCipherSuites("AES256"),
                k -> k.tlsCipherSuites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                "TLS_");
        kubelet(
                "clusterDomain",
                k -> k.clusterDomain("mesh.local"),
                k -> k.clusterDomain("cluster.local"),
                "cluster.local");
        kubelet("cgroupDriver", k -> k.cgroupDriver("cgroupfs"), k -> k.cgroupDriver("systemd"), "systemd");
        add(
                "nodeGroups[g].kubelet",
                family -> base().nodeGroups(List.of(
                        NodeGroupSpec.named("g").amiFamily(family).kubelet(k -> k.maxPods(17)))),
                AmiFamily.BOTTLEROCKET,
                AmiFamily.AMAZON_LINUX,
                "AMAZON_LINUX");
        add(
                "nodeGroups[g].replacement",
                word -> base().nodeGroups(List.of(NodeGroupSpec.named("g").replacement(word))),
                "today!",
                "2026-11-23",
                "2026-11-23");
    }

    private void kubeletsTogether() {
        UnaryOperator<KubeletSpec> both = k -> k.tlsCertFile("/pki/crt").tlsPrivateKeyFile("/pki/key");
        kubelet("tlsPrivateKeyFile", k -> k.tlsCertFile("/pki/crt"), both, "both files");
        kubelet(
                "serverTLSBootstrap",
                k -> both.apply(k).serverTLSBootstrap(true),
                k -> both.apply(k).serverTLSBootstrap(false),
                "Leave");
        kubelet(
                "iptablesDropBit",
                k -> k.iptablesMasqueradeBit(14).iptablesDropBit(14),
                k -> k.iptablesMasqueradeBit(14).iptablesDropBit(15),
                "another");
        kubelet(
                "healthzPort",
                k -> k.port(10250).healthzPort(10250),
                k -> k.port(10250).healthzPort(10248),
                "another");
    }
}
