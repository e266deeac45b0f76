package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.RevisionTagResource.Tagged;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A revision tag: an injector of another name that calls the same istiod, as Istio's chart and {@code istioctl tag} make
 * one. Of the webhooks of the tag {@code default}, two are for those who name no revision.
 */
final class RevisionTagResource implements Resource<Tagged> {
    static final String PART = "revision-tag";
    private static final String KIND = "MutatingWebhookConfiguration";
    private static final String API = "admissionregistration.k8s.io/v1";
    private static final String INJECT = "sidecar.istio.io/inject";
    private static final String SWITCH = "istio-injection";

    private final Cluster cluster;
    private final String tag;
    private final String revision;

    /** @param revision where the tag leads */
    record Tagged(String tag, String revision) {}

    RevisionTagResource(Cluster cluster, String tag, String revision) {
        this.cluster = cluster;
        this.tag = tag;
        this.revision = revision;
    }

    static ObjectKey key(String tag) {
        return ObjectKey.cluster(API, KIND, "istio-revision-tag-" + tag);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.REVISION_TAG, tag);
    }

    @Override
    public String title() {
        return "revision tag " + tag + " for " + revision;
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api());
    }

    @Override
    public Observation<Tagged> observe(Step step) {
        ControlPlanes planes = new ControlPlanes(cluster.look(step));
        if (planes.injector(revision).isEmpty()) {
            return new Observation.Failed<>(
                    "There is no control plane named " + revision,
                    "Install it with revision(\"" + revision + "\"), or choose among those of revisions().report().",
                    false);
        }
        if (planes.stands(tag)) {
            return new Observation.Failed<>(
                    "A control plane is named " + tag + " itself, and both would inject the same pods",
                    "Choose another tag, or remove that control plane first.",
                    false);
        }
        Optional<Tree> found = cluster.look(step).get(key(tag));
        if (found.isEmpty()) {
            return Observation.absent();
        }
        String leads = ControlPlanes.revision(found.get());
        Tagged tagged = new Tagged(tag, revision);
        return leads.equals(revision)
                ? Observation.ready(tagged)
                : Observation.ready(tagged, List.of(new Difference("revision", leads, revision, Remedy.UPDATE)));
    }

    @Override
    public Observation<Tagged> create(Step step) {
        Tree injector = new ControlPlanes(cluster.look(step)).injector(revision).orElseThrow();
        Manifest wanted = Manifest.of(Map.of(
                "apiVersion",
                API,
                "kind",
                KIND,
                "metadata",
                Map.of(
                        "name",
                        key(tag).name(),
                        "labels",
                        Map.of("app", "sidecar-injector", ControlPlanes.TAG, tag, ControlPlanes.REVISION, revision)),
                "webhooks",
                webhooks(injector.items("webhooks").get(0))));
        cluster.session(step).apply(OwnMark.on(wanted, PART), ApplyOptions.OURS, step.permit());
        return Observation.ready(new Tagged(tag, revision));
    }

    @Override
    public Observation<Tagged> update(Step step, Observation.Ready<Tagged> found) {
        return create(step);
    }

    private List<Object> webhooks(Tree model) {
        List<Object> webhooks = new ArrayList<>();
        webhooks.add(webhook(
                model,
                "rev.namespace",
                List.of(in(ControlPlanes.REVISION, tag), absent(SWITCH)),
                List.of(notIn(INJECT, "false"))));
        webhooks.add(webhook(
                model,
                "rev.object",
                List.of(absent(ControlPlanes.REVISION), absent(SWITCH)),
                List.of(notIn(INJECT, "false"), in(ControlPlanes.REVISION, tag))));
        if (tag.equals(ControlPlanes.DEFAULT)) {
            webhooks.add(webhook(model, "namespace", List.of(in(SWITCH, "enabled")), List.of(notIn(INJECT, "false"))));
            webhooks.add(webhook(
                    model,
                    "object",
                    List.of(absent(SWITCH), absent(ControlPlanes.REVISION)),
                    List.of(in(INJECT, "true"), absent(ControlPlanes.REVISION))));
        }
        return webhooks;
    }

    /** What leads to istiod is the injector's own, the certificate too. */
    private static Map<String, Object> webhook(
            Tree model, String name, List<Map<String, Object>> namespaces, List<Map<String, Object>> objects) {
        Map<String, Object> webhook = new LinkedHashMap<>();
        webhook.put("name", name + ".sidecar-injector.istio.io");
        for (String same : List.of(
                "clientConfig",
                "rules",
                "sideEffects",
                "failurePolicy",
                "reinvocationPolicy",
                "admissionReviewVersions")) {
            Object value = model.at(same).value();
            if (value != null) {
                webhook.put(same, value);
            }
        }
        webhook.put("namespaceSelector", Map.of("matchExpressions", namespaces));
        webhook.put("objectSelector", Map.of("matchExpressions", objects));
        return webhook;
    }

    private static Map<String, Object> in(String key, String value) {
        return Map.of("key", key, "operator", "In", "values", List.of(value));
    }

    private static Map<String, Object> notIn(String key, String value) {
        return Map.of("key", key, "operator", "NotIn", "values", List.of(value));
    }

    private static Map<String, Object> absent(String key) {
        return Map.of("key", key, "operator", "DoesNotExist");
    }
}
