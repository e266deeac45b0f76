package io.meshprovisioner.istio.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.validation.analysis.Analyzers;
import io.meshprovisioner.istio.validation.analysis.MeshConfigs;
import io.meshprovisioner.istio.validation.analysis.Reporter;
import io.meshprovisioner.istio.validation.analysis.Resource;
import io.meshprovisioner.istio.validation.analysis.World;
import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import io.meshprovisioner.istio.validation.schema.MetadataRules;
import io.meshprovisioner.istio.validation.schema.SchemaRules;
import io.meshprovisioner.istio.validation.webhook.WebhookRules;
import io.meshprovisioner.istio.yaml.Document;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
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
    private final Node meshConfig;
    private final Node meshNetworks;
    private final InstantSource clock;

    private IstioValidator(
            Release release,
            String defaultNamespace,
            Set<Layer> layers,
            Node meshConfig,
            Node meshNetworks,
            InstantSource clock) {
        this.release = release;
        this.defaultNamespace = defaultNamespace;
        this.layers = layers;
        this.meshConfig = meshConfig;
        this.meshNetworks = meshNetworks;
        this.clock = clock;
    }

    /**
     * The rules of one release.
     *
     * @param release such as 1.30.3 or 1.9
     * @throws IllegalArgumentException if the text is no release from 1.9 to 1.30
     */
    public static IstioValidator forRelease(String release) {
        return new IstioValidator(
                Release.parse(release),
                "default",
                EnumSet.allOf(Layer.class),
                World.defaults(),
                World.defaults(),
                InstantSource.system());
    }

    /** The same rules for objects that do not name their namespace; otherwise that is {@code default}. */
    public IstioValidator inNamespace(String namespace) {
        return new IstioValidator(release, namespace, layers, meshConfig, meshNetworks, clock);
    }

    /** Asks only some layers. */
    public IstioValidator layers(Layer first, Layer... others) {
        return new IstioValidator(
                release, defaultNamespace, EnumSet.of(first, others), meshConfig, meshNetworks, clock);
    }

    /** Analyzes for this mesh configuration; otherwise for the one in the documents, or the defaults. */
    public IstioValidator withMeshConfig(JsonNode configuration) {
        return new IstioValidator(release, defaultNamespace, layers, Node.root(configuration), meshNetworks, clock);
    }

    /** Analyzes for these networks of the mesh; otherwise for those in the documents, or none. */
    public IstioValidator withMeshNetworks(JsonNode networks) {
        return new IstioValidator(release, defaultNamespace, layers, meshConfig, Node.root(networks), clock);
    }

    /** Judges certificates at this clock's time; otherwise at the system's. */
    public IstioValidator withClock(InstantSource source) {
        return new IstioValidator(release, defaultNamespace, layers, meshConfig, meshNetworks, source);
    }

    /** The findings about one document, with the lines of the text it was read from. */
    public Findings validate(Document document) {
        Findings findings = validate(document.root());
        return findings.isEmpty()
                ? findings
                : Findings.of(findings.stream()
                        .map(finding -> located(document, finding))
                        .toList());
    }

    /**
     * The findings about one object, given as the tree that its YAML or JSON says. There are none about an object that
     * is not Istio's.
     */
    public Findings validate(JsonNode object) {
        Node root = Node.root(object);
        String namespace = root.get("metadata").text("namespace");
        namespace = namespace.isEmpty() ? defaultNamespace : namespace;
        Subject resource = new Subject(root, namespace);
        List<Finding> findings = new ArrayList<>();
        SchemaRules schema = SchemaRules.of(root, resource, release);
        if (layers.contains(Layer.RELEASE)) {
            findings.addAll(schema.release());
        }
        if (layers.contains(Layer.SCHEMA)) {
            findings.addAll(schema.schema());
        }
        if (layers.contains(Layer.METADATA) && schema.isIstios()) {
            findings.addAll(MetadataRules.check(root, resource, namespace));
        }
        if (schema.knowsKind() && (layers.contains(Layer.DECODE) || layers.contains(Layer.WEBHOOK))) {
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

    /**
     * The findings about documents taken together, as {@code istioctl analyze} has them: each document by itself as the
     * webhook sees it, and all with each other. Services, Pods, Namespaces, Secrets and so on should be among them: what
     * is not there counts as missing.
     */
    public Findings analyze(Collection<Document> documents) {
        List<Document> items =
                documents.stream().flatMap(list -> list.items().stream()).toList();
        List<Resource> resources = new ArrayList<>(items.size());
        for (Document document : items) {
            resources.add(Resource.of(Node.root(document.root()), defaultNamespace, resources.size()));
        }
        Node mesh = meshConfig.present() ? meshConfig : MeshConfigs.find(resources);
        Node networks = meshNetworks.present() ? meshNetworks : MeshConfigs.networks(resources);
        Reporter reporter = new Reporter();
        Analyzers.analyze(new World(resources, mesh, networks, release, clock.instant()), reporter);
        List<Finding> findings = new ArrayList<>();
        reporter.findings()
                .forEach(entry -> findings.add(
                        entry.getKey() < 0 ? entry.getValue() : located(items.get(entry.getKey()), entry.getValue())));
        return Findings.of(findings);
    }

    /** How findings call an object; a text only once there is one. */
    private record Subject(Node object, String namespace) {
        @Override
        public String toString() {
            return object.text("kind") + " " + namespace + "/"
                    + object.get("metadata").text("name");
        }
    }

    private static Finding located(Document document, Finding finding) {
        OptionalInt line = document.line(finding.path());
        return line.isPresent() ? finding.atLine(line.getAsInt()) : finding;
    }

    public String release() {
        return release.toString();
    }
}
