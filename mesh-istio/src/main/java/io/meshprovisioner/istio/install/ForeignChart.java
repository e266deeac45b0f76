package io.meshprovisioner.istio.install;

import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spi.Manifest;
import java.util.List;

/**
 * A chart beside Istio's own that a mesh needs.
 *
 * @param name of the chart
 * @param whose it is, such as {@code Calico's}
 * @param version of the chart
 * @param source where it comes from: a repository, or a folder that holds it
 * @param part the label's value on what we apply ourselves
 * @param release what Helm calls it
 * @param chartKind the kind of the resource that fetches it
 * @param releaseKind the kind of the resource that releases it
 * @param guideRow the guide's row
 */
record ForeignChart(
        String name,
        String whose,
        String version,
        ChartSource source,
        String part,
        String release,
        String chartKind,
        String releaseKind,
        String guideRow) {

    /**
     * What an installation uses.
     *
     * @param chart without its CRDs: Helm makes those once and never updates them
     * @param crds which are applied directly
     */
    record Fetched(Chart chart, List<Manifest> crds) {
        Fetched {
            crds = List.copyOf(crds);
        }

        List<String> crdNames() {
            return crds.stream().map(Manifest::name).toList();
        }
    }
}
