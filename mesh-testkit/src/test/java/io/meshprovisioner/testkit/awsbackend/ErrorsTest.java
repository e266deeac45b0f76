package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.DeletionBlockedException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.QuotaExceededException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.aws.Quotas;
import io.meshprovisioner.testkit.aws.ResourceFate;
import io.meshprovisioner.testkit.kernel.ApiFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eks.EksClient;

/**
 * Each error that AWS is known for, provoked: one member of the family, with cause, numbers and advice. The messages
 * stand in docs/errors.md; {@code -Dmesh.docs=write} writes them anew.
 */
class ErrorsTest {
    private static final Path PAGE = Path.of("..", "docs", "errors.md");

    @TempDir
    Path folder;

    /**
     * @param codes what AWS answers
     * @param says what the message has to say, whatever its words are
     */
    private record Case(
            String codes,
            String provoked,
            AwsOptions account,
            Class<? extends MeshException> family,
            List<String> says,
            Consumer<AwsBench> run) {}

    private Stream<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.add(new Case(
                "UnsupportedAvailabilityZoneException",
                "EKS has no room for a control plane in us-west-2a.",
                AwsOptions.DEFAULT.withEksUnsupportedZones(Set.of("us-west-2a")),
                ResourceFailedException.class,
                List.of("us-west-2b", "us-west-2c", "availabilityZones"),
                AwsBench::install));
        all.add(new Case(
                "VpcLimitExceeded",
                "The account has room for one VPC, and somebody has it.",
                quotas(Quotas.DEFAULT.withVpcs(1)),
                QuotaExceededException.class,
                List.of("limit 1, in use 1", "L-F678F1CE"),
                bench -> {
                    bench.neighbour().ec2().createVpc(r -> r.cidrBlock("10.9.0.0/16"));
                    bench.install();
                }));
        all.add(new Case(
                "AddressLimitExceeded",
                "The account may have no Elastic IP address.",
                quotas(Quotas.DEFAULT.withAddresses(0)),
                QuotaExceededException.class,
                List.of("limit 0, in use 0", "L-0263D0A3"),
                AwsBench::install));
        all.add(new Case(
                "ResourceLimitExceededException",
                "The account may have no cluster.",
                quotas(new Quotas(5, 5, 5, 5, 200, 200, 60, 32, 0)),
                QuotaExceededException.class,
                List.of("EKS clusters", "limit 0, in use 0", "L-1194D53C"),
                AwsBench::install));
        all.add(fault(
                "ResourceLimitExceededException on CreateNodegroup",
                "The cluster may have no further node group.",
                "eks:CreateNodegroup",
                ApiFault.error(400, "ResourceLimitExceededException", "Nodegroup count limit exceeded"),
                QuotaExceededException.class,
                "managed node groups per cluster (limit 0, in use 0)",
                "L-6D54EA21"));
        all.add(new Case(
                "InternetGatewayLimitExceeded",
                "The account may have no internet gateway.",
                quotas(new Quotas(5, 0, 5, 5, 200, 200, 60, 32, 100)),
                QuotaExceededException.class,
                List.of("limit 0, in use 0", "L-A4707A72"),
                AwsBench::install));
        all.add(new Case(
                "NatGatewayLimitExceeded",
                "A zone may have no NAT gateway.",
                quotas(new Quotas(5, 5, 5, 0, 200, 200, 60, 32, 100)),
                QuotaExceededException.class,
                List.of("NAT gateways per zone (limit 0, in use 0)", "L-FE5A380F"),
                AwsBench::install));
        all.add(new Case(
                "SubnetLimitExceeded",
                "A VPC may have three subnets, and the spec takes more.",
                quotas(new Quotas(5, 5, 5, 5, 3, 200, 60, 32, 100)),
                QuotaExceededException.class,
                List.of("subnets per VPC (limit 3, in use 3)", "L-407747CB"),
                AwsBench::install));
        all.add(fault(
                "LimitExceeded",
                "The account has all the roles that it may have.",
                "iam:CreateRole",
                ApiFault.error(409, "LimitExceeded", "Cannot exceed quota for RolesPerAccount: 1000"),
                QuotaExceededException.class,
                "IAM roles per account (limit 1000, in use 0)",
                "L-FE177D64"));
        all.add(fault(
                "RouteLimitExceeded",
                "A route table may have no further route.",
                "ec2:CreateRoute",
                ApiFault.error(400, "RouteLimitExceeded", "The maximum number of routes has been reached."),
                QuotaExceededException.class,
                "routes per route table (limit 1, in use 1)",
                "L-93826ACB"));
        all.add(new Case(
                "SecurityGroupLimitExceeded",
                "The account has all the security groups that it may have.",
                AwsOptions.DEFAULT,
                QuotaExceededException.class,
                List.of("security groups per Region (limit 1, in use 1)", "L-E79EC296"),
                bench -> {
                    bench.kernel.inject(
                            "ec2:CreateSecurityGroup",
                            ApiFault.error(
                                            400,
                                            "SecurityGroupLimitExceeded",
                                            "The maximum number of security groups has been reached.")
                                    .always());
                    bench.provisioner().withKeyPair(folder.resolve("mesh.key")).install();
                }));
        all.add(new Case(
                "VcpuLimitExceeded (AsgInstanceLaunchFailures)",
                "The account may run 4 vCPUs, and three t3.medium need 6.",
                quotas(Quotas.DEFAULT.withOnDemandVcpus(4)),
                QuotaExceededException.class,
                List.of("limit 4", "in use 4", "asked 6", "L-1216C47A"),
                AwsBench::install));
        all.add(fault(
                "InvalidParameterException on subnets",
                "CreateCluster is refused for its subnets.",
                "eks:CreateCluster",
                ApiFault.error(
                        400, "InvalidParameterException", "Subnets specified must be in at least two different AZs"),
                ServiceFailureException.class,
                "two zones at least",
                "6 free addresses"));
        all.add(new Case(
                "UnauthorizedOperation",
                "A policy without ec2:CreateVpc: EC2 encodes what it denied, and it is decoded.",
                AwsOptions.DEFAULT,
                AccessDeniedException.class,
                List.of("ec2:CreateVpc", "arn:aws:ec2:us-west-2:111122223333:vpc/*", "\"Effect\": \"Allow\""),
                bench -> limited("ec2:CreateVpc")));
        all.add(new Case(
                "AccessDeniedException",
                "A policy without eks:CreateNodegroup.",
                AwsOptions.DEFAULT,
                AccessDeniedException.class,
                List.of("eks:CreateNodegroup", "cluster/mesh"),
                bench -> limited("eks:CreateNodegroup")));
        all.add(new Case(
                "AccessDenied",
                "A policy without iam:CreateRole.",
                AwsOptions.DEFAULT,
                AccessDeniedException.class,
                List.of("iam:CreateRole", "role/mesh", "\"Effect\": \"Allow\""),
                bench -> limited("iam:CreateRole")));
        all.add(fault(
                "ExpiredToken",
                "The session of the credentials ends during a run.",
                "iam:CreateRole",
                ApiFault.error(403, "ExpiredToken", "The security token included in the request is expired"),
                CredentialsException.class,
                "continues where this one ended"));
        all.add(new Case(
                "InvalidClientTokenId, UnrecognizedClientException",
                "The access key does not exist.",
                AwsOptions.DEFAULT,
                CredentialsException.class,
                List.of("Refresh the credentials"),
                bench -> bench.provisioner()
                        .withCloudAccess(new CloudAccess(
                                Optional.of(bench.server.endpoint()),
                                Optional.of(new CloudAccess.CloudCredentials("AKIANOBODY", "x", Optional.empty())),
                                Optional.empty()))
                        .install()));
        all.add(fault(
                "AuthFailure",
                "EC2 answers 401: the access key was deleted during the run.",
                "ec2:CreateVpc",
                ApiFault.error(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
                CredentialsException.class,
                "continues where this one ended"));
        all.add(fault(
                "RequestLimitExceeded, ThrottlingException, Throttling",
                "EC2 takes no CreateVpc for minutes: each is tried again, ever later, and told.",
                "ec2:CreateVpc",
                ApiFault.throttled(),
                ServiceFailureException.class,
                "RequestLimitExceeded",
                "tried again"));
        all.add(new Case(
                "InvalidKeyPair.Duplicate",
                "EC2 has a key pair of that name that is somebody else's.",
                AwsOptions.DEFAULT,
                ResourceConflictException.class,
                List.of("key pair named mesh", "another key pair"),
                bench -> {
                    bench.neighbour().ec2().createKeyPair(r -> r.keyName("mesh"));
                    bench.provisioner().withKeyPair(folder.resolve("mesh.key")).install();
                }));
        all.add(new Case(
                "ResourceInUseException on CreateCluster",
                "EKS has a cluster of that name that is somebody else's.",
                AwsOptions.DEFAULT,
                ResourceConflictException.class,
                List.of("is not ours", "another name"),
                bench -> {
                    bench.install();
                    Neighbour user = bench.neighbour();
                    String arn = user.eks()
                            .describeCluster(r -> r.name("mesh"))
                            .cluster()
                            .arn();
                    user.eks().untagResource(r -> r.resourceArn(arn).tagKeys("mesh-provisioner/mesh"));
                    bench.install();
                }));
        all.add(new Case(
                "A cluster without its tag",
                "Somebody has taken away the tag that tells whose the cluster is.",
                AwsOptions.DEFAULT,
                DeletionBlockedException.class,
                List.of("has no tag", "tag-resource", "nothing of the mesh was"),
                bench -> {
                    bench.install();
                    EksClient eks = bench.neighbour().eks();
                    String arn =
                            eks.describeCluster(r -> r.name("mesh")).cluster().arn();
                    eks.untagResource(r -> r.resourceArn(arn).tagKeys("mesh-provisioner/mesh"));
                    bench.provisioner().uninstall();
                }));
        all.add(new Case(
                "Deletion protection",
                "A user has protected the cluster.",
                AwsOptions.DEFAULT,
                DeletionBlockedException.class,
                List.of("deletion protection", "nothing of the mesh was"),
                bench -> {
                    bench.install();
                    bench.neighbour().eks().updateClusterConfig(r -> r.name("mesh")
                            .deletionProtection(true));
                    bench.pass(Duration.ofMinutes(2));
                    bench.provisioner().uninstall();
                }));
        all.add(nodes("NodeCreationFailure", "Instances failed to join the kubernetes cluster", "did not join"));
        all.add(nodes(
                "InsufficientFreeAddresses",
                "One or more of the subnets does not have enough available IP addresses for new nodes.",
                "larger subnets"));
        all.add(nodes(
                "Ec2SubnetInvalidConfiguration",
                "One or more subnets do not automatically assign public IP addresses to instances launched into it.",
                "mapPublicIpOnLaunch"));
        return all.stream();
    }

