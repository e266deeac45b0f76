package io.meshprovisioner.testkit.awsbackend;

import io.meshprovisioner.aws.AwsBackend;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudAccess.CloudCredentials;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.testkit.Program;
import io.meshprovisioner.testkit.aws.AccessKey;
import io.meshprovisioner.testkit.contract.CloudBackendContract;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * The same on moto, which shares no code with the simulated account: what EC2, IAM and STS make of our calls there.
 * {@code MESH_MOTO} names the program {@code moto_server} (of PyPI, {@code moto[server]}, 5) where the PATH has none.
 *
 * <p>Where the two differ, and what AWS says:
 * <ul>
 *   <li>moto makes a second route table for a repeated {@code ClientToken}. EC2 answers with the first ("Ensuring
 *       idempotency in Amazon EC2 API requests" lists CreateRouteTable), as the simulated account does.
 *   <li>moto keeps a route table's association with a subnet that was deleted, and then refuses to delete the table. In
 *       EC2 the association goes with its subnet, as in the simulated account. Played here by {@link #pass}.
 *   <li>moto's EKS has no DescribeClusterVersions, so the spec names its version and zones.
 * </ul>
 */
class MotoContractTest extends CloudBackendContract {
    @TempDir
    static Path folder;

    private static Process moto;
    private static URI endpoint;
    private static final Time TIME = Time.system();

    @BeforeAll
    static void start() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        endpoint = URI.create("http://127.0.0.1:" + port);
        moto = Program.find("moto_server", "MESH_MOTO", folder, Map.of("MOTO_IAM_LOAD_MANAGED_POLICIES", "true"))
                .start("-H", "127.0.0.1", "-p", Integer.toString(port))
                .process();
        for (int i = 0; i < 300 && !answers(); i++) {
            Thread.sleep(100);
        }
    }

    private static boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) endpoint.resolve("/moto-api/").toURL().openConnection();
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (moto != null) {
            moto.destroyForcibly().waitFor();
        }
        TIME.close();
    }

    @Override
    protected CloudSession open() {
        return new AwsBackend()
                .open(
                        AwsBench.REGION,
                        new CloudAccess(
                                Optional.of(endpoint),
                                Optional.of(new CloudCredentials("moto", "moto", Optional.empty())),
                                Optional.empty()),
                        TIME,
                        ApiCall.Recorder.NONE);
    }

    @Override
    protected MeshSpec spec() {
        return MeshSpec.forRegion(AwsBench.REGION).name("contract");
    }

    @Override
    protected MeshSpec resolved(CloudSession session, MeshSpec spec) {
        return spec.vpc(spec.vpc()
                        .availabilityZones("us-west-2a", "us-west-2b")
                        .publicSubnets("10.0.0.0/20", "10.0.16.0/20")
                        .privateSubnets("10.0.64.0/18", "10.0.128.0/18"))
                .cluster(spec.cluster().version("1.35"));
    }

    @Override
    protected boolean covers(String kind) {
        return kind.startsWith("ec2:") || kind.startsWith("iam:");
    }

    @Override
    protected Instant now() {
        return Instant.now();
    }

    @Override
    protected Map<String, String> unrepeatable() {
        return Map.of("ec2:RouteTable", "moto does not know CreateRouteTable's ClientToken");
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis() / 20);
        try (Ec2Client ec2 = new Neighbour(endpoint, AccessKey.of("moto", "moto", "-"), Clock.systemUTC()).ec2()) {
            Set<String> subnets = ec2.describeSubnetsPaginator().subnets().stream()
                    .map(Subnet::subnetId)
                    .collect(Collectors.toSet());
            ec2.describeRouteTablesPaginator().routeTables().stream()
                    .flatMap(table -> table.associations().stream())
                    .filter(one -> one.subnetId() != null && !subnets.contains(one.subnetId()))
                    .forEach(one -> ec2.disassociateRouteTable(r -> r.associationId(one.routeTableAssociationId())));
        }
    }
}
