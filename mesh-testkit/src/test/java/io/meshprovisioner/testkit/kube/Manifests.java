package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Objects for tests. */
final class Manifests {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Manifests() {}

    static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String json(String yaml) {
        return Trees.print(yaml(yaml));
    }

    static ObjectNode daemonSet(String namespace, String name) {
        return yaml("""
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {namespace: %1$s, name: %2$s}
                spec:
                  selector: {matchLabels: {k8s-app: %2$s}}
                  template:
                    metadata: {labels: {k8s-app: %2$s}}
                    spec:
                      hostNetwork: true
                      tolerations: [{operator: Exists}]
                      containers: [{name: %2$s, image: "example/%2$s:v1"}]
                """.formatted(namespace, name));
    }

    static String deployment(String name, int replicas) {
        return json("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, labels: {app: %1$s}}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers: [{name: main, image: "nginx:1.27", ports: [{containerPort: 80}]}]
                """.formatted(name, replicas));
    }
}