    private static AwsOptions quotas(Quotas quotas) {
        return AwsOptions.DEFAULT.withQuotas(quotas);
    }

    private static Case fault(
            String codes,
            String provoked,
            String operation,
            ApiFault fault,
            Class<? extends MeshException> family,
            String... says) {
        return new Case(codes, provoked, AwsOptions.DEFAULT, family, List.of(says), bench -> {
            bench.kernel.inject(operation, fault.always());
            bench.install();
        });
    }

    private static Case nodes(String code, String message, String says) {
        return new Case(
                code,
                "Nodes start in vain.",
                AwsOptions.DEFAULT,
                ResourceFailedException.class,
                List.of("default", code, says, "install()"),
                bench -> {
                    bench.kernel.read(world -> {
                        AwsAccount account = AwsAccount.of(world);
                        for (int i = 0; i < 8; i++) {
                            account.lay(AwsBench.REGION, "eks:CreateNodegroup", new ResourceFate.Fails(code, message));
                        }
                        return true;
                    });
                    bench.install();
                });
    }

    /** The denied action may be told from a policy that lacks it alone. */
    private static void limited(String action) {
        IamPolicy policy;
        try (AwsBench bench = new AwsBench()) {
            policy = bench.provisioner().plan().iamPolicy().without(action);
        }
        AwsOptions options = AwsOptions.DEFAULT.withUser(
                "tester", policy.parts().stream().map(IamPolicy::toCompactJson).toList());
        try (AwsBench bench = new AwsBench(options, Duration.ZERO)) {
            bench.install();
        }
    }

