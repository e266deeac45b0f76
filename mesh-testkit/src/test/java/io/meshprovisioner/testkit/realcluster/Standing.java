package io.meshprovisioner.testkit.realcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What stands in a cluster, told by its API alone. */
record Standing(ApiClient api) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What Kubernetes itself puts into each namespace, sooner or later. */
    private static final String OF_EVERY_NAMESPACE = ".* \\S+/(kube-root-ca\\.crt|default(-token-\\w+)?)";

    private static final String MADE_OF_OTHERS = "events|leases|endpoints|endpointslices|pods|replicasets|apiservices";

    /** Every object that people and programs make, but what Kubernetes makes of others. */
    Set<String> objects() throws Exception {
        Set<String> all = new TreeSet<>();
        add(all, "/api/v1");
        for (JsonNode group : ask("/apis").path("groups")) {
            add(all, "/apis/" + group.at("/preferredVersion/groupVersion").asText());
        }
        return all;
    }

    /** The same, once nothing has come for two seconds: a server that is ready still makes some for itself. */
    Set<String> settled() throws Exception {
        Set<String> earlier = objects();
        while (true) {
            Thread.sleep(2000);
            Set<String> now = objects();
            if (now.equals(earlier)) {
                return now;
            }
            earlier = now;
        }
    }

    /** Those that were not there before. */
    Set<String> since(Set<String> before) throws Exception {
        Set<String> all = objects();
        all.removeAll(before);
        all.removeIf(line -> line.matches(OF_EVERY_NAMESPACE));
        return all;
    }

    /** Of every pod, and of every workload's template, as they were before and after injection. */
    Set<String> images() throws Exception {
        Set<String> images = new TreeSet<>();
        for (String path : List.of("/api/v1/pods", "/apis/apps/v1/deployments", "/apis/apps/v1/daemonsets")) {
            for (JsonNode image : ask(path).findValues("image")) {
                images.add(image.asText());
            }
        }
        images.remove("auto"); // a gateway's template before its pods are injected
        return images;
    }

    /** Istio's charts default to images of its own tests, and to no version. */
    static boolean unreleased(String image) {
        return image.contains("testing") || image.endsWith(":latest") || !image.contains(":");
    }

    private void add(Set<String> all, String root) throws Exception {
        for (JsonNode resource : ask(root).path("resources")) {
            String name = resource.path("name").asText();
            boolean listed = resource.path("verbs").toString().contains("\"list\"");
            if (listed && !name.contains("/") && !name.matches(MADE_OF_OTHERS)) {
                for (JsonNode item : ask(root + "/" + name).path("items")) {
                    all.add(root + "/" + name + " "
                            + item.at("/metadata/namespace").asText() + "/"
                            + item.at("/metadata/name").asText());
                }
            }
        }
    }

    private JsonNode ask(String path) throws Exception {
        return JSON.readTree(api.call("GET", path, Map.of(), "").body());
    }
}
