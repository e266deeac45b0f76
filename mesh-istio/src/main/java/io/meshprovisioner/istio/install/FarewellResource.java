package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.FarewellResource.Needless;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.RevisionReport.ControlPlane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nothing needs a control plane any more: no proxy, no namespace, no tag, and not the validator of objects that name no
 * revision, which is handed on to another. Were it left, nothing could be configured once its istiod is gone.
 */
final class FarewellResource implements Resource<Needless> {
    private static final String API = "admissionregistration.k8s.io/v1";
    private static final String KIND = "ValidatingWebhookConfiguration";
    private static final int NAMED = 10;

    private final Cluster cluster;
    private final String revision;

    /** A control plane that can go. */
    record Needless(String revision) {}

    FarewellResource(Cluster cluster, String revision) {
        this.cluster = cluster;
        this.revision = revision;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CONTROL_PLANE, revision);
    }

    @Override
    public String title() {
        return "control plane " + revision + " not needed any more";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api());
    }

    @Override
    public Observation<Needless> observe(Step step) {
        Look look = cluster.look(step);
        ControlPlanes planes = new ControlPlanes(look);
        Needless gone = new Needless(revision);
        if (!planes.stands(revision)) {
            return Observation.ready(gone);
        }
        List<String> needing = needing(look, planes);
        if (!needing.isEmpty()) {
            throw new ResourceConflictException(Failure.of(
                            "Control plane " + revision + " is still needed.",
                            "Move them first: revisions().move(namespace, to), tag(tag, revision), or install() with the "
                                    + "other revision for gateways.")
                    .because(String.join("; ", needing.subList(0, Math.min(NAMED, needing.size())))
                            + (needing.size() > NAMED ? "; and " + (needing.size() - NAMED) + " more" : ""))
                    .at(id()));
        }
        Optional<ControlPlane> heir = heir(planes);
        if (heir.isEmpty()) {
            throw new ResourceConflictException(Failure.of(
                            "Control plane " + revision + " is the only one that is ready.",
                            "Install another beside it first, or uninstall() the mesh.")
                    .at(id()));
        }
        List<Difference> validators = validators(look).stream()
                .map(validator -> new Difference(
                        validator.text("metadata", "name"), revision, heir.get().revision(), Remedy.UPDATE))
                .toList();
        return Observation.ready(gone, validators);
    }

    private List<String> needing(Look look, ControlPlanes planes) {
        List<String> needing = new ArrayList<>();
        planes.members(Optional.empty()).stream()
                .map(ControlPlanes.Member::proxy)
                .filter(proxy -> proxy.revision().equals(revision))
                .forEach(proxy -> needing.add("the proxy of pod " + proxy.namespace() + "/" + proxy.pod()));
        planes.tags().forEach((tag, to) -> {
            if (to.equals(revision)) {
                needing.add("tag " + tag);
            }
        });
        boolean served = planes.tags().containsKey(ControlPlanes.DEFAULT);
        look.everywhere("v1", "Namespace", "").stream()
                .filter(namespace -> asks(namespace.texts("metadata", "labels"), served))
                .forEach(namespace -> needing.add("namespace " + namespace.text("metadata", "name")));
        return needing;
    }

    private boolean asks(Map<String, String> labels, boolean served) {
        return labels.containsKey("istio-injection")
                ? revision.equals(ControlPlanes.DEFAULT) && "enabled".equals(labels.get("istio-injection")) && !served
                : revision.equals(labels.get(ControlPlanes.REVISION));
    }

    /** Where the tag {@code default} leads, else the newest of the others. */
    private Optional<ControlPlane> heir(ControlPlanes planes) {
        String chosen = planes.tags().getOrDefault(ControlPlanes.DEFAULT, "");
        Comparator<ControlPlane> order = Comparator.<ControlPlane, Boolean>comparing(
                        one -> one.revision().equals(chosen))
                .thenComparing(one -> IstioVersion.parse(one.version()).orElse(new IstioVersion(0, 0)));
        return planes.report().controlPlanes().stream()
                .filter(one -> one.ready() && !one.revision().equals(revision))
                .max(order);
    }

    /** Those of the base chart that call this istiod; its own go with it. */
    private List<Tree> validators(Look look) {
        return look.everywhere(API, KIND, "app=istiod").stream()
                .filter(validator -> "istio-base"
                        .equals(validator.texts("metadata", "labels").get("release")))
                .filter(validator -> validator.items("webhooks").stream()
                        .anyMatch(webhook ->
                                webhook.text("clientConfig", "service", "name").equals(service(revision))))
                .toList();
    }

    private static String service(String revision) {
        return revision.equals(ControlPlanes.DEFAULT) ? "istiod" : "istiod-" + revision;
    }

    @Override
    public Observation<Needless> create(Step step) {
        return observe(step);
    }

    @Override
    public Observation<Needless> update(Step step, Observation.Ready<Needless> found) {
        Look look = cluster.look(step);
        String to = heir(new ControlPlanes(look)).orElseThrow().revision();
        for (Tree validator : validators(look)) {
            Map<String, Object> change = Map.of(
                    "metadata",
                    Map.of("labels", Map.of(ControlPlanes.REVISION, to)),
                    "webhooks",
                    validator.items("webhooks").stream()
                            .map(webhook -> calling(webhook, service(to)))
                            .toList());
            cluster.session(step)
                    .patch(
                            ObjectKey.cluster(API, KIND, validator.text("metadata", "name")),
                            Yaml.json(change),
                            step.permit());
        }
        return observe(step);
    }

    private static Map<String, Object> calling(Tree webhook, String service) {
        Map<String, Object> changed = copy(webhook);
        Map<String, Object> client = copy(webhook.at("clientConfig"));
        Map<String, Object> target = copy(webhook.at("clientConfig", "service"));
        target.put("name", service);
        client.put("service", target);
        changed.put("clientConfig", client);
        return changed;
    }

    private static Map<String, Object> copy(Tree tree) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (tree.value() instanceof Map<?, ?> map) {
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        return copy;
    }
}