    @Test
    void eachIsOneMemberOfTheFamilyAndTheDocsQuoteIt() throws IOException {
        StringBuilder page = new StringBuilder("""
                # When it goes wrong

                Every failure is a `MeshException`, a closed family: what happened, to which resource, why, what the service
                answered, and what to do next, in the message and as data. These are the errors that AWS is known for, each as
                the sandbox provokes it. A test writes this page and keeps it true (`ErrorsTest`, `-Dmesh.docs=write`).
                """);
        cases().forEach(one -> {
            String message = message(one);
            assertThat(message).as(one.codes).contains(one.says);
            page.append("\n## ")
                    .append(one.codes)
                    .append("\n\n")
                    .append(one.provoked)
                    .append(" `")
                    .append(one.family.getSimpleName())
                    .append("`:\n\n```\n")
                    .append(steady(message))
                    .append("\n```\n");
        });
        page.append("""

                ## DependencyViolation

                Somebody's interface is in a subnet of ours. What it holds is known and told before the first deletion, all
                else goes, and the report of the uninstall says what stays and why; the next one finishes. No exception:

                ```
                """).append(held()).append("\n```\n");
        if ("write".equals(System.getProperty("mesh.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    private static String message(Case one) {
        try (AwsBench bench = new AwsBench(one.account, Duration.ZERO)) {
            one.run.accept(bench);
            throw new AssertionError(one.codes + " did not fail.");
        } catch (MeshException failure) {
            assertThat(failure).as(one.codes).isInstanceOf(one.family);
            assertThat(failure.advice()).as(one.codes).isNotEmpty();
            return failure.getMessage();
        }
    }

    private static String held() {
        try (AwsBench bench = new AwsBench()) {
            bench.install();
            Neighbour user = bench.neighbour();
            String subnet = user.subnet("mesh/private-us-west-2a");
            user.ec2().createNetworkInterface(r -> r.subnetId(subnet).description("the user's database"));
            UninstallReport report = bench.provisioner().uninstall();
            assertThat(report.nothingLeft()).isFalse();
            return report.toString()
                    .replaceAll("-0[0-9a-f]{16}", "-0...")
                    .replaceAll("\\d+ resources", "... resources");
        }
    }

    /** Without what differs from one machine or change of ours to the next. */
    private String steady(String message) {
        return message.replace(folder.toString(), "folder")
                .replaceAll("request [0-9a-f-]{36}", "request ...")
                .replaceAll("vpc-0[0-9a-f]{16}", "vpc-0...")
                .replaceAll("message: [\\w-]{60,}", "message: ...");
    }
}
