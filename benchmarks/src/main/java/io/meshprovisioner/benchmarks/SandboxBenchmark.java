package io.meshprovisioner.benchmarks;

import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Starting time of a sandbox in a warm JVM, and small reads a second by one client that asks one after the other, so on
 * one connection. Each figure is the median of five rounds after two that do not count.
 */
public final class SandboxBenchmark {
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(3);

    private final PrintStream out;

    SandboxBenchmark(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        SandboxBenchmark benchmark = new SandboxBenchmark(System.out);
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
        double median = median(() -> {
            long start = System.nanoTime();
            Sandbox sandbox = Sandbox.start();
            double millis = (System.nanoTime() - start) / 1e6;
            sandbox.close();
            return millis;
        });
        report("sandbox start, warm", median, "ms");
    }

    private void kubernetes(Path kubeconfig) throws Exception {
        try (ApiReader reader = ApiReader.of(kubeconfig)) {
            report(
                    "Kubernetes API, GET a namespace",
                    median(() -> rate(() -> reader.get("/api/v1/namespaces/default"))),
                    "/s");
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
            report("AWS endpoint, DescribeVpcs", median(() -> rate(ec2::describeVpcs)), "/s");
        }
    }

    private static double rate(Callable<?> call) throws Exception {
        long start = System.nanoTime();
        long end = start + ROUND.toNanos();
        int calls = 0;
        while (System.nanoTime() < end) {
            call.call();
            calls++;
        }
        return calls * 1e9 / (System.nanoTime() - start);
    }

    private static double median(Callable<Double> round) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            round.call();
        }
        double[] figures = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            figures[i] = round.call();
        }
        Arrays.sort(figures);
        return figures[ROUNDS / 2];
    }

    private void report(String what, double figure, String unit) {
        out.printf(Locale.ROOT, "%-36s %8.0f %s%n", what, figure, unit);
    }
}
