package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Copies, lag, determinism: what kill series rest on. */
class WorldTest {

    @Test
    void aCopyGoesItsOwnWayWithWhatIsGoingToHappen() throws Exception {
        try (Lab lab = new Lab()) {
            Stack stack = new Stack(lab).network().nat().cluster().addon("vpc-cni");
            stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
            lab.pass(40);
            World copy = lab.read(World::copy);
            List<String> then = lab.inventory();
            lab.pass(100);
            assertThat(stack.nodegroup().statusAsString()).isEqualTo("ACTIVE");
            stack.eks.deleteNodegroup(r -> r.clusterName("demo").nodegroupName("general"));
            lab.pass(200);
            World end = lab.read(w -> w);
            assertThat(copy.cloud().inventory(copy)).isEqualTo(then);
            lab.replace(copy);
            assertThat(stack.nodegroup().statusAsString()).isEqualTo("CREATING");
            lab.pass(100);
            assertThat(stack.nodegroup().statusAsString()).isEqualTo("ACTIVE");
            assertThat(end.cloud().inventory(end)).noneMatch(line -> line.contains("nodegroup demo/general"));
        }
    }

    @Test
    void thousandsOfCopiesTakeNoTime() throws Exception {
        try (Lab lab = new Lab()) {
            WholeLife.live(lab);
            World world = lab.read(w -> w);
            long start = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                world.cloud().copy();
            }
            // Measured: some 10 ms; the bound only catches a deep copy.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void whatIsNewIsSeenLater() throws Exception {
        try (Lab lab = new Lab(AwsOptions.DEFAULT, Era.TODAY, Duration.ofSeconds(30))) {
            Ec2Client ec2 = lab.ec2();
            for (int i = 0; i < 4; i++) {
                String name = "vpc-" + i;
                ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")
                        .tagSpecifications(Stack.named(ResourceType.VPC, name, Map.of("mesh", "demo"))));
            }
            assertThat(seen(ec2)).isLessThan(4);
            lab.pass(15);
            assertThat(seen(ec2)).isBetween(1, 4);
            lab.pass(15);
            assertThat(seen(ec2)).isEqualTo(4);
            String last = ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId();
            refused("InvalidVpcID.NotFound", () -> ec2.describeVpcs(r -> r.vpcIds(last)));
            lab.pass(30);
            assertThat(ec2.describeVpcs(r -> r.vpcIds(last)).vpcs()).hasSize(1);
        }
    }

    private static int seen(Ec2Client ec2) {
        return ec2.describeVpcs(r -> r.filters(f -> f.name("tag:mesh").values("demo")))
                .vpcs()
                .size();
    }

    @Test
    void equalHistoriesMakeEqualWorldsAndIdsDoNotDependOnTheOrder() throws Exception {
        try (Lab one = new Lab();
                Lab two = new Lab()) {
            WholeLife.live(one);
            WholeLife.live(two);
            assertThat(two.answers.stream().map(Response::text).map(WorldTest::withoutPort))
                    .isEqualTo(one.answers.stream()
                            .map(Response::text)
                            .map(WorldTest::withoutPort)
                            .toList());
            assertThat(two.inventory()).isEqualTo(one.inventory());
        }
        try (Lab forward = new Lab();
                Lab backward = new Lab()) {
            String a = vpc(forward, "a");
            String b = vpc(forward, "b");
            assertThat(vpc(backward, "b")).isEqualTo(b);
            assertThat(vpc(backward, "a")).isEqualTo(a).isNotEqualTo(b);
        }
    }

    private static String withoutPort(String answer) {
        return answer.replaceAll("127\\.0\\.0\\.1:\\d+", "host");
    }

    private static String vpc(Lab lab, String name) {
        return lab.ec2()
                .createVpc(r ->
                        r.cidrBlock("10.0.0.0/16").tagSpecifications(Stack.named(ResourceType.VPC, name, Map.of())))
                .vpc()
                .vpcId();
    }

    @Test
    void installUninstallInstallLeavesTheSameInventory() throws Exception {
        try (Lab lab = new Lab()) {
            Ec2Client ec2 = lab.ec2();
            String first = vpc(lab, "again");
            List<String> before = lab.inventory();
            ec2.deleteVpc(r -> r.vpcId(first));
            assertThat(lab.inventory()).isEmpty();
            assertThat(vpc(lab, "again")).isNotEqualTo(first);
            assertThat(lab.inventory()).isEqualTo(before);
        }
    }
}
