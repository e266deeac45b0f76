package io.meshprovisioner.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.connect.ProxyLogin;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way in that a context of a kubeconfig file tells: a token, a token file, or a program that answers one. */
final class KubeconfigFile {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

    private final Path file;
    private final Map<String, Object> document;
    private final Time time;

    private KubeconfigFile(Path file, Map<String, Object> document, Time time) {
        this.file = file;
        this.document = document;
        this.time = time;
    }

    /**
     * @param context empty: the current one
     * @throws CredentialsException when the file cannot be read
     * @throws InvalidSpecException when it holds no way in that we know
     */
    static ApiAccess read(Path file, Optional<String> context, Time time) {
        Map<String, Object> document;
        try {
            document = YAML.readValue(ServiceAccount.read(file), DOCUMENT);
        } catch (IOException e) {
            throw wrong(file, "", "It is not YAML.", "Name a kubeconfig file.");
        }
        KubeconfigFile config = new KubeconfigFile(file, document == null ? Map.of() : document, time);
        return config.access(context.orElseGet(() -> Json.text(config.document.get("current-context"))));
    }

    private ApiAccess access(String contextName) {
        Map<String, Object> context = entry("contexts", "context", contextName);
        String clusterName = Json.text(context.get("cluster"));
        Map<String, Object> cluster = entry("clusters", "cluster", clusterName);
        Map<String, Object> user = entry("users", "user", Json.text(context.get("user")));
        if (Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify"))) {
            throw wrong(
                    file,
                    "clusters[" + clusterName + "].insecure-skip-tls-verify",
                    "A server whose certificate nobody checks could be anybody's.",
                    "Put its authority there as certificate-authority-data.");
        }
        ApiAccess access = new ApiAccess(
                clusterName,
                URI.create(Json.text(cluster.get("server"))),
                authority(cluster),
                "",
                tokens(Json.text(context.get("user")), user));
        String proxy = Json.text(cluster.get("proxy-url"));
        return proxy.isEmpty() ? access : access.connections(by(proxy, "clusters[" + clusterName + "].proxy-url"));
    }

    /** Nothing is reached without it, as in client-go. The text may hold a login and is never repeated. */
    private Connections by(String text, String path) {
        try {
            URI said = new URI(text);
            URI address =
                    new URI("http", null, said.getHost(), said.getPort() < 0 ? 80 : said.getPort(), null, null, null);
            if (!"http".equals(said.getScheme()) || said.getHost() == null) {
                throw wrong(
                        file,
                        path,
                        "A proxy here is one that is spoken to in plain HTTP.",
                        "Name such a one, as http://proxy.example.com:3128: what goes through it is encrypted all the same.");
            }
            return new Connections(Optional.of(address), login(said), List.of(), List.of());
        } catch (URISyntaxException e) {
            throw wrong(
                    file,
                    path,
                    "It is not an address.",
                    "Write one such as http://user:password@proxy.example.com:3128.");
        }
    }

    private static Optional<ProxyLogin> login(URI proxy) {
        return Optional.ofNullable(proxy.getUserInfo()).map(text -> {
            int colon = text.indexOf(':');
            return new ProxyLogin(
                    colon < 0 ? text : text.substring(0, colon), colon < 0 ? "" : text.substring(colon + 1));
        });
    }

    private Map<String, Object> entry(String list, String kind, String name) {
        List<?> all = Json.list(document.get(list));
        return all.stream()
                .map(Json::map)
                .filter(entry -> name.equals(entry.get("name")))
                .findFirst()
                .map(entry -> Json.map(entry.get(kind)))
                .orElseThrow(() -> wrong(
                        file,
                        list,
                        "There is no " + kind + " named \"" + name + "\".",
                        "Choose among "
                                + all.stream()
                                        .map(entry -> Json.text(Json.map(entry).get("name")))
                                        .toList()
                                + "."));
    }

    private String authority(Map<String, Object> cluster) {
        String data = Json.text(cluster.get("certificate-authority-data"));
        String path = Json.text(cluster.get("certificate-authority"));
        if (!data.isEmpty()) {
            return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
        }
        return path.isEmpty() ? "" : ServiceAccount.read(beside(path));
    }

    /** Paths in a kubeconfig are relative to its folder. */
    private Path beside(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }

    private ApiAccess.TokenSource tokens(String name, Map<String, Object> user) {
        String token = Json.text(user.get("token"));
        String tokenFile = Json.text(user.get("tokenFile"));
        if (user.get("exec") != null) {
            return new ExecTokens(
                    Json.map(user.get("exec")), file.toAbsolutePath().resolveSibling("."), time);
        }
        if (!tokenFile.isEmpty()) {
            return () -> new ApiAccess.Token(
                    ServiceAccount.read(beside(tokenFile)).strip(), time.now().plus(ServiceAccount.READ_AGAIN));
        }
        if (!token.isEmpty()) {
            return () -> new ApiAccess.Token(token, Instant.MAX);
        }
        throw wrong(
                file,
                "users[" + name + "]",
                "The user has " + (user.isEmpty() ? "no way in" : "only " + user.keySet()) + ".",
                "Give it a token, a tokenFile or an exec program: for a cluster with client certificates, make a"
                        + " ServiceAccount with the role cluster-admin and take a token of it (kubectl create token).");
    }

    static InvalidSpecException wrong(Path file, String path, String message, String advice) {
        String where = file + (path.isEmpty() ? "" : ": " + path);
        return new InvalidSpecException(List.of(new SpecProblem(where, message, advice)));
    }
}
