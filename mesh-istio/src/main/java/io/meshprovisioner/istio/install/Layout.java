package io.meshprovisioner.istio.install;

import io.meshprovisioner.spec.IstioAddon;
import java.util.Locale;

/** Where things lie in a release, and what the published repository calls them. */
record Layout(IstioVersion version) {

    /** A chart that an installation may use. */
    enum Part {
        BASE("base", "base"),
        ISTIOD("istiod", "istio-control/istio-discovery"),
        GATEWAY("gateway", "gateway"),
        CNI("cni", "istio-cni"),
        ZTUNNEL("ztunnel", "ztunnel"),
        /** In the release's archive only. */
        OPERATOR("istio-operator", "istio-operator");

        private final String published;
        private final String folder;

        Part(String published, String folder) {
            this.published = published;
            this.folder = folder;
        }

        /** Its name in the published repository. */
        String published() {
            return published;
        }
    }

    /** Whether gateways are injected like any other pod; before that their chart names its own proxy image. */
    boolean injectedGateways() {
        return !version.before(Releases.GATEWAY_CHART);
    }

    /** Whether the CRD file is applied by us and not by the base chart. */
    boolean crdsApartFromBase() {
        return version.before(Releases.CRDS_IN_TEMPLATES);
    }

    /** The top folder of the release archive. */
    String root() {
        return "istio-" + version + "/";
    }

    /** A chart's folder below the root. */
    String folder(Part part) {
        String folder = part == Part.GATEWAY && !injectedGateways() ? "gateways/istio-ingress" : part.folder;
        return "manifests/charts/" + folder + "/";
    }

    /** The CRD file inside the base chart. */
    String crdFile() {
        return (crdsApartFromBase() ? "crds/" : "files/") + "crd-all.gen.yaml";
    }

    /** An add-on's file below the root. */
    String addon(IstioAddon addon) {
        String name = addon.name().toLowerCase(Locale.ROOT);
        return "samples/addons/" + (addon == IstioAddon.ZIPKIN ? "extras/" : "") + name + ".yaml";
    }
}
