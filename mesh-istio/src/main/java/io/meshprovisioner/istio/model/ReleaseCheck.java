package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.model.schema.FieldFacts;
import io.meshprovisioner.istio.model.schema.FieldType;
import io.meshprovisioner.istio.model.schema.IstioSchema;
import io.meshprovisioner.istio.model.schema.KindFacts;
import io.meshprovisioner.istio.model.schema.MessageFacts;
import io.meshprovisioner.istio.model.schema.Release;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a release does not know of a document. */
final class ReleaseCheck {
    private static final IstioSchema SCHEMA = IstioSchema.get();
    private final Release release;
    private final String version;
    private final List<String> unknown = new ArrayList<>();

    private ReleaseCheck(String version) {
        this.version = version;
        this.release = Release.of(version);
    }

    /** The API version of a document for a release: its own if that is served, else the most stable one. */
    static String apiVersion(Document document, String version) {
        ReleaseCheck check = new ReleaseCheck(version);
        KindFacts kind = SCHEMA.kind(document.group(), document.kind())
                .orElseThrow(() -> new IllegalArgumentException(
                        document + " is of no kind with a CRD of Istio, so no release can be chosen for it"));
        Optional<String> preferred = kind.preferredApiVersion(check.release);
        if (preferred.isEmpty()) {
            check.unknown.add(
                    "the kind " + kind.kind() + " came with Istio " + kind.since() + "; leave it out or upgrade");
        } else {
            check.message("spec", document.root().path("spec"), SCHEMA.spec(kind));
        }
        if (!check.unknown.isEmpty()) {
            throw new UnknownToReleaseException(document.toString(), version, check.unknown);
        }
        boolean served =
                kind.servedBy(check.release).stream().map(kind::apiVersion).anyMatch(document.apiVersion()::equals);
        return served ? document.apiVersion() : preferred.orElseThrow();
    }

    /** The most stable API version of a kind for a release; empty for kinds without a CRD of Istio's. */
    static Optional<String> apiVersion(String group, String kind, String version) {
        Release release = Release.of(version);
        return SCHEMA.kind(group, kind).map(facts -> facts.preferredApiVersion(release)
                .orElseThrow(() -> new UnknownToReleaseException(
                        kind, version, List.of("the kind " + kind + " came with Istio " + facts.since()))));
    }

    /** The most stable API version of a kind in the newest release. */
    static String newestApiVersion(String kind) {
        return SCHEMA.kinds().stream()
                .filter(facts -> facts.kind().equals(kind))
                .findFirst()
                .flatMap(facts -> facts.preferredApiVersion(Release.NEWEST))
                .orElseThrow(() -> new IllegalStateException("no facts about " + kind));
    }

    private void message(String path, JsonNode node, MessageFacts message) {
        node.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                message.field(member.getKey())
                        .or(() -> message.fieldByOriginalName(member.getKey()))
                        .ifPresent(field -> field(FieldPath.member(path, member.getKey()), member.getValue(), field));
            }
        });
    }

    private void field(String path, JsonNode value, FieldFacts field) {
        if (!release.has(field.since())) {
            refuse(path, field.since(), field.alternative());
            return;
        }
        SCHEMA.enumeration(field)
                .flatMap(values -> values.value(value.asText()))
                .filter(constant -> !release.has(constant.since()))
                .ifPresent(constant -> refuse(path + ": " + constant.name(), constant.since(), constant.alternative()));
        SCHEMA.message(field).ifPresent(message -> {
            if (field.type().shape() == FieldType.Shape.LIST) {
                for (int i = 0; i < value.size(); i++) {
                    message(FieldPath.element(path, i), value.path(i), message);
                }
            } else if (field.type().shape() == FieldType.Shape.MAP) {
                value.properties()
                        .forEach(entry -> message(FieldPath.member(path, entry.getKey()), entry.getValue(), message));
            } else {
                message(path, value, message);
            }
        });
    }

    private void refuse(String what, Release since, @Nullable String alternative) {
        String advice = alternative == null ? "leave it out" : alternative;
        unknown.add(what + " came with Istio " + since + "; on " + version + " " + advice + ", or upgrade");
    }
}
