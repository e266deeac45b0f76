package io.meshprovisioner.testkit.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.spec.NetworkBalancer.TargetType;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.kernel.Kernel;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.series.KillPoint.Fate;
import io.meshprovisioner.testkit.series.KillPoint.Others;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.Hashes;
import io.meshprovisioner.testkit.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Killed at any call and run again: the same end, no orphan, no duplicate. In memory and over HTTP; a seeded sample of
 * the points by default; with {@code -Dmesh.series=all} all of an installation's and an uninstallation's in memory, about
 * 100 of each over HTTP, 150 of what goes another way (by the operator, an upgrade) and 60 of other networks.
 */
class KillSeriesTest {
    private static final boolean ALL = "all".equals(System.getProperty("mesh.series"));
    private static final int IN_MEMORY = ALL ? Integer.MAX_VALUE : Integer.getInteger("mesh.series.sample", 16);
    private static final int OF_OTHERS = ALL ? 60 : Integer.getInteger("mesh.series.sample", 5);
    private static final int IN_PART = ALL ? 150 : Integer.getInteger("mesh.series.sample", 6);
    private static final int OVER_HTTP = ALL ? 100 : Integer.getInteger("mesh.series.sample.http", 3);

    @Test
    void installInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            install(
                    "install in memory",
                    sandbox.kernel(),
                    () -> sandbox.newRun().withIstio("1.30.3"),
                    IN_MEMORY);
        }
    }

    @Test
    void uninstallInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            uninstall(
                    "uninstall in memory",
                    sandbox.kernel(),
                    () -> sandbox.newRun().withIstio("1.30.3"),
                    IN_MEMORY);
        }
    }

    /** Istio's version raised by one: killed anywhere, raised again. */
    @Test
    void upgradeInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            install(() -> sandbox.newRun().withIstio("1.29.6"));
            install(
                    "upgrade in memory",
                    sandbox.kernel(),
                    () -> sandbox.newRun().withIstio("1.30.3"),
                    IN_PART);
        }
    }

    /** The cluster's version raised by one, with its add-ons and nodes. */
    @Test
    void clusterUpgradeInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            install(() -> sandbox.newRun().withCluster(cluster -> cluster.version("1.34")));
            settled(
                    "cluster upgrade in memory",
                    sandbox,
                    () -> install(() -> sandbox.newRun().withCluster(cluster -> cluster.version("1.35"))));
        }
    }

    /** Nodes of another type, as the user allowed: all go, others come. */
    @Test
    void replacedNodesInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            install(sandbox::newRun);
            settled("replaced nodes in memory", sandbox, () -> sandbox.newRun()
                    .withNodes("default", nodes -> nodes.instanceTypes("m6i.xlarge"))
                    .install(how -> how.replace("eks:Nodegroup", "mesh/default"))
                    .close());
        }
    }

    /** A node group, a Fargate profile and a pod identity that the newer spec does not name. */
    @Test
    void formerCapacityInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            install(() -> sandbox.newRun()
                    .withNodes("batch", nodes -> nodes.minSize(1).maxSize(1))
                    .withNodes("general", nodes -> nodes.minSize(2).maxSize(2))
                    .withFargate("jobs", f -> f.selector("jobs"))
                    .withCluster(c -> c.podIdentity(
                            "shop", "orders", who -> who.managedPolicies("arn:aws:iam::aws:policy/ReadOnlyAccess"))));
            settled(
                    "former capacity in memory",
                    sandbox,
                    () -> install(() -> sandbox.newRun()
                            .withNodes("general", nodes -> nodes.minSize(2).maxSize(2))));
        }
    }

    /** A control plane beside the one that runs, a tag for it, a namespace that moves there; and the end of the old one. */
    @Test
    void canaryInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            install(() -> sandbox.newRun().withIstio("1.29.6"));
            mesh(sandbox).workloads().deploy(WorkloadSpec.kuard().replicas(3));
            Supplier<MeshProvisioner> beside =
                    () -> sandbox.newRun().withIstio("1.30.3", istio -> istio.revision("1-30-3"));
            settled("canary in memory", sandbox, () -> install(beside));
            settled("tag in memory", sandbox, () -> mesh(sandbox).revisions().tag("prod", "1-30-3"));
            settled("move in memory", sandbox, () -> mesh(sandbox).revisions().move("test-ns", "prod"));
            assertThat(mesh(sandbox).revisions().report().counts()).isEqualTo(Map.of("1-30-3", 4L));
            settled("remove a revision in memory", sandbox, () -> mesh(sandbox)
                    .revisions()
                    .remove("default"));
            assertThat(mesh(sandbox).revisions().report().controlPlanes()).hasSize(1);
        }
    }

    /** Old pods and nodes may still be going when all new ones are ready: the end is what stands a while later. */
    private static void settled(String what, InMemorySandbox sandbox, Runnable work) {
        repeated(what, sandbox.kernel(), OF_OTHERS, () -> {
            work.run();
            sandbox.pass(Duration.ofMinutes(5));
        });
    }

    private static Mesh mesh(InMemorySandbox sandbox) {
        return sandbox.newRun().find().orElseThrow();
    }

    @Test
    void installOverHttp() {
        try (Sandbox sandbox = Sandbox.start()) {
            install(
                    "install over HTTP",
                    sandbox.kernel(),
                    () -> sandbox.provisioner().withIstio("1.30.3"),
                    OVER_HTTP);
        }
    }

    @Test
    void uninstallOverHttp() {
        try (Sandbox sandbox = Sandbox.start()) {
            uninstall(
                    "uninstall over HTTP",
                    sandbox.kernel(),
                    () -> sandbox.provisioner().withIstio("1.30.3"),
                    OVER_HTTP);
        }
    }

    /** G2.3, the guide's own method: the operator's release, its IstioOperator, its finalizer. */
    @Test
    void installByOperatorInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            install("install by operator in memory", sandbox.kernel(), () -> byOperator(sandbox), IN_PART);
        }
    }

    @Test
    void uninstallByOperatorInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            uninstall("uninstall by operator in memory", sandbox.kernel(), () -> byOperator(sandbox), IN_PART);
        }
    }

    /** G5.1, G5.2: a block of pods' own with its ENIConfigs, and a NodeConfig. */
    @Test
    void podsInTheirOwnBlockInMemory() {
        series("pods in their own block", base -> base.withNetworking(
                        net -> net.vpcCni(cni -> cni.podCidr("100.64.0.0/16")))
                .withNodes("default", nodes -> nodes.kubelet(kubelet -> kubelet.maxPods(12))));
    }

    /** G1.4: profiles that EKS makes and deletes one at a time. */
    @Test
    void fargateProfilesInMemory() {
        series("Fargate profiles", base -> base.withFargate("batch", f -> f.selector("batch"))
                .withFargate("reports", f -> f.selector("reports")));
    }

    /** G1.4: nodes and load balancers that EKS makes and takes away. */
    @Test
    void autoModeInMemory() {
        series("EKS Auto Mode", base -> base.withCluster(cluster -> cluster.autoMode())
                .withIstio("1.30.3"));
    }

    /** G5.1: Calico's operator, its CRDs and what it is asked for. */
    @Test
    void calicosNetworkInMemory() {
        series("Calico's network", base -> base.withNetworking(net -> net.calico()));
    }

    /** G3.2: a gateway whose load balancer sends to its pods, and the controller that makes it. */
    @Test
    void balancersOfPodsInMemory() {
        series(
                "balancers of pods",
                base -> base.withIstio(
                        "1.30.3",
                        istio -> istio.ingressGateway(
                                gateway -> gateway.networkLoadBalancer(nlb -> nlb.targets(TargetType.IP)))));
    }

    /** No NAT, and endpoints instead. */
    @Test
    void endpointsInMemory() {
        series(
                "endpoints and no way to the Internet",
                base -> base.withVpc(vpc -> vpc.natGateways(NatGateways.NONE).endpoints("sqs")));
    }

    /** What pods may do: their roles and associations, and the issuer that IAM believes. */
    @Test
    void rightsOfPodsInMemory() {
        series(
                "rights of pods",
                base -> base.withCluster(cluster -> cluster.podIdentity(
                                "shop",
                                "orders",
                                who -> who.managedPolicies("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"))
                        .oidcProvider()));
    }

    /** G1.1: whenever the run that issues a key is killed, the next one leaves one user with one key, handed over. */
    @Test
    void issuingAKeyInMemory() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            List<String> keys = new ArrayList<>();
            List<KillPoint> points = KillPoints.of(
                    sandbox.kernel(), () -> sandbox.newRun().issueAccessKey(key -> keys.add(key.accessKeyId())));
            long policies = count(sandbox, "iam policy ");
            assertThat(policies).isPositive();
            KillSeries series = new KillSeries(sandbox.kernel());
            everywhere(points, "issue", IN_PART, series, () -> {
                try {
                    sandbox.newRun().issueAccessKey(key -> keys.add(key.accessKeyId()));
                } catch (ResourceConflictException handedOver) {
                    assertThat(handedOver).hasMessageContaining("handed over before");
                }
                List<String> users = sandbox.kernel().read(World::inventory).stream()
                        .filter(line -> line.startsWith("iam user "))
                        .toList();
                boolean right = users.size() == 1
                        && users.get(0).contains(" keys=1 ")
                        && keys.stream().anyMatch(key -> users.get(0).contains("handed-over=" + key))
                        && count(sandbox, "iam policy ") == policies;
                return right ? List.of() : users;
            });
            report("issue a key in memory", points, series);
        }
    }

    private static long count(InMemorySandbox sandbox, String beginning) {
        return sandbox.kernel().read(World::inventory).stream()
                .filter(line -> line.startsWith(beginning))
                .count();
    }

    private static void series(String what, UnaryOperator<MeshProvisioner> spec) {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            Supplier<MeshProvisioner> runs = () -> spec.apply(sandbox.newRun());
            install("install, " + what, sandbox.kernel(), runs, OF_OTHERS);
        }
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            Supplier<MeshProvisioner> runs = () -> spec.apply(sandbox.newRun());
            uninstall("uninstall, " + what, sandbox.kernel(), runs, OF_OTHERS);
        }
    }

    private static MeshProvisioner byOperator(InMemorySandbox sandbox) {
        return sandbox.newRun().withIstio("1.9.3", istio -> istio.operator(operator -> operator));
    }

    private static void install(String what, Kernel kernel, Supplier<MeshProvisioner> runs, int sample) {
        repeated(what, kernel, sample, () -> install(runs));
    }

    /** Done once whole; then killed at its calls and done again, which has to come to the same end. */
    private static void repeated(String what, Kernel kernel, int sample, Runnable work) {
        List<String> before = kernel.read(World::inventory);
        List<KillPoint> points = KillPoints.of(kernel, work);
        List<String> end = kernel.read(World::inventory);
        assertThat(end).isNotEqualTo(before);

        KillSeries series = new KillSeries(kernel);
        everywhere(points, what, sample, series, () -> {
            work.run();
            return Inventories.difference(end, kernel.read(World::inventory));
        });
        report(what, points, series);
    }

    private static void uninstall(String what, Kernel kernel, Supplier<MeshProvisioner> runs, int sample) {
        List<String> before = kernel.read(World::inventory);
        install(runs);
        List<KillPoint> points = KillPoints.of(kernel, () -> runs.get().uninstall());
        assertThat(Inventories.difference(before, kernel.read(World::inventory)))
                .isEmpty();

        KillSeries series = new KillSeries(kernel);
        everywhere(points, what, sample, series, () -> {
            runs.get().uninstall();
            return Inventories.difference(before, kernel.read(World::inventory));
        });
        report(what, points, series);
    }

    private static void install(Supplier<MeshProvisioner> runs) {
        try (Mesh mesh = runs.get().install()) {
            assertThat(mesh.name()).isEqualTo("mesh");
        }
    }

    private static void everywhere(
            List<KillPoint> points, String what, int sample, KillSeries series, KillSeries.Aftermath aftermath) {
        double share = sample / (double) distinct(points);
        for (KillPoint point : points) {
            for (Fate fate : Fate.values()) {
                for (Others others : Others.values()) {
                    if (point.differs(fate, others) && Hashes.fraction(what + point.index() + fate + others) < share) {
                        series.strike(point, fate, others, aftermath);
                    }
                }
            }
        }
    }

    private static long distinct(List<KillPoint> points) {
        long count = 0;
        for (KillPoint point : points) {
            for (Fate fate : Fate.values()) {
                for (Others others : Others.values()) {
                    count += point.differs(fate, others) ? 1 : 0;
                }
            }
        }
        return count;
    }

    private static void report(String what, List<KillPoint> points, KillSeries series) {
        System.out.println("Kill series, " + what + ": " + points.size() + " calls, " + series.struck()
                + " points struck, " + series.failures().size() + " wrong ends");
        assertThat(series.struck()).isPositive();
        assertThat(series.failures()).isEmpty();
    }
}
