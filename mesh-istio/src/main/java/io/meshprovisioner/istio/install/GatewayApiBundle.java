package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.Manifest;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The CRDs of the Gateway API's standard channel, as its project releases them. */
final class GatewayApiBundle extends FetchedResource<GatewayApiBundle.Bundle> {
    private final String version;
    private final Fetcher fetcher;

    /** What a release holds. */
    record Bundle(List<Manifest> crds) {
        Bundle {
            crds = List.copyOf(crds);
        }

        List<String> names() {
            return crds.stream().map(Manifest::name).toList();
        }
    }

    GatewayApiBundle(String version, Downloads downloads) {
        super("The Gateway API's kinds");
        this.version = version;
        this.fetcher = new Fetcher(downloads);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.GATEWAY_API, version);
    }

    @Override
    public String title() {
        return "kinds of the Gateway API " + version + " from " + where();
    }

    @Override
    String where() {
        return "https://github.com/kubernetes-sigs/gateway-api/releases/download/v" + version
                + "/standard-install.yaml";
    }

    /** The policy that guards a bundle against older ones is left out: {@link GatewayApiCrds} does not go back. */
    @Override
    Bundle fetch() throws IOException {
        List<Manifest> crds = Yaml.manifests(fetcher.text(URI.create(where()))).stream()
                .filter(object -> object.kind().equals(IstioKinds.KIND))
                .toList();
        if (crds.isEmpty()) {
            throw new IOException(where() + " holds no CustomResourceDefinition.");
        }
        return new Bundle(crds);
    }
}
