package io.meshprovisioner.spec;

/** How kube-proxy leads Services' traffic to pods. */
public enum KubeProxyMode {
    /** By iptables rules: EKS's default. */
    IPTABLES,
    /** By the kernel's virtual server, round robin; for thousands of Services. */
    IPVS,
    /** By nftables rules, where the kube-proxy add-on's version takes it. */
    NFTABLES
}
