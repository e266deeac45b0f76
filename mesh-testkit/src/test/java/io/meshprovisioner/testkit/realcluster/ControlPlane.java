package io.meshprovisioner.testkit.realcluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real control plane without nodes, of the programs in a folder as {@code KUBEBUILDER_ASSETS} names one: etcd,
 * kube-apiserver, kube-controller-manager. It lives in a folder of its own and ends with {@link #close}.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final String token = UUID.randomUUID().toString();
    private final int port;
    private ApiClient api;
    private Path kubeconfig;

    private ControlPlane(Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
    }

    public static ControlPlane start(Path assets, Path folder) throws Exception {
        ControlPlane plane = new ControlPlane(folder);
        try {
            plane.begin(assets);
            return plane;
        } catch (Exception e) {
            plane.close();
            throw e;
        }
    }

    public ApiClient api() {
        return api;
    }

    /** Of the administrator, by token. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Starts the scheduler, and KWOK, which plays these nodes and has their pods run at once. */
    public void withNodes(Path assets, int nodes) throws Exception {
        run(
                assets.resolve("kube-scheduler"),
                "--kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                "--secure-port=" + freePort(),
                "--cert-dir=" + folder.resolve("scheduler-certificates"));
        run(
                assets.resolve("kwok"),
                "--kubeconfig=" + kubeconfig,
                "--manage-all-nodes=true",
                "--cidr=10.244.0.1/16", // EndpointSlices take no loopback addresses; nobody calls these pods
                "--server-address=127.0.0.1:" + freePort());
        for (int i = 1; i <= nodes; i++) {
            HttpResponse<byte[]> answer =
                    api.call("POST", "/api/v1/nodes", Map.of("Content-Type", "application/json"), """
                    {"apiVersion": "v1", "kind": "Node",
                     "metadata": {"name": "node-%d", "labels": {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}},
                     "status": {"capacity": {"cpu": "4", "memory": "16Gi", "pods": "110"},
                                "allocatable": {"cpu": "4", "memory": "16Gi", "pods": "110"}}}
                    """.formatted(i));
            if (answer.statusCode() != 201) {
                throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
    }

    private void begin(Path assets) throws Exception {
        int clients = freePort();
        int peers = freePort();
        run(
                assets.resolve("etcd"),
                "--data-dir=" + folder.resolve("etcd-data"),
                "--listen-client-urls=http://127.0.0.1:" + clients,
                "--advertise-client-urls=http://127.0.0.1:" + clients,
                "--listen-peer-urls=http://127.0.0.1:" + peers,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peers,
                "--initial-cluster=default=http://127.0.0.1:" + peers,
                "--unsafe-no-fsync");
        Path key = serviceAccountKey();
        Path tokens = secret("tokens.csv", token + ",admin,admin,system:masters\n");
        run(
                assets.resolve("kube-apiserver"),
                watchLists(assets),
                "--etcd-servers=http://127.0.0.1:" + clients,
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--cert-dir=" + folder.resolve("certificates"),
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-account-issuer=https://127.0.0.1:" + port,
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--allow-privileged=true",
                // Webhooks are called at their Service's address: of a loopback range such calls stay on this machine.
                "--service-cluster-ip-range=127.64.0.0/16");
        Path authority = folder.resolve("certificates/apiserver.crt");
        await(authority);
        kubeconfig = writeKubeconfig(authority);
        api = ApiClient.of(kubeconfig);
        await("/readyz");
        // What the server makes for itself once it is ready: who counts what stands counts it from the start.
        await("/api/v1/namespaces/default");
        await("/api/v1/namespaces/default/services/kubernetes");
        run(
                assets.resolve("kube-controller-manager"),
                "--kubeconfig=" + kubeconfig,
                "--service-account-private-key-file=" + key,
                "--root-ca-file=" + authority,
                "--use-service-account-credentials=false",
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                "--secure-port=" + freePort(),
                "--cert-dir=" + folder.resolve("controller-certificates"));
    }

    /**
     * Watches that begin with what stands need an etcd newer than Debian's. The server would offer them all the same and
     * then break each off, and KWOK would learn of a pod only when it lists again, after half a minute and more.
     */
    private static String watchLists(Path assets) throws IOException {
        boolean known = minor(assets) >= 32;
        return "--feature-gates=" + (known ? "WatchList=false" : "");
    }

    private static int minor(Path assets) throws IOException {
        Process process = new ProcessBuilder(assets.resolve("kube-apiserver").toString(), "--version")
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            String version = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = Pattern.compile("Kubernetes v1\\.(\\d+)").matcher(version);
            if (!matcher.find()) {
                throw new IllegalStateException("kube-apiserver does not say its version: " + version);
            }
            return Integer.parseInt(matcher.group(1));
        }
    }

    private void run(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(Arrays.asList(arguments));
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program.getFileName() + ".log").toFile())
                .start());
    }

    private Path serviceAccountKey() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return secret("service-account.key", "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    private Path secret(String name, String content) throws IOException {
        Path file = Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    private Path writeKubeconfig(Path authority) throws IOException {
        return secret("kubeconfig", """
                apiVersion: v1
                kind: Config
                clusters: [{name: real, cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}}]
                users: [{name: admin, user: {token: "%s"}}]
                contexts: [{name: real, context: {cluster: real, user: admin}}]
                current-context: real
                """.formatted(port, authority, token));
    }

    private void await(Path file) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!Files.exists(file) || Files.size(file) == 0) {
            alive(end, file.getFileName() + " was not written");
        }
    }

    private void await(String path) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                if (api.call("GET", path, Map.of(), "").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            alive(end, "the API server does not answer " + path);
        }
    }

    private void alive(Instant end, String otherwise) throws IOException, InterruptedException {
        boolean dead = processes.stream().anyMatch(process -> !process.isAlive());
        if (dead || Instant.now().isAfter(end)) {
            StringBuilder logs = new StringBuilder(otherwise);
            for (String log : List.of("etcd.log", "kube-apiserver.log")) {
                Path file = folder.resolve(log);
                if (Files.exists(file)) {
                    String text = Files.readString(file, StandardCharsets.UTF_8);
                    logs.append("\n")
                            .append(log)
                            .append(":\n")
                            .append(text.substring(Math.max(0, text.length() - 3000)));
                }
            }
            throw new IllegalStateException(logs.toString());
        }
        Thread.sleep(50);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).destroyForcibly();
        }
        for (Process process : processes) {
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
