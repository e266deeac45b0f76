package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.ImageSpec;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A namespace whose pods can be pulled: with the Secret of the user's login. What it holds is compared and never shown;
 * where no login is known, as when somebody merely looks, what stands is taken as it is.
 */
final class PullSecretResource implements Resource<Namespace> {
    private static final String PART = "pull-secret";
    private static final String ENTRY = ".dockerconfigjson";
    /** What Docker calls itself in these files. */
    private static final Map<String, String> KEYS = Map.of("docker.io", "https://index.docker.io/v1/");

    private final Cluster cluster;
    private final Ref<Namespace> namespace;
    private final String name;
    private final ImageSpec images;
    private final Downloads downloads;

    /** @param name of the namespace */
    PullSecretResource(Cluster cluster, Ref<Namespace> namespace, String name, ImageSpec images, Downloads downloads) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
        this.images = images;
        this.downloads = downloads;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.PULL_SECRET, name);
    }

    @Override
    public String title() {
        return "pull secret " + name + "/" + ImageSpec.MADE_SECRET + " for " + String.join(", ", images.registries());
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), namespace);
    }

    @Override
    public Observation<Namespace> observe(Step step) {
        Optional<Tree> found = cluster.look(step).get(key());
        if (found.isEmpty()) {
            return Observation.absent();
        }
        if (!found.get().texts("metadata", "labels").containsKey(Kinds.PART_LABEL)) {
            throw new ResourceConflictException(Failure.of(
                            "There is a " + key() + " that is not ours.",
                            "Name it in images.pullSecrets(..) in place of pullLogin(), or delete it.")
                    .at(id()));
        }
        String wanted = config();
        boolean same = wanted.isEmpty()
                || encoded(wanted).equals(found.get().texts("data").get(ENTRY));
        return Observation.ready(
                new Namespace(name),
                same ? List.of() : List.of(new Difference("login", "another", "as known now", Remedy.UPDATE)));
    }

    @Override
    public Observation<Namespace> create(Step step) {
        cluster.session(step)
                .apply(
                        Manifest.of(Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "Secret",
                                "metadata",
                                Map.of(
                                        "name",
                                        ImageSpec.MADE_SECRET,
                                        "namespace",
                                        step.get(namespace).name(),
                                        "labels",
                                        Map.of(Kinds.PART_LABEL, PART)),
                                "type",
                                "kubernetes.io/dockerconfigjson",
                                "data",
                                Map.of(ENTRY, encoded(config())))),
                        ApplyOptions.OURS,
                        step.permit());
        return Observation.ready(new Namespace(name));
    }

    @Override
    public Observation<Namespace> update(Step step, Observation.Ready<Namespace> found) {
        return create(step);
    }

    /** Empty where no login is known. */
    private String config() {
        Map<String, Object> auths = new TreeMap<>();
        images.registries().forEach(registry -> downloads
                .login(registry)
                .ifPresent(login -> auths.put(KEYS.getOrDefault(registry, registry), Map.of("auth", login.auth()))));
        return auths.isEmpty() ? "" : Yaml.json(Map.of("auths", auths));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectKey key() {
        return ObjectKey.of("v1", "Secret", name, ImageSpec.MADE_SECRET);
    }
}
