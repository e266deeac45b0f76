package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Hashes;
import io.meshprovisioner.testkit.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** What a cluster holds when it is new. */
final class Bootstrap {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final KubeCluster cluster;
    private final World.Settings settings;
    private final Instant now;

    private Bootstrap(KubeCluster cluster, World.Settings settings, Instant now) {
        this.cluster = cluster;
        this.settings = settings;
        this.now = now;
    }

    static void fill(KubeCluster cluster, World.Settings settings, Instant now) {
        Bootstrap bootstrap = new Bootstrap(cluster, settings, now);
        for (String name : List.of("default", "kube-node-lease", "kube-public", "kube-system")) {
            bootstrap.namespace(name);
        }
        bootstrap.roles();
        bootstrap.priorities();
        bootstrap.service();
        bootstrap.storageClass();
        // All of it is as the controllers would have it: nothing to react to.
        cluster.store().takeFresh();
    }

    private ObjectNode object(String storage, String apiVersion, String kind, String namespace, String name) {
        ObjectNode object = Trees.object().put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        String hex =
                Hashes.hex(settings.seed() + "/" + cluster.key() + "/" + storage + "/" + namespace + "/" + name, 32);
        metadata.put(
                "uid",
                hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-a"
                        + hex.substring(17, 20) + "-" + hex.substring(20, 32));
        metadata.put("creationTimestamp", Timestamps.seconds(now));
        return object;
    }

    private void namespace(String name) {
        ObjectNode namespace = object("namespaces", "v1", "Namespace", "", name);
        Trees.with(namespace, "metadata", "labels").put("kubernetes.io/metadata.name", name);
        namespace.putObject("spec").putArray("finalizers").add("kubernetes");
        namespace.putObject("status").put("phase", "Active");
        cluster.store().put("namespaces", namespace);
        cluster.store().put("serviceaccounts", object("serviceaccounts", "v1", "ServiceAccount", name, "default"));
        ObjectNode root = object("configmaps", "v1", "ConfigMap", name, "kube-root-ca.crt");
        root.putObject("data").put("ca.crt", rootCertificate(cluster.key()));
        cluster.store().put("configmaps", root);
    }

    private void roles() {
        role("cluster-admin", rule("*", "*", "*"));
        role("admin", rule("*", "*", "*"));
        role(
                "edit",
                rule(
                        ",apps,autoscaling,batch,networking.k8s.io,policy",
                        "*",
                        "create,delete,deletecollection,get,list,patch,update,watch"));
        role("view", rule(",apps,autoscaling,batch,networking.k8s.io,policy", "*", "get,list,watch"));
        ObjectNode discovery = Trees.object();
        discovery.putArray("verbs").add("get");
        List.of(
                        "/api",
                        "/api/*",
                        "/apis",
                        "/apis/*",
                        "/healthz",
                        "/livez",
                        "/openapi",
                        "/openapi/*",
                        "/readyz",
                        "/version",
                        "/version/")
                .forEach(discovery.withArray("nonResourceURLs")::add);
        role("system:discovery", discovery);
        role("system:basic-user", rule("authorization.k8s.io,authentication.k8s.io", "*", "create"));
        bind("cluster-admin", "system:masters");
        bind("system:discovery", "system:authenticated");
        bind("system:basic-user", "system:authenticated");
    }

    private static ObjectNode rule(String groups, String resources, String verbs) {
        ObjectNode rule = Trees.object();
        for (String group : groups.split(",", -1)) {
            rule.withArray("apiGroups").add(group);
        }
        rule.putArray("resources").add(resources);
        for (String verb : verbs.split(",")) {
            rule.withArray("verbs").add(verb);
        }
        return rule;
    }

    private void role(String name, ObjectNode rule) {
        ObjectNode role = object("clusterroles", RBAC + "/v1", "ClusterRole", "", name);
        Trees.with(role, "metadata", "labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        role.putArray("rules").add(rule);
        cluster.store().put("clusterroles." + RBAC, role);
    }

    private void bind(String role, String group) {
        ObjectNode binding = object("clusterrolebindings", RBAC + "/v1", "ClusterRoleBinding", "", role);
        Trees.with(binding, "metadata", "labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        binding.putObject("roleRef")
                .put("apiGroup", RBAC)
                .put("kind", "ClusterRole")
                .put("name", role);
        binding.putArray("subjects")
                .addObject()
                .put("apiGroup", RBAC)
                .put("kind", "Group")
                .put("name", group);
        cluster.store().put("clusterrolebindings." + RBAC, binding);
    }

    private void priorities() {
        for (String name : List.of("system-cluster-critical", "system-node-critical")) {
            ObjectNode priority = object("priorityclasses", "scheduling.k8s.io/v1", "PriorityClass", "", name);
            priority.put("value", name.contains("node") ? 2_000_001_000 : 2_000_000_000);
            priority.put("globalDefault", false).put("preemptionPolicy", "PreemptLowerPriority");
            cluster.store().put("priorityclasses.scheduling.k8s.io", priority);
        }
    }

    private void service() {
        ObjectNode service = object("services", "v1", "Service", "default", "kubernetes");
        Trees.with(service, "metadata", "labels").put("component", "apiserver").put("provider", "kubernetes");
        ObjectNode spec = service.putObject("spec").put("type", "ClusterIP").put("clusterIP", "172.20.0.1");
        spec.putArray("clusterIPs").add("172.20.0.1");
        spec.putArray("ipFamilies").add("IPv4");
        spec.put("ipFamilyPolicy", "SingleStack")
                .put("internalTrafficPolicy", "Cluster")
                .put("sessionAffinity", "None");
        ObjectNode port =
                spec.putArray("ports").addObject().put("name", "https").put("port", 443);
        port.put("protocol", "TCP").put("targetPort", 443);
        service.putObject("status").putObject("loadBalancer");
        cluster.store().put("services", service);
        ObjectNode endpoints = object("endpoints", "v1", "Endpoints", "default", "kubernetes");
        ObjectNode subset = endpoints.putArray("subsets").addObject();
        subset.putArray("addresses").addObject().put("ip", "10.0.0.10");
        subset.putArray("ports")
                .addObject()
                .put("name", "https")
                .put("port", 443)
                .put("protocol", "TCP");
        cluster.store().put("endpoints", endpoints);
    }

    private void storageClass() {
        ObjectNode gp2 = object("storageclasses", "storage.k8s.io/v1", "StorageClass", "", "gp2");
        gp2.put("provisioner", "kubernetes.io/aws-ebs").put("reclaimPolicy", "Delete");
        gp2.put("volumeBindingMode", "WaitForFirstConsumer");
        gp2.putObject("parameters").put("type", "gp2").put("fsType", "ext4");
        cluster.store().put("storageclasses.storage.k8s.io", gp2);
    }

    /** What workloads find in kube-root-ca.crt: a stand-in, as nothing inside the simulation checks it. */
    static String rootCertificate(ClusterKey key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(("simulated Kubernetes root certificate of " + key).getBytes(StandardCharsets.UTF_8));
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }
}
