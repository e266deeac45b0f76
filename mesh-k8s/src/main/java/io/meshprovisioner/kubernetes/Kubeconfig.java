package io.meshprovisioner.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.spi.ApiAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig for kubectl and Helm's command line. It holds no secret: whoever uses it gets a token from
 * {@code aws eks get-token} with credentials of their own. The file is readable by its owner alone.
 */
public final class Kubeconfig {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

    private Kubeconfig() {}

    /**
     * Writes a file with this cluster as its only and current one.
     *
     * @param region of the cluster, such as {@code us-west-2}
     * @throws ResourceConflictException when the file exists
     * @throws ResourceFailedException when it cannot be written
     */
    public static void writeTo(Path file, ApiAccess access, String region) {
        if (Files.exists(file)) {
            throw new ResourceConflictException(Failure.of(
                            "The kubeconfig is not written, since there is a file already.",
                            "Choose another file, or add the cluster to this one with Kubeconfig.mergeInto.")
                    .at(file));
        }
        save(file, withCluster(new LinkedHashMap<>(), access, region));
    }

    /**
     * Adds this cluster to a file and makes it the current one; what else the file holds stays. The file is made where
     * there is none.
     *
     * @param region of the cluster, such as {@code us-west-2}
     * @throws ResourceFailedException when it cannot be read or written
     */
    public static void mergeInto(Path file, ApiAccess access, String region) {
        Map<String, Object> present = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try {
                byte[] content = Files.readAllBytes(file);
                Map<String, Object> document = content.length == 0 ? null : YAML.readValue(content, DOCUMENT);
                if (document != null) {
                    present.putAll(document);
                }
            } catch (IOException e) {
                throw failed(file, "The kubeconfig cannot be read.", e);
            }
        }
        save(file, withCluster(present, access, region));
    }

    private static Map<String, Object> withCluster(Map<String, Object> document, ApiAccess access, String region) {
        // The name that "aws eks update-kubeconfig --alias" users know, unique over regions.
        String name = access.cluster() + "." + region;
        document.putIfAbsent("apiVersion", "v1");
        document.putIfAbsent("kind", "Config");
        document.put("clusters", entries(document.get("clusters"), name, "cluster", cluster(access)));
        document.put("users", entries(document.get("users"), name, "user", Map.of("exec", exec(access, region))));
        document.put(
                "contexts", entries(document.get("contexts"), name, "context", ordered("cluster", name, "user", name)));
        document.put("current-context", name);
        return document;
    }

    private static Map<String, Object> cluster(ApiAccess access) {
        Map<String, Object> cluster = ordered("server", access.endpoint().toString());
        if (!access.certificateAuthority().isBlank()) {
            byte[] pem = access.certificateAuthority().getBytes(StandardCharsets.UTF_8);
            cluster.put("certificate-authority-data", Base64.getEncoder().encodeToString(pem));
        }
        return cluster;
    }

    private static Map<String, Object> exec(ApiAccess access, String region) {
        return ordered(
                "apiVersion",
                "client.authentication.k8s.io/v1beta1",
                "command",
                "aws",
                "args",
                List.of("--region", region, "eks", "get-token", "--cluster-name", access.cluster(), "--output", "json"),
                "interactiveMode",
                "IfAvailable",
                "provideClusterInfo",
                false);
    }

    /** The list with one entry of this name, replaced in its place or added. */
    private static List<Object> entries(@Nullable Object present, String name, String kind, Object value) {
        List<Object> result = new ArrayList<>(Json.list(present));
        Map<String, Object> entry = ordered("name", name, kind, value);
        for (int i = 0; i < result.size(); i++) {
            if (name.equals(Json.map(result.get(i)).get("name"))) {
                result.set(i, entry);
                return result;
            }
        }
        result.add(entry);
        return result;
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** By a file beside it and a move, so that a crash leaves the old file or the new one. */
    private static void save(Path file, Map<String, Object> document) {
        Path beside = null;
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Files.createDirectories(target.getParent());
            beside = Files.createTempFile(target.getParent(), ".kubeconfig-", ".tmp", ownerOnly(target));
            Files.write(beside, YAML.writeValueAsBytes(document));
            move(beside, target);
        } catch (IOException e) {
            deleteQuietly(beside);
            throw failed(file, "The kubeconfig cannot be written.", e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void deleteQuietly(@Nullable Path file) {
        if (file != null) {
            file.toFile().delete();
        }
    }

    private static ResourceFailedException failed(Path file, String what, IOException e) {
        return new ResourceFailedException(
                Failure.of(what, "Check the file and its folder's permissions, or choose another file.")
                        .at(file)
                        .because(String.valueOf(e.getMessage()))
                        .causedBy(e));
    }
}
