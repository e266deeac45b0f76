package io.meshprovisioner.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The README's "Standalone sandbox" with the clients that it names; rows G1.3, G1.4, G1.6 seen from outside. */
@Tag("alone")
class StandaloneSandboxTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: %d
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "nginx:1.27"}]}
            """;

    @TempDir
    Path folder;

    private SandboxProcess sandbox;

    @BeforeEach
    void start() throws Exception {
        sandbox = SandboxProcess.start(folder, "--speed=600");
    }

    @AfterEach
    void close() throws Exception {
        sandbox.close();
    }

    @Test
    void printsTheEnvironmentAndNothingElseAndEndsWithItsInput() throws Exception {
        Map<String, String> environment = sandbox.environment();
        assertThat(sandbox.printed()).allMatch(line -> line.startsWith("export "));
        assertThat(environment)
                .containsKeys("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION");
        Path kubeconfig = Path.of(environment.get("KUBECONFIG"));
        assertThat(kubeconfig).exists();

        assertThat(sandbox.end()).isZero();

        assertThat(kubeconfig).doesNotExist();
        assertThat(sandbox.complaints()).doesNotContain("INFO", "WARN", "Exception");
    }

    @Test
    void kubectlAppliesWatchesDescribesAndDeletes() throws Exception {
        Program kubectl = Program.find("kubectl", "MESH_KUBECTL", folder, sandbox.environment());
        assertThat(kubectl.run("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=60s"))
                .contains("condition met");
        assertThat(kubectl.run("get", "nodes")).contains("Ready", "v1.35");
        String two = Files.writeString(folder.resolve("two.yaml"), DEPLOYMENT.formatted(2))
                .toString();
        String three = Files.writeString(folder.resolve("three.yaml"), DEPLOYMENT.formatted(3))
                .toString();
        Program.Started watch = kubectl.start("get", "pods", "--watch");
        assertThat(kubectl.run("apply", "-f", two)).contains("deployment.apps/web created");
        kubectl.run("rollout", "status", "deployment/web", "--timeout=60s");
        assertThat(kubectl.run("apply", "--server-side", "--force-conflicts", "-f", three))
                .contains("serverside-applied");
        kubectl.run("rollout", "status", "deployment/web", "--timeout=60s");
        assertThat(kubectl.run("describe", "deployment", "web")).contains("ScalingReplicaSet", "3 available");
        assertThat(kubectl.run("delete", "-f", two)).contains("deleted");
        kubectl.run("wait", "--for=delete", "pods", "--selector=app=web", "--timeout=60s");
        watch.process().destroy();
        watch.process().waitFor(10, TimeUnit.SECONDS);
        assertThat(Files.readString(watch.output())).contains("Pending", "Running", "Terminating");
    }

    @Test
    void helmInstallsUpgradesAndUninstallsAChart() throws Exception {
        Program helm = Program.find("helm", "MESH_HELM", folder, sandbox.environment());
        Path chart = Files.createDirectories(folder.resolve("chart/templates")).getParent();
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 0.1.0\n");
        Files.writeString(
                chart.resolve("templates/web.yaml"),
                DEPLOYMENT.replace("%d", "{{ .Values.replicas }}").replace("name: web}", "name: {{ .Release.Name }}}"));
        Files.writeString(chart.resolve("values.yaml"), "replicas: 1\n");
        assertThat(helm.run("install", "shop", chart.toString(), "--wait", "--timeout=60s"))
                .contains("STATUS: deployed");
        assertThat(helm.run("upgrade", "shop", chart.toString(), "--set", "replicas=2", "--wait", "--timeout=60s"))
                .contains("REVISION: 2");
        assertThat(helm.run("list")).contains("shop", "deployed");
        assertThat(helm.run("uninstall", "shop", "--wait")).contains("uninstalled");
        assertThat(helm.run("list", "-q").trim()).isEmpty();
    }

    @Test
    void theAwsCommandLineMakesAndReadsBack() throws Exception {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("AWS_PAGER", "");
        environment.put("AWS_DEFAULT_OUTPUT", "text");
        Program aws = Program.find("aws", "MESH_AWS", folder, environment);
        String vpc = aws.run("ec2", "create-vpc", "--cidr-block", "10.7.0.0/16", "--query", "Vpc.VpcId")
                .trim();
        assertThat(aws.run("ec2", "describe-vpcs", "--vpc-ids", vpc, "--query", "Vpcs[].CidrBlock"))
                .contains("10.7.0.0/16");
        aws.run("ec2", "delete-vpc", "--vpc-id", vpc);
        assertThat(aws.run("ec2", "describe-vpcs", "--query", "Vpcs[].VpcId")).doesNotContain(vpc);
    }

    /** The product waits by the wall clock here, as long as AWS would take at least: minutes. */
    @Test
    @EnabledIfSystemProperty(named = "mesh.series", matches = "all", disabledReason = "takes minutes of real time")
    void whatAnotherProcessInstallsTheAwsCommandLineReadsBack() throws Exception {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("AWS_PAGER", "");
        environment.put("AWS_DEFAULT_OUTPUT", "text");
        Program aws = Program.find("aws", "MESH_AWS", folder, environment);
        assertThat(run(environment, "install")).contains("healthy: true");

        String mine = "Name=tag-key,Values=kubernetes.io/cluster/shop";
        assertThat(aws.run("sts", "get-caller-identity", "--query", "Account")).contains("111122223333");
        assertThat(aws.run("ec2", "describe-vpcs", "--query", "Vpcs[].CidrBlock"))
                .contains("10.0.0.0/16");
        assertThat(aws.run("ec2", "describe-subnets", "--filters", mine, "--query", "Subnets[].SubnetId"))
                .contains("subnet-");
        assertThat(aws.run("eks", "list-clusters", "--query", "clusters")).contains("shop");
        assertThat(aws.run("eks", "describe-cluster", "--name", "shop", "--query", "cluster.status"))
                .contains("ACTIVE");
        String group = aws.run("eks", "list-nodegroups", "--cluster-name", "shop", "--query", "nodegroups")
                .trim();
        assertThat(aws.run(
                        "eks",
                        "describe-nodegroup",
                        "--cluster-name",
                        "shop",
                        "--nodegroup-name",
                        group,
                        "--query",
                        "nodegroup.status"))
                .contains("ACTIVE");
        assertThat(aws.run("iam", "list-roles", "--query", "Roles[].RoleName")).contains("shop");

        assertThat(run(environment, "uninstall")).isNotBlank();
        assertThat(aws.run("eks", "list-clusters", "--query", "clusters")).doesNotContain("shop");
        assertThat(aws.run("ec2", "describe-vpcs", "--query", "Vpcs[?!IsDefault].VpcId"))
                .isBlank();
    }

    private String run(Map<String, String> environment, String verb) throws Exception {
        Process process = ForkedJava.start(OneRun.class, folder, environment, verb, "shop");
        boolean ended = process.waitFor(900, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String output = Files.readString(folder.resolve("OneRun.out"));
        assertThat(ended && process.exitValue() == 0)
                .as(verb + "\n" + output + Files.readString(folder.resolve("OneRun.err")))
                .isTrue();
        return output;
    }
}
