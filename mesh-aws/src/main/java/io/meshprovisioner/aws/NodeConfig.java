package io.meshprovisioner.aws;

import io.meshprovisioner.spec.KubeletSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Amazon Linux 2023 is told when a node starts: a NodeConfig (node.eks.aws/v1alpha1) as a part of multipart user
 * data. EKS adds a part of its own that says how the cluster is reached; what both say is merged on the node.
 */
final class NodeConfig {
    private static final String BOUNDARY = "NODECONFIG";
    private static final String CONFIG = "    config:\n";
    private static final String INDENT = "      ";

    private NodeConfig() {}

    /** User data as a launch template takes it; empty where nothing is set. */
    static String userData(KubeletSpec kubelet) {
        if (kubelet.isDefault()) {
            return "";
        }
        String settings =
                kubelet.toYaml().lines().map(line -> INDENT + line + "\n").collect(Collectors.joining());
        String text = "MIME-Version: 1.0\n"
                + "Content-Type: multipart/mixed; boundary=\"" + BOUNDARY + "\"\n\n"
                + "--" + BOUNDARY + "\n"
                + "Content-Type: application/node.eks.aws\n\n"
                + "apiVersion: node.eks.aws/v1alpha1\n"
                + "kind: NodeConfig\n"
                + "spec:\n"
                + "  kubelet:\n"
                + CONFIG
                + settings
                + "\n--" + BOUNDARY + "--\n";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What user data sets on the kubelet, in one line. */
    static String settings(@Nullable String userData) {
        if (userData == null || userData.isEmpty()) {
            return "nothing";
        }
        String text = new String(Base64.getMimeDecoder().decode(userData), StandardCharsets.UTF_8);
        int from = text.indexOf(CONFIG);
        int to = text.indexOf("\n--", Math.max(0, from));
        return from < 0 || to < 0
                ? "other user data"
                : text.substring(from + CONFIG.length(), to)
                        .lines()
                        .map(line -> line.startsWith(INDENT) ? line.substring(INDENT.length()) : line)
                        .collect(Collectors.joining("; "));
    }
}
