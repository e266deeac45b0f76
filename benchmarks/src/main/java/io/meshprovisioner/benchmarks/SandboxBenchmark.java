package io.meshprovisioner.benchmarks;

import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Starting time of a sandbox in a warm JVM, and small reads a second by one client that asks one after the other, so on
 * one connection.
 */
public final class SandboxBenchmark {
    private final Figures figures;

    SandboxBenchmark(Figures figures) {
        this.figures = figures;
    }

    public static void main(String[] args) throws Exception {
        SandboxBenchmark benchmark = new SandboxBenchmark(new Figures(System.out));
        benchmark.start();
        Path kubeconfig = Files.createTempFile("mesh-benchmark-", ".kubeconfig");
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().realTime(60))) {
            sandbox.addStandaloneCluster(kubeconfig);
            benchmark.kubernetes(kubeconfig);
            benchmark.aws(sandbox);
        } finally {
            Files.deleteIfExists(kubeconfig);
        }
    }

    private void start() throws Exception {
        figures.figure(
                "sandbox start, warm",
                () -> {
                    long start = System.nanoTime();
                    Sandbox sandbox = Sandbox.start();
                    double millis = (System.nanoTime() - start) / 1e6;
                    sandbox.close();
                    return millis;
                },
                "ms");
    }

    private void kubernetes(Path kubeconfig) throws Exception {
        try (ApiReader reader = ApiReader.of(kubeconfig)) {
            figures.rate("Kubernetes API, GET a namespace", () -> reader.get("/api/v1/namespaces/default"));
        }
    }

    private void aws(Sandbox sandbox) throws Exception {
        try (Ec2Client ec2 = Ec2Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(sandbox.awsEndpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        sandbox.accessKey().id(), sandbox.accessKey().secret())))
                .build()) {
            figures.rate("AWS endpoint, DescribeVpcs", ec2::describeVpcs);
        }
    }
}
