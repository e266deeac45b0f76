package io.meshprovisioner.testkit.realcluster;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.kubernetes.ClientJavaBackend;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.testkit.Program;
import io.meshprovisioner.testkit.SharedData;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import io.meshprovisioner.testkit.standalone.ForkedJava;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Not a test but a measurement, beside kubectl and Helm in the same run; benchmarks/README.md has the figures. */
@EnabledIfSystemProperty(named = "mesh.bench", matches = "real")
@Tag("alone")
class RealClusterRatios {
    private static final int OBJECTS = 500;
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 4;
    private static final String RELEASE = ApplyProgram.RELEASE;

    @TempDir
    Path folder;

    private ControlPlane plane;
    private Actors actors;

    @BeforeEach
    void start() throws Exception {
        Path assets = Assets.require(
                "KUBEBUILDER_ASSETS", "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok");
        plane = ControlPlane.start(assets, folder);
        plane.withNodes(assets, 3);
        actors = new Actors(plane.api(), OperatorImage.EMPTY);
    }

    @AfterEach
    void close() {
        actors.close();
        plane.close();
    }

    /** Wall time of three charts: ours with the start of its worker and all its looking, Helm's with {@code --wait}. */
    @Test
    void installBesideHelm() throws Exception {
        Path charts = unpacked();
        Program helm = program("helm", "MESH_HELM");
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            MeshProvisioner shop = provisioner(ChartSource.folder(charts));
            ours.add(seconds(() -> shop.install().close()));
            shop.uninstall();
            theirs.add(seconds(() -> {
                String[] images = {"--set", "global.hub=docker.io/istio", "--set", "global.tag=" + RELEASE};
                helm(helm, "istio-base", charts.resolve("manifests/charts/base"));
                helm(helm, "istiod", charts.resolve("manifests/charts/istio-control/istio-discovery"), images);
                helm(helm, "istio-ingressgateway", charts.resolve("manifests/charts/gateway"));
            }));
            for (String release : List.of("istio-ingressgateway", "istiod", "istio-base")) {
                helm.run("uninstall", release, "-n", "istio-system", "--wait");
            }
            program("kubectl", "MESH_KUBECTL").run("delete", "namespace", "istio-system");
        }
        report("install, seconds", Map.of("ours", ours, "helm install --wait, three charts", theirs));
    }

    /** Wall time of many objects that are not there yet. */
    @Test
    void applyBesideKubectl() throws Exception {
        String yaml = IntStream.range(0, OBJECTS).mapToObj("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: service-%1$d, namespace: bench}
                spec:
                  hosts: [service-%1$d]
                  http:
                  - match: [{headers: {x-user: {exact: tester}}}]
                    timeout: 2s
                    route: [{destination: {host: service-%1$d, subset: v2}}]
                  - route:
                    - {destination: {host: service-%1$d, subset: v1}, weight: 90}
                    - {destination: {host: service-%1$d, subset: v2}, weight: 10}
                """::formatted).collect(Collectors.joining("---\n"));
        Path file = Files.writeString(folder.resolve("many.yaml"), yaml);
        Program kubectl = program("kubectl", "MESH_KUBECTL");
        Path charts = unpacked();
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        try (Mesh mesh = provisioner(ChartSource.folder(charts)).install()) {
            kubectl.run("create", "namespace", "bench");
            List<Contender> fast = List.of(
                    new Contender("mesh.apply", () -> seconds(() -> mesh.apply(Manifests.read(file)))),
                    new Contender("bare requests", () -> bare(mesh, Manifests.read(file))));
            for (int round = 0; round < WARM_UP; round++) {
                for (Contender contender : fast) {
                    double cold = contender.round().seconds();
                    clear(kubectl);
                    if (round == 0) {
                        System.out.printf("the first time in this JVM, %s: %.2f%n", contender.name(), cold);
                    }
                }
            }
            Contender slow = new Contender(
                    "kubectl apply --server-side",
                    () -> seconds(() -> kubectl.run("apply", "--server-side", "-f", file.toString())));
            for (int round = 0; round < ROUNDS; round++) {
                List<Contender> order = new ArrayList<>(fast);
                order.add(slow);
                Collections.rotate(order, round); // nobody always goes first
                for (Contender contender : order) {
                    figures.computeIfAbsent(contender.name(), none -> new ArrayList<>())
                            .add(contender.round().seconds());
                    clear(kubectl);
                }
            }
        }
        report("apply of " + OBJECTS + ", seconds", figures);
        memory(
                "kubectl apply --server-side",
                kubectl.start("apply", "--server-side", "-f", file.toString()).process());
        clear(kubectl);
        memory(
                "mesh.apply in a JVM of its own, -Xmx64m",
                ForkedJava.start(
                        ApplyProgram.class,
                        folder,
                        Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m"),
                        plane.kubeconfig().toString(),
                        charts.toString(),
                        file.toString()));
    }

    private record Contender(String name, Round round) {}

    private interface Round {
        double seconds() throws Exception;
    }

    /** The most that a process ever had resident, as the kernel counts it. */
    private static void memory(String who, Process process) throws Exception {
        long start = System.nanoTime();
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        String peak = "not known";
        while (process.isAlive()) {
            try {
                peak = Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .findFirst()
                        .orElse(peak);
            } catch (IOException e) {
                // It has just ended.
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        System.out.printf(
                "memory, %s: %s, exit code %d after %.1f s%n",
                who, peak, process.exitValue(), (System.nanoTime() - start) / 1e9);
    }

    private static void clear(Program kubectl) throws Exception {
        kubectl.run("delete", "virtualservices.networking.istio.io", "--all", "-n", "bench", "--wait=false");
    }

    /** The same requests by the same client, and nothing else. */
    private static double bare(Mesh mesh, Iterable<? extends Manifest> manifests) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (KubernetesSession session = new ClientJavaBackend().open(mesh.apiAccess(), Time.system(), call -> {})) {
            return seconds(() -> {
                List<Future<?>> all = new ArrayList<>();
                for (Manifest manifest : manifests) {
                    all.add(threads.submit(
                            () -> session.apply(manifest, ApplyOptions.OURS, new Permit(0, Instant.now()))));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            });
        } finally {
            threads.shutdownNow();
        }
    }

    private MeshProvisioner provisioner(ChartSource charts) {
        return ApplyProgram.provisioner(plane.kubeconfig(), charts);
    }

    private Path unpacked() throws Exception {
        Path archive = SharedData.file("istio-releases/istio-" + RELEASE + ".tar.gz");
        program("tar", "MESH_TAR").run("xzf", archive.toString(), "-C", folder.toString());
        return folder.resolve("istio-" + RELEASE);
    }

    private static void helm(Program helm, String name, Path chart, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("install", name, chart.toString(), "-n", "istio-system", "--create-namespace", "--wait"));
        arguments.addAll(List.of(more));
        helm.run(arguments.toArray(String[]::new));
    }

    private Program program(String name, String variable) {
        return Program.find(
                name, variable, folder, Map.of("KUBECONFIG", plane.kubeconfig().toString()));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void report(String what, Map<String, List<Double>> figures) {
        figures.forEach((who, all) -> {
            List<Double> sorted = all.stream().sorted().toList();
            System.out.printf("%s, %s: median %.2f of %s%n", what, who, sorted.get(sorted.size() / 2), sorted);
        });
    }
}
