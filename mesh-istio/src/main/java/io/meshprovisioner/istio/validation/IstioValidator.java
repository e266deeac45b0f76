package io.meshprovisioner.istio.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import io.meshprovisioner.istio.validation.webhook.WebhookRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Tells, without a cluster, whether a cluster with a given release of Istio would take an object, and what Istio would
 * warn about. Immutable and thread-safe; never stops at the first finding.
 */
public final class IstioValidator {
    private final Release release;
    private final String defaultNamespace;
    private final Set<Layer> layers;

    private IstioValidator(Release release, String defaultNamespace, Set<Layer> layers) {
        this.release = release;
        this.defaultNamespace = defaultNamespace;
        this.layers = layers;
    }

    /**
     * The rules of one release.
     *
     * @param release such as 1.30.3 or 1.9
     * @throws IllegalArgumentException if the text is no release from 1.9 to 1.30
     */
    public static IstioValidator forRelease(String release) {
        return new IstioValidator(Release.parse(release), "default", EnumSet.allOf(Layer.class));
    }

    /** The same rules for objects that do not name their namespace; otherwise that is {@code default}. */
    public IstioValidator inNamespace(String namespace) {
        return new IstioValidator(release, namespace, layers);
    }

    /** Asks only some layers. */
    public IstioValidator layers(Layer first, Layer... others) {
        return new IstioValidator(release, defaultNamespace, EnumSet.of(first, others));
    }

    /** The findings about one object, given as the tree that its YAML or JSON says. */
    public Findings validate(JsonNode object) {
        Node root = Node.root(object);
        String namespace = root.get("metadata").text("namespace");
        namespace = namespace.isEmpty() ? defaultNamespace : namespace;
        String resource =
                root.text("kind") + " " + namespace + "/" + root.get("metadata").text("name");
        List<Finding> findings = new ArrayList<>();
        if (layers.contains(Layer.WEBHOOK)) {
            findings.addAll(WebhookRules.check(root, resource, namespace, release));
        }
        return Findings.of(findings);
    }

    public String release() {
        return release.toString();
    }
}
