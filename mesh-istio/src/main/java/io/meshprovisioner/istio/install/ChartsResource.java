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

    /** An operator has charts of its own, and more of them. */
    @Override
    ChartSet fetch() throws IOException {
        ChartSet charts = library.load();
        if (!spec.values().isEmpty() && spec.operator().isEmpty()) {
            List<SpecProblem> unknown = new ValueNames(charts.istiod())
                    .unknown(spec.values(), charts.istiod().toString());
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
