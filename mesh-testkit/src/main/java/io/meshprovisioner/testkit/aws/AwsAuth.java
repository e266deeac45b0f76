package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import java.util.Optional;

/** The aws-auth ConfigMap, as EKS's authenticator reads it. */
final class AwsAuth {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private AwsAuth() {}

    /** Who a principal is according to the map. */
    record Mapping(String username, List<String> groups) {}

    static Optional<Mapping> find(Site site, String cluster, String principalArn) {
        String field = principalArn.contains(":role/") ? "mapRoles" : "mapUsers";
        String member = field.equals("mapRoles") ? "rolearn" : "userarn";
        for (JsonNode entry : entries(site, cluster, field)) {
            if (withoutPath(entry.path(member).asText()).equalsIgnoreCase(withoutPath(principalArn))) {
                return Optional.of(
                        new Mapping(entry.path("username").asText(principalArn), EksIn.texts(entry.path("groups"))));
            }
        }
        return Optional.empty();
    }

    /** The map knows roles without their path. */
    private static String withoutPath(String arn) {
        return arn.replaceFirst(":(role|user)/.*/", ":$1/");
    }

    private static Optional<ObjectNode> map(Site site, String cluster) {
        return site.kubernetes(cluster).flatMap(k8s -> k8s.get("v1", "ConfigMap", "kube-system", "aws-auth"));
    }

    private static ArrayNode entries(Site site, String cluster, String field) {
        String text = map(site, cluster)
                .map(object -> object.path("data").path(field).asText(""))
                .orElse("");
        try {
            if (!text.isBlank() && YAML.readTree(text) instanceof ArrayNode array) {
                return array;
            }
        } catch (JsonProcessingException e) {
            // A broken map lets nobody in, as on AWS.
        }
        return JsonNodeFactory.instance.arrayNode();
    }

    static boolean mapsNodeRole(Site site, String cluster, String roleArn) {
        return find(site, cluster, roleArn)
                .filter(mapping -> mapping.groups().contains("system:nodes"))
                .isPresent();
    }

    /** Adds the role of a managed node group, keeping what is there. */
    static void admitNodes(Site site, String cluster, String roleArn) {
        if (mapsNodeRole(site, cluster, roleArn)) {
            return;
        }
        ArrayNode roles = entries(site, cluster, "mapRoles").deepCopy();
        roles.add(Json.object()
                .put("rolearn", withoutPath(roleArn))
                .put("username", "system:node:{{EC2PrivateDNSName}}")
                .set("groups", Json.texts(List.of("system:bootstrappers", "system:nodes"))));
        ObjectNode object = map(site, cluster).map(ObjectNode::deepCopy).orElseGet(Json::object);
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.withObject("/metadata").put("name", "aws-auth").put("namespace", "kube-system");
        try {
            object.withObject("/data").put("mapRoles", YAML.writeValueAsString(roles));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written as YAML.", e);
        }
        site.kubernetes(cluster).ifPresent(k8s -> k8s.put(site.world(), object));
    }
}
