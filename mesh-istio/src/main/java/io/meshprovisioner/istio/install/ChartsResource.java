package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.IstioSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The release's charts, in memory. */
final class ChartsResource extends FetchedResource<ChartSet> {
    private final IstioSpec spec;
    private final ChartLibrary library;

    ChartsResource(IstioSpec spec, ChartLibrary library) {
        super("Istio's charts");
        this.spec = spec;
        this.library = library;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CHARTS, spec.version());
    }

    @Override
    public String title() {
        return "charts of Istio " + spec.version() + " from " + where();
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G2.1");
    }

    @Override
    ChartSet fetch() throws IOException {
        ChartSet charts = library.load();
        if (!spec.values().isEmpty()) {
            List<SpecProblem> unknown = spec.operator().isPresent()
                    ? new ValueNames(charts.operated())
                            .unknown(spec.values(), "What the operator of Istio " + spec.version() + " installs")
                    : new ValueNames(List.of(charts.istiod())).unknown(spec.values(), "The chart " + charts.istiod());
            if (!unknown.isEmpty()) {
                throw new InvalidSpecException(unknown);
            }
        }
        return charts;
    }

    @Override
    String where() {
        ChartSource source = ChartLibrary.source(spec);
        if (source instanceof ChartSource.Repository repository) {
            return repository.url().toString();
        }
        if (source instanceof ChartSource.ReleaseArchive archive) {
            return archive.url().toString();
        }
        if (source instanceof ChartSource.Folder folder) {
            return folder.path().toString();
        }
        return ((ChartSource.Oci) source).url().toString();
    }
}
