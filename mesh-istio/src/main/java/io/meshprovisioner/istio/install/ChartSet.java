package io.meshprovisioner.istio.install;

import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spi.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The charts of a release that an installation uses.
 *
 * @param operated what an operator of the release installs; empty without one
 * @param crds what the release's CRD file holds; the base chart has them no more where they are applied directly
 * @param crdNames the names of the same
 * @param cni only where asked for
 * @param ztunnel only where asked for
 * @param operator only where asked for, without its CRD, which is among the others, and without its namespace
 * @param addons the manifests of each add-on that was asked for
 */
record ChartSet(
        String release,
        Chart base,
        Chart istiod,
        Chart gateway,
        Optional<Chart> cni,
        Optional<Chart> ztunnel,
        Optional<Chart> operator,
        List<Chart> operated,
        List<Manifest> crds,
        List<String> crdNames,
        Map<IstioAddon, List<Manifest>> addons) {
    ChartSet {
        operated = List.copyOf(operated);
        crds = List.copyOf(crds);
        crdNames = List.copyOf(crdNames);
        addons = Map.copyOf(addons);
    }
}
