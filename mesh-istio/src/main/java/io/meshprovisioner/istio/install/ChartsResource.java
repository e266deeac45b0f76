package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.IstioSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The release's charts, in memory. Looking at them is fetching them: it changes nothing, and what cannot be had is
 * known before anything is made. They are kept for the life of the graph, whose source does not change.
 */
final class ChartsResource implements Resource<ChartSet> {
    private final IstioSpec spec;
    private final ChartLibrary library;
    private final AtomicReference<@Nullable ChartSet> fetched = new AtomicReference<>();

    ChartsResource(IstioSpec spec, ChartLibrary library) {
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
    public Set<Ref<?>> needs() {
        return Set.of();
    }

    @Override
    public Observation<ChartSet> observe(Step step) {
        ChartSet known = fetched.get();
        if (known != null) {
            return Observation.ready(known);
        }
        ChartSet charts = load();
        fetched.set(charts);
        return Observation.ready(charts);
    }

    @Override
    public Observation<ChartSet> create(Step step) {
        return observe(step);
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G2.1");
    }

    /** Fetches them, failing as a resource does. */
    ChartSet load() {
        try {
            return library.load();
        } catch (FileNotFoundException e) {
            throw failed(e, "Check the version and the source of the charts.");
        } catch (Fetcher.ChecksumException e) {
            throw failed(
                    e, "Do not use it. Try again; if it repeats, somebody or something changes what you download.");
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw failed(e, "The source does not hold Istio's charts as they were released.");
        } catch (IOException e) {
            throw new CallFailure(
                    CallFailure.Kind.UNAVAILABLE,
                    new ApiError("charts", "Download", "", String.valueOf(e.getMessage()), ""),
                    null,
                    e);
        }
    }

    private ResourceFailedException failed(IOException e, String advice) {
        return new ResourceFailedException(Failure.of("Istio's charts cannot be had from " + where() + ".", advice)
                .at(id())
                .because(String.valueOf(e.getMessage()))
                .causedBy(e));
    }

    private String where() {
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
