package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Istio's kinds as the cluster has them, whatever release made them, those of the Gateway API that we made, and what users
 * wrote in them.
 */
record IstioKinds(Look look) {
    static final String API = "apiextensions.k8s.io/v1";
    static final String KIND = "CustomResourceDefinition";
    private static final String HELM = "meta.helm.sh/release-name";

    List<Tree> definitions() {
        return look.everywhere(API, KIND, "").stream()
                .filter(crd -> crd.text("spec", "group").endsWith(".istio.io") || GatewayApiCrds.ours(crd))
                .toList();
    }

    /** Objects that neither we nor a chart made, each as {@code kind namespace/name}. */
    List<String> configuration() {
        List<String> all = new ArrayList<>();
        for (Tree crd : definitions()) {
            crd.items("spec", "versions").stream()
                    .filter(version -> version.text("served").equals("true"))
                    .findFirst()
                    .ifPresent(version -> objects(crd, version.text("name"))
                            .forEach(object -> all.add(crd.text("spec", "names", "kind") + " "
                                    + object.text("metadata", "namespace") + "/" + object.text("metadata", "name"))));
        }
        return all;
    }

    private List<Tree> objects(Tree crd, String version) {
        return look
                .everywhere(crd.text("spec", "group") + "/" + version, crd.text("spec", "names", "kind"), "")
                .stream()
                .filter(object -> {
                    Map<String, String> metadata = object.texts("metadata", "annotations");
                    return OwnMark.found(object).isEmpty() && !metadata.containsKey(HELM);
                })
                .toList();
    }
}
