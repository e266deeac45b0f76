package io.meshprovisioner.istio.validation.schema;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the layers before the webhook about one object: release, schema, decoding. */
public final class SchemaRules {
    private final Node object;
    private final Object resource;
    private final Release release;
    private final SchemaFacts facts;
    private final String group;
    private final Optional<KindSchema> kind;
    /** Whether nothing is wrong with the fields, so that nothing has to be looked for. */
    private final boolean clean;

    private SchemaRules(Node object, Object resource, Release release) {
        this.object = object;
        this.resource = resource;
        this.release = release;
        this.facts = SchemaFacts.of(release);
        this.group = group(object);
        this.kind = facts.kind(group, object.text("kind"));
        this.clean =
                kind.isPresent() && Glance.isClean(object.json(), kind.get().root());
    }

    /** @param resource whose text names the object in findings */
    public static SchemaRules of(Node object, Object resource, Release release) {
        return new SchemaRules(object, resource, release);
    }

    /** Whether the release has the kind; only then do the other questions make sense. */
    public boolean knowsKind() {
        return kind.isPresent();
    }

    /** Whether the object is of a kind that Istio has or will have; what is not, Istio has nothing to say about. */
    public boolean isIstios() {
        return knowsKind() || facts.later(group, object.text("kind")).isPresent();
    }

    /** What the release does not know, by name. */
    public List<Finding> release() {
        Report report = Report.of(Layer.RELEASE, resource);
        new ReleaseRules(report, release).check(object, group, kind, clean);
        return report.findings();
    }

    /** What the API server says from the CRD. */
    public List<Finding> schema() {
        if (clean || kind.isEmpty()) {
            return List.of();
        }
        Report report = Report.of(Layer.SCHEMA, resource);
        new SchemaChecker(report).check(object, kind.get().root());
        return report.findings();
    }

    /** What istiod's decoder says; adds to the findings and answers with the object without the values it cannot read. */
    public Node decode(List<Finding> findings) {
        if (clean) {
            return Node.camelRoot(object.json());
        }
        if (kind.isEmpty()) {
            return object;
        }
        Report report = Report.of(Layer.DECODE, resource);
        new Decoder(report).check(object, kind.get().root());
        if (report.isEmpty()) {
            return object;
        }
        findings.addAll(report.findings());
        Set<String> paths = report.findings().stream().map(Finding::path).collect(Collectors.toSet());
        return Node.root(Decoder.without(object, paths));
    }

    private static String group(Node object) {
        String apiVersion = object.text("apiVersion");
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
