package io.meshprovisioner.testkit.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** CRDs of a release with the kinds and versions that it serves, open to any field. */
final class OwnCrds {
    private static final List<String> NETWORKING = List.of(
            "DestinationRule/dr", "Gateway/gw", "ServiceEntry/se", "Sidecar/", "VirtualService/vs", "WorkloadEntry/we");

    private final Release release;

    OwnCrds(Release release) {
        this.release = release;
    }

    String yaml() {
        List<String> documents = new ArrayList<>();
        if (!release.before(30)) {
            documents.add(crd("extensions", "TrafficExtension", "", List.of("v1alpha1"), "v1alpha1"));
        }
        if (!release.before(12)) {
            documents.add(crd("extensions", "WasmPlugin", "", List.of("v1alpha1"), "v1alpha1"));
        }
        for (String kind : NETWORKING) {
            documents.add(crd("networking", name(kind), shortName(kind), networking(true), networkingStorage()));
        }
        documents.add(crd("networking", "EnvoyFilter", "", List.of("v1alpha3"), "v1alpha3"));
        documents.add(crd("networking", "WorkloadGroup", "wg", networking(!release.before(13)), networkingStorage()));
        if (!release.before(13)) {
            documents.add(crd("networking", "ProxyConfig", "", List.of("v1beta1"), "v1beta1"));
        }
        documents.add(security("AuthorizationPolicy", "ap", 17));
        documents.add(security("PeerAuthentication", "pa", 22));
        documents.add(security("RequestAuthentication", "ra", 17));
        if (!release.before(10)) {
            List<String> versions = release.before(22) ? List.of("v1alpha1") : List.of("v1", "v1alpha1");
            documents.add(crd("telemetry", "Telemetry", "telemetry", versions, "v1alpha1"));
        }
        return String.join("---\n", documents);
    }

    private static String name(String kind) {
        return kind.substring(0, kind.indexOf('/'));
    }

    private static String shortName(String kind) {
        return kind.substring(kind.indexOf('/') + 1);
    }

    private List<String> networking(boolean beta) {
        if (!release.before(22)) {
            return List.of("v1", "v1alpha3", "v1beta1");
        }
        return beta ? List.of("v1alpha3", "v1beta1") : List.of("v1alpha3");
    }

    private String networkingStorage() {
        if (release.before(22)) {
            return "v1alpha3";
        }
        return release.before(27) ? "v1beta1" : "v1";
    }

    private String security(String kind, String shortName, int stableSince) {
        List<String> versions = release.before(stableSince) ? List.of("v1beta1") : List.of("v1", "v1beta1");
        return crd("security", kind, shortName, versions, release.before(28) ? "v1beta1" : "v1");
    }

    private String crd(String group, String kind, String shortName, List<String> versions, String storage) {
        String singular = kind.toLowerCase(Locale.ROOT);
        String plural = plural(singular);
        String names = "    kind: " + kind + "\n    listKind: " + kind + "List\n    plural: " + plural
                + "\n    singular: " + singular + "\n    categories: [istio-io, " + group + "-istio-io]\n"
                + (shortName.isEmpty() ? "" : "    shortNames: [" + shortName + "]\n");
        return "apiVersion: apiextensions.k8s.io/" + (release.before(10) ? "v1beta1" : "v1")
                + "\nkind: CustomResourceDefinition\nmetadata:\n  name: " + plural + "." + group
                + ".istio.io\n  annotations:\n    helm.sh/resource-policy: keep\n  labels:\n    app: istio-pilot\n"
                + "    chart: istio\n    heritage: Tiller\n    release: istio\nspec:\n  group: " + group
                + ".istio.io\n  scope: Namespaced\n  names:\n" + names
                + (release.before(10) ? beta(versions, storage) : stable(versions, storage));
    }

    private static String plural(String singular) {
        return singular.endsWith("y") && !singular.endsWith("gateway")
                ? singular.substring(0, singular.length() - 1) + "ies"
                : singular + "s";
    }

    private static String stable(List<String> versions, String storage) {
        return "  versions:\n"
                + versions.stream()
                        .map(version -> "    - name: " + version + "\n      served: true\n      storage: "
                                + version.equals(storage) + "\n      subresources: {status: {}}\n      schema:\n"
                                + schema("        "))
                        .collect(Collectors.joining());
    }

    private static String beta(List<String> versions, String storage) {
        return "  preserveUnknownFields: false\n  subresources: {status: {}}\n  validation:\n" + schema("    ")
                + "  versions:\n"
                + versions.stream()
                        .map(version -> "    - {name: " + version + ", served: true, storage: "
                                + version.equals(storage) + "}\n")
                        .collect(Collectors.joining());
    }

    private static String schema(String indent) {
        return indent + "openAPIV3Schema:\n" + indent + "  type: object\n" + indent + "  properties:\n" + indent
                + "    spec: {type: object, x-kubernetes-preserve-unknown-fields: true}\n" + indent
                + "    status: {type: object, x-kubernetes-preserve-unknown-fields: true}\n";
    }
}
