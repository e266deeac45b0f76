package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.meshprovisioner.testkit.world.ClusterState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What add-ons put into a cluster, from the manifests in this package's resources. */
final class AddonObjects {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private AddonObjects() {}

    /** What EKS puts into a new cluster unless asked not to. */
    static void installSelfManaged(Site site, Cluster cluster) {
        for (String name : List.of("vpc-cni", "kube-proxy", "coredns")) {
            String version = AddonCatalog.versions(name, cluster.version()).get(0);
            put(site, cluster, name, version, Json.object(), Optional.empty());
        }
    }

    static void put(
            Site site,
            Cluster cluster,
            String name,
            String version,
            ObjectNode configuration,
            Optional<String> roleArn) {
        Optional<ClusterState> kubernetes = site.kubernetes(cluster.name());
        for (ObjectNode object : objects(site, cluster, name, version)) {
            configure(name, object, configuration, roleArn);
            kubernetes.ifPresent(k8s -> k8s.put(site.world(), object));
        }
    }

    static void remove(Site site, Cluster cluster, String name, String version) {
        List<ObjectNode> objects = objects(site, cluster, name, version);
        java.util.Collections.reverse(objects);
        for (ObjectNode object : objects) {
            site.kubernetes(cluster.name())
                    .ifPresent(k8s -> k8s.remove(
                            site.world(),
                            object.path("apiVersion").asText(),
                            object.path("kind").asText(),
                            object.path("metadata").path("namespace").asText(""),
                            object.path("metadata").path("name").asText()));
        }
    }

    private static List<ObjectNode> objects(Site site, Cluster cluster, String name, String version) {
        String dns = Cidr.parse(cluster.net().serviceCidr()).address(10);
        String text = template(name)
                .replace("${VERSION}", version)
                .replace(
                        "${REGISTRY}",
                        "602401143452.dkr.ecr." + site.region() + "." + Geography.dnsSuffix(site.region()))
                .replace("${DNS_ADDRESS}", dns)
                .replace("${CLUSTER}", cluster.name())
                .replace("${REGION}", site.region())
                .replace("${VPC}", cluster.net().vpcId());
        List<ObjectNode> objects = new ArrayList<>();
        try (MappingIterator<ObjectNode> documents =
                YAML.readerFor(ObjectNode.class).readValues(text)) {
            documents.forEachRemaining(objects::add);
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest of add-on " + name + " is broken.", e);
        }
    }

    private static String template(String name) {
        try (InputStream in = AddonObjects.class.getResourceAsStream("addons/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("No manifest of add-on " + name + " in the testkit's jar.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest of add-on " + name + " cannot be read.", e);
        }
    }

    private static void configure(String name, ObjectNode object, ObjectNode configuration, Optional<String> roleArn) {
        String kind = object.path("kind").asText();
        if (kind.equals("ServiceAccount")) {
            roleArn.ifPresent(arn -> object.withObject("/metadata/annotations").put("eks.amazonaws.com/role-arn", arn));
        }
        if (kind.equals("ConfigMap") && name.equals("kube-proxy") && configuration.has("mode")) {
            String config = object.path("data").path("config").asText();
            object.withObject("/data")
                    .put(
                            "config",
                            config.replace(
                                            "mode: \"iptables\"",
                                            "mode: \""
                                                    + configuration.path("mode").asText() + "\"")
                                    .replace(
                                            "scheduler: \"\"",
                                            "scheduler: \""
                                                    + configuration
                                                            .path("ipvs")
                                                            .path("scheduler")
                                                            .asText("") + "\""));
        }
        if (kind.equals("ConfigMap") && name.equals("coredns") && configuration.has("corefile")) {
            object.withObject("/data")
                    .put("Corefile", configuration.path("corefile").asText());
        }
        if (kind.equals("Deployment") && configuration.has("replicaCount")) {
            object.withObject("/spec")
                    .put("replicas", configuration.path("replicaCount").asInt());
        }
        if (kind.equals("DaemonSet") || kind.equals("Deployment")) {
            ObjectNode pod = object.withObject("/spec/template/spec");
            for (String member : List.of("nodeSelector", "tolerations", "affinity")) {
                if (configuration.has(member)) {
                    pod.set(member, configuration.path(member).deepCopy());
                }
            }
            environment(pod, EksIn.map(configuration.path("env")));
        }
    }

    private static void environment(ObjectNode pod, Map<String, String> asked) {
        if (asked.isEmpty() || !(pod.path("containers").path(0) instanceof ObjectNode container)) {
            return;
        }
        var env = container.withArray("env");
        asked.forEach((key, value) -> {
            for (int i = env.size() - 1; i >= 0; i--) {
                if (env.path(i).path("name").asText().equals(key)) {
                    env.remove(i);
                }
            }
            env.addObject().put("name", key).put("value", value);
        });
    }
}
