package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.meshprovisioner.testkit.world.Era;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The add-ons that EKS offers, their versions for each Kubernetes version, and what can be configured. */
final class AddonCatalog {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Map<String, Entry> ENTRIES = new TreeMap<>(Map.of(
            "vpc-cni",
            new Entry(
                    "networking",
                    List.of(
                            "env",
                            "init",
                            "enableNetworkPolicy",
                            "enableWindowsIpam",
                            "eniConfig",
                            "livenessProbeTimeoutSeconds",
                            "nodeAgent",
                            "nodeSelector",
                            "podAnnotations",
                            "podLabels",
                            "readinessProbeTimeoutSeconds",
                            "resources",
                            "tolerations",
                            "affinity"),
                    true),
            "kube-proxy",
            new Entry(
                    "networking",
                    List.of("mode", "ipvs", "resources", "podAnnotations", "podLabels", "nodeSelector", "affinity"),
                    false),
            "coredns",
            new Entry(
                    "networking",
                    List.of(
                            "affinity",
                            "autoScaling",
                            "computeType",
                            "corefile",
                            "nodeSelector",
                            "podAnnotations",
                            "podDisruptionBudget",
                            "podLabels",
                            "replicaCount",
                            "resources",
                            "tolerations",
                            "topologySpreadConstraints"),
                    false),
            "aws-ebs-csi-driver",
            new Entry("storage", List.of("controller", "node", "defaultStorageClass", "sidecars"), true),
            "eks-pod-identity-agent",
            new Entry("security", List.of("agent", "resources", "tolerations", "nodeSelector"), false),
            "metrics-server",
            new Entry(
                    "observability", List.of("replicas", "resources", "tolerations", "nodeSelector", "args"), false)));

    private AddonCatalog() {}

    /** @param members the top level of its configuration */
    record Entry(String type, List<String> members, boolean needsPermissions) {}

    static List<String> names(Era era) {
        return era == Era.GUIDE ? List.of("coredns", "kube-proxy", "vpc-cni") : List.copyOf(ENTRIES.keySet());
    }

    static Entry entry(String name) {
        return Optional.ofNullable(ENTRIES.get(name)).orElseThrow();
    }

    /** Versions for a Kubernetes version, the default one first. */
    static List<String> versions(String name, String minor) {
        int number = Integer.parseInt(minor.substring(2));
        boolean old = number < 24;
        return switch (name) {
            case "vpc-cni" ->
                old
                        ? List.of("v1.9.0-eksbuild.1", "v1.7.10-eksbuild.1")
                        : List.of("v1.20.4-eksbuild.2", "v1.20.5-eksbuild.1", "v1.19.6-eksbuild.1");
            case "kube-proxy" -> List.of("v" + minor + ".0-eksbuild.2", "v" + minor + ".2-eksbuild.1");
            case "coredns" ->
                old
                        ? List.of("v1.8.4-eksbuild.1", "v1.8.3-eksbuild.1")
                        : List.of("v1.12.4-eksbuild.1", "v1.13.1-eksbuild.1", "v1.11.4-eksbuild.24");
            case "aws-ebs-csi-driver" ->
                old ? List.of("v1.4.0-eksbuild.preview") : List.of("v1.53.0-eksbuild.1", "v1.54.0-eksbuild.1");
            case "eks-pod-identity-agent" -> old ? List.of() : List.of("v1.3.10-eksbuild.1", "v1.3.9-eksbuild.3");
            case "metrics-server" -> old ? List.of() : List.of("v0.8.0-eksbuild.3", "v0.8.0-eksbuild.2");
            default -> List.of();
        };
    }

    /** A JSON schema of the configuration, top level only. */
    static String schema(String name) {
        ObjectNode schema = Json.object()
                .put("$schema", "https://json-schema.org/draft/2019-09/schema")
                .put("type", "object")
                .put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        entry(name).members().forEach(member -> properties.putObject(member));
        if (name.equals("kube-proxy")) {
            properties.withObject("/mode").put("type", "string").set("enum", Json.texts(modes()));
            properties.withObject("/ipvs").put("type", "object");
        }
        return schema.toString();
    }

    private static List<String> modes() {
        return List.of("iptables", "ipvs", "nftables");
    }

    /** The configuration as a tree; refused where it is not an object or has members that the schema lacks. */
    static ObjectNode configuration(String name, Optional<String> values) {
        if (values.isEmpty() || values.get().isBlank()) {
            return Json.object();
        }
        try {
            JsonNode tree = YAML.readTree(values.get());
            if (!(tree instanceof ObjectNode object)) {
                throw refused("not an object");
            }
            for (var member : object.properties()) {
                if (!entry(name).members().contains(member.getKey())) {
                    throw refused("$." + member.getKey()
                            + ": is not defined in the schema and the schema does not allow additional properties");
                }
            }
            if (object.has("mode") && !modes().contains(object.path("mode").asText())) {
                throw refused("$.mode: does not have a value in the enumeration " + modes());
            }
            return object;
        } catch (JsonProcessingException e) {
            throw refused("neither JSON nor YAML: " + e.getOriginalMessage());
        }
    }

    private static RuntimeException refused(String why) {
        return EksIn.invalid(
                "ConfigurationValue provided in request is not supported: Json schema validation failed with error:"
                        + " [%s]",
                why);
    }
}
