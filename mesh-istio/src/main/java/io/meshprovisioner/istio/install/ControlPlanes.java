package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.RevisionReport;
import io.meshprovisioner.spi.RevisionReport.ControlPlane;
import io.meshprovisioner.spi.RevisionReport.Proxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The control planes of a cluster by revision, the tags that lead to them, and whose each proxy is. */
record ControlPlanes(Look look) {
    /** What Istio calls the control plane without a name. */
    static final String DEFAULT = "default";

    static final String REVISION = "istio.io/rev";
    static final String TAG = "istio.io/tag";
    private static final String WEBHOOKS = "admissionregistration.k8s.io/v1";
    private static final String STATUS = "sidecar.istio.io/status";

    RevisionReport report() {
        Map<String, List<String>> tags = new HashMap<>();
        tags().forEach((tag, revision) ->
                tags.computeIfAbsent(revision, missing -> new ArrayList<>()).add(tag));
        Workload workload = new Workload(look, 0);
        List<ControlPlane> all = deployments().stream()
                .map(istiod -> new ControlPlane(
                        revision(istiod),
                        MeshReporter.version(istiod),
                        workload.of(istiod) instanceof Health.Well,
                        tags.getOrDefault(revision(istiod), List.of()).stream()
                                .sorted()
                                .toList()))
                .sorted(Comparator.comparing(ControlPlane::revision))
                .toList();
        return new RevisionReport(all, proxies());
    }

    /** All of the cluster, by namespace and pod. */
    List<Proxy> proxies() {
        return members(Optional.empty()).stream()
                .map(Member::proxy)
                .sorted(Comparator.comparing(Proxy::namespace).thenComparing(Proxy::pod))
                .toList();
    }

    List<Tree> deployments() {
        return look.everywhere("apps/v1", "Deployment", "app=istiod");
    }

    /** The name of what belongs to a control plane, by its label. */
    static String revision(Tree object) {
        String revision = object.texts("metadata", "labels").getOrDefault(REVISION, "");
        return revision.isEmpty() ? DEFAULT : revision;
    }

    /** Where each tag leads. */
    Map<String, String> tags() {
        Map<String, String> tags = new HashMap<>();
        injectors().forEach(injector -> Optional.ofNullable(
                        injector.texts("metadata", "labels").get(TAG))
                .ifPresent(tag -> tags.put(tag, revision(injector))));
        return tags;
    }

    private List<Tree> injectors() {
        return look.everywhere(WEBHOOKS, "MutatingWebhookConfiguration", "app=sidecar-injector");
    }

    /** A control plane's own injector. */
    Optional<Tree> injector(String revision) {
        return injectors().stream()
                .filter(injector -> revision(injector).equals(revision))
                .filter(injector -> !injector.texts("metadata", "labels").containsKey(TAG))
                .findFirst();
    }

    /** The control plane that a name leads to, a tag before a revision. */
    String resolved(String name) {
        return tags().getOrDefault(name, name);
    }

    boolean stands(String revision) {
        return deployments().stream().anyMatch(istiod -> revision(istiod).equals(revision));
    }

    /**
     * A pod with a proxy.
     *
     * @param owner what makes it anew; empty where nothing does
     */
    record Member(Proxy proxy, Optional<ObjectKey> owner) {}

    /** Pods with a proxy that are not on their way out. */
    List<Member> members(Optional<String> namespace) {
        Map<String, ObjectKey> deployments = new HashMap<>();
        look.list("apps/v1", "ReplicaSet", namespace, "")
                .forEach(set -> owner(set).ifPresent(owner -> deployments.put(path(set), owner)));
        List<Member> members = new ArrayList<>();
        for (Tree pod : look.list("v1", "Pod", namespace, "")) {
            String phase = pod.text("status", "phase");
            if (Proxies.has(pod)
                    && pod.text("metadata", "deletionTimestamp").isEmpty()
                    && !phase.equals("Succeeded")
                    && !phase.equals("Failed")) {
                Optional<ObjectKey> owner = owner(pod)
                        .flatMap(made -> made.kind().equals("ReplicaSet")
                                ? Optional.ofNullable(
                                        deployments.get(made.namespace().orElse("") + "/" + made.name()))
                                : Optional.of(made));
                members.add(new Member(
                        new Proxy(
                                pod.text("metadata", "namespace"),
                                pod.text("metadata", "name"),
                                owner.map(key -> key.kind() + " " + key.name()).orElse(""),
                                ofProxy(pod),
                                Proxies.release(pod)),
                        owner.filter(key -> key.apiVersion().equals("apps/v1"))));
            }
        }
        return members;
    }

    private static Optional<ObjectKey> owner(Tree object) {
        return object.items("metadata", "ownerReferences").stream()
                .filter(owner -> owner.text("controller").equals("true"))
                .findFirst()
                .map(owner -> ObjectKey.of(
                        owner.text("apiVersion"),
                        owner.text("kind"),
                        object.text("metadata", "namespace"),
                        owner.text("name")));
    }

    /** The injector notes down who put the proxy in; one that no injector put in bears a label. */
    private static String ofProxy(Tree pod) {
        String noted = pod.texts("metadata", "annotations").getOrDefault(STATUS, "");
        if (noted.startsWith("{")) {
            try {
                String revision = new Tree(Yaml.map(noted)).text("revision");
                if (!revision.isEmpty()) {
                    return revision;
                }
            } catch (IOException e) {
                return revision(pod);
            }
        }
        return revision(pod);
    }

    private static String path(Tree object) {
        return object.text("metadata", "namespace") + "/" + object.text("metadata", "name");
    }
}
