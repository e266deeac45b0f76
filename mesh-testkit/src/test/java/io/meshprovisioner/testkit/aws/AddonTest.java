package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Add-ons live by their pods. */
class AddonTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void corednsIsDegradedWithoutNodesAndHealthyWithThem() {
        Stack stack = new Stack(lab).network().nat().cluster().addon("vpc-cni").addon("coredns");
        assertThat(stack.addonStatus("coredns")).isEqualTo("CREATING");
        lab.pass(95);
        assertThat(stack.addonStatus("coredns")).isEqualTo("DEGRADED");
        assertThat(stack.eks
                        .describeAddon(r -> r.clusterName("demo").addonName("coredns"))
                        .addon()
                        .health()
                        .issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.codeAsString()).isEqualTo("InsufficientNumberOfReplicas"));
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        lab.pass(120);
        assertThat(stack.addonStatus("coredns")).isEqualTo("ACTIVE");
        assertThat(stack.addonStatus("vpc-cni")).isEqualTo("ACTIVE");
    }

    @Test
    void configurationReachesTheObjects() {
        Stack stack = new Stack(lab).network().cluster();
        refused(
                "InvalidParameterException",
                () -> stack.eks.createAddon(r ->
                        r.clusterName("demo").addonName("kube-proxy").configurationValues("{\"colour\":\"red\"}")));
        refused(
                "InvalidParameterException",
                () -> stack.eks.createAddon(r ->
                        r.clusterName("demo").addonName("kube-proxy").configurationValues("{\"mode\":\"userspace\"}")));
        refused(
                "InvalidParameterException",
                () -> stack.eks.createAddon(
                        r -> r.clusterName("demo").addonName("kube-proxy").addonVersion("v1.2.3-eksbuild.1")));
        refused("InvalidParameterException", () -> stack.addon("nonsense"));
        stack.eks.createAddon(r -> r.clusterName("demo")
                .addonName("kube-proxy")
                .configurationValues("{\"mode\":\"ipvs\",\"ipvs\":{\"scheduler\":\"rr\"}}"));
        stack.eks.createAddon(r ->
                r.clusterName("demo").addonName("vpc-cni").configurationValues("env:\n  ANNOTATE_POD_IP: \"true\"\n"));
        lab.pass(12);
        assertThat(lab.demo()
                        .objects
                        .get("ConfigMap/kube-system/kube-proxy-config")
                        .path("data")
                        .path("config")
                        .asText())
                .contains("mode: \"ipvs\"")
                .contains("scheduler: \"rr\"");
        var env = lab.demo().objects.get("DaemonSet/kube-system/aws-node").at("/spec/template/spec/containers/0/env");
        assertThat(env)
                .filteredOn(e -> e.path("name").asText().equals("ANNOTATE_POD_IP"))
                .singleElement()
                .satisfies(e -> assertThat(e.path("value").asText()).isEqualTo("true"));
        refused("ResourceInUseException", () -> stack.addon("kube-proxy"));
    }

    @Test
    void deletionTakesTheObjectsUnlessPreserved() {
        Stack stack = new Stack(lab).network().cluster().addon("vpc-cni").addon("kube-proxy");
        lab.pass(12);
        stack.eks.deleteAddon(r -> r.clusterName("demo").addonName("kube-proxy").preserve(true));
        stack.eks.deleteAddon(r -> r.clusterName("demo").addonName("vpc-cni"));
        assertThat(stack.addonStatus("vpc-cni")).isEqualTo("DELETING");
        lab.pass(15);
        refused("ResourceNotFoundException", () -> stack.addonStatus("vpc-cni"));
        assertThat(lab.demo().objects)
                .containsKey("DaemonSet/kube-system/kube-proxy")
                .doesNotContainKey("DaemonSet/kube-system/aws-node");
    }

    @Test
    void versionsFitTheCluster() {
        var addons = lab.eks()
                .describeAddonVersions(r -> r.addonName("kube-proxy").kubernetesVersion("1.34"))
                .addons();
        assertThat(addons).singleElement().satisfies(addon -> assertThat(addon.addonVersions())
                .hasSize(2)
                .allSatisfy(version -> assertThat(version.addonVersion()).startsWith("v1.34.")));
        assertThat(addons.get(0).addonVersions().stream()
                        .filter(version -> version.compatibilities().get(0).defaultVersion()))
                .hasSize(1);
        assertThat(lab.eks()
                        .describeAddonConfiguration(
                                r -> r.addonName("kube-proxy").addonVersion("v1.34.0-eksbuild.2"))
                        .configurationSchema())
                .contains("\"nftables\"");
    }

    @Test
    void aFateKeepsOneFromBecomingReady() {
        Stack stack = new Stack(lab).network().cluster();
        lab.account().lay("us-west-2", "eks:CreateAddon/kube-proxy", new ResourceFate.NeverReady());
        stack.addon("vpc-cni").addon("kube-proxy");
        lab.pass(3600);
        assertThat(stack.addonStatus("vpc-cni")).isEqualTo("ACTIVE");
        assertThat(stack.addonStatus("kube-proxy")).isEqualTo("DEGRADED");
    }
}
