package io.meshprovisioner.istio.crd;

import io.meshprovisioner.istio.model.schema.IstioSchema;
import io.meshprovisioner.istio.model.schema.KindFacts;
import io.meshprovisioner.istio.model.schema.Release;
import io.meshprovisioner.istio.validation.schema.OpenApiSchema;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The CRDs of a release, made from the facts held here: names, versions served and stored, columns, and the schema that
 * validation goes by, with types, required fields, enums, bounds, patterns, one-ofs and CEL rules. They refuse what
 * Istio's own refuse; descriptions and the wording of CEL rules differ.
 */
public final class CustomResourceDefinitions {
    private static final Release FIRST_V1 = new Release(10);
    private static final Release LAST_OPERATOR = new Release(23);
    private static final KindFacts OPERATOR = new KindFacts(
            "IstioOperator",
            "install.istio.io",
            "istiooperators",
            "istiooperator",
            List.of(new KindFacts.Since("iop", Release.OLDEST)),
            List.of(new KindFacts.Since("v1alpha1", Release.OLDEST)),
            List.of(new KindFacts.Since("v1alpha1", Release.OLDEST)),
            List.of(),
            "");

    private CustomResourceDefinitions() {}

    /**
     * The CRDs of a release: {@code apiextensions.k8s.io/v1beta1} for 1.9, {@code v1} from 1.10; IstioOperator up to 1.23.
     *
     * @param version for example {@code 1.30.3}
     */
    public static List<Manifest> forRelease(String version) {
        Release release = Release.of(version);
        IstioSchema schema = IstioSchema.get();
        List<Manifest> crds = new ArrayList<>();
        for (KindFacts kind : schema.kinds()) {
            if (kind.isKnownTo(release)) {
                crds.add(crd(kind, release, OpenApiSchema.of(kind.group(), kind.kind(), release.toString())));
            }
        }
        if (LAST_OPERATOR.has(release)) {
            Map<String, Object> anything = Map.of("type", "object", "x-kubernetes-preserve-unknown-fields", true);
            crds.add(crd(
                    OPERATOR,
                    release,
                    Map.of("type", "object", "properties", Map.of("spec", anything, "status", anything))));
        }
        return List.copyOf(crds);
    }

    private static Manifest crd(KindFacts kind, Release release, Map<String, Object> schema) {
        boolean beta = !release.has(FIRST_V1);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("group", kind.group());
        spec.put("names", names(kind, release));
        spec.put("scope", "Namespaced");
        List<Map<String, Object>> versions = new ArrayList<>();
        for (String name : kind.servedBy(release)) {
            Map<String, Object> version = new LinkedHashMap<>();
            version.put("name", name);
            version.put("served", true);
            version.put("storage", kind.storedBy(release).orElseThrow().equals(name));
            if (!beta) {
                version.putAll(details(kind, "jsonPath"));
                version.put("schema", Map.of("openAPIV3Schema", schema));
            }
            versions.add(version);
        }
        if (beta) {
            spec.putAll(details(kind, "JSONPath"));
            spec.put("preserveUnknownFields", kind.equals(OPERATOR));
            spec.put("validation", Map.of("openAPIV3Schema", schema));
        }
        spec.put("versions", versions);
        Map<String, Object> crd = new LinkedHashMap<>();
        crd.put("apiVersion", "apiextensions.k8s.io/" + (beta ? "v1beta1" : "v1"));
        crd.put("kind", "CustomResourceDefinition");
        crd.put("metadata", metadata(kind));
        crd.put("spec", spec);
        return Document.of(Trees.of(crd));
    }

    private static Map<String, Object> details(KindFacts kind, String pathName) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("subresources", Map.of("status", Map.of()));
        if (!kind.columns().isEmpty()) {
            details.put(
                    "additionalPrinterColumns",
                    kind.columns().stream()
                            .map(column ->
                                    Map.of("name", column.name(), pathName, column.jsonPath(), "type", column.type()))
                            .toList());
        }
        return details;
    }

    private static Map<String, Object> names(KindFacts kind, Release release) {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("kind", kind.kind());
        names.put("listKind", kind.kind() + "List");
        names.put("plural", kind.plural());
        names.put("singular", kind.singular());
        List<String> shortNames = kind.shortNames().stream()
                .filter(name -> release.has(name.since()))
                .map(KindFacts.Since::name)
                .toList();
        if (!shortNames.isEmpty()) {
            names.put("shortNames", shortNames);
        }
        if (!kind.equals(OPERATOR)) {
            names.put("categories", List.of("istio-io", kind.group().replace(".istio.io", "-istio-io")));
        }
        return names;
    }

    private static Map<String, Object> metadata(KindFacts kind) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", kind.plural() + "." + kind.group());
        metadata.put(
                "labels", Map.of("app", "istio-pilot", "chart", "istio", "heritage", "Tiller", "release", "istio"));
        metadata.put("annotations", Map.of("helm.sh/resource-policy", "keep"));
        return metadata;
    }
}
