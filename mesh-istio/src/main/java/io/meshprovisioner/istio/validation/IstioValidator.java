package io.meshprovisioner.istio.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import io.meshprovisioner.istio.validation.schema.MetadataRules;
import io.meshprovisioner.istio.validation.schema.SchemaRules;
import io.meshprovisioner.istio.validation.webhook.WebhookRules;
import io.meshprovisioner.istio.yaml.Document;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
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

    /** The findings about one document, with the lines of the text it was read from. */
    public Findings validate(Document document) {
        List<Finding> findings = new ArrayList<>();
        for (Finding finding : validate(document.root())) {
            OptionalInt line = document.line(finding.path());
            findings.add(line.isPresent() ? finding.atLine(line.getAsInt()) : finding);
        }
        return Findings.of(findings);
    }

    /**
     * The findings about one object, given as the tree that its YAML or JSON says. Of an object that is not Istio's only
     * the metadata is looked at.
     */
    public Findings validate(JsonNode object) {
        Node root = Node.root(object);
        String namespace = root.get("metadata").text("namespace");
        namespace = namespace.isEmpty() ? defaultNamespace : namespace;
        String resource =
                root.text("kind") + " " + namespace + "/" + root.get("metadata").text("name");
        List<Finding> findings = new ArrayList<>();
        SchemaRules schema = SchemaRules.of(root, resource, release);
        if (layers.contains(Layer.RELEASE)) {
            findings.addAll(schema.release());
        }
        if (layers.contains(Layer.SCHEMA)) {
            findings.addAll(schema.schema());
        }
        if (layers.contains(Layer.METADATA)) {
            findings.addAll(MetadataRules.check(root, resource, namespace));
        }
        if (schema.knowsKind()) {
            List<Finding> undecodable = new ArrayList<>();
            Node decoded = schema.decode(undecodable);
            if (layers.contains(Layer.DECODE)) {
                findings.addAll(undecodable);
            }
            if (layers.contains(Layer.WEBHOOK)) {
                findings.addAll(WebhookRules.check(decoded, resource, namespace, release));
            }
        }
        return Findings.of(findings);
    }

    public String release() {
        return release.toString();
    }
}
