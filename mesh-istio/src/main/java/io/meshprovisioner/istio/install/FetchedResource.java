package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.Downloads;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Charts in memory. Looking at them is fetching them: it changes nothing, and what cannot be had is known before anything
 * is made. They are kept for the life of the graph, whose source does not change.
 */
abstract class FetchedResource<T> implements Resource<T> {
    private final String whose;
    private final AtomicReference<@Nullable T> fetched = new AtomicReference<>();

    /** @param whose charts they are, as the errors say it: {@code Istio's charts} */
    FetchedResource(String whose) {
        this.whose = whose;
    }

    abstract T fetch() throws IOException;

    /** Where they come from: an address or a folder. */
    abstract String where();

    @Override
    public final Set<Ref<?>> needs() {
        return Set.of();
    }

    @Override
    public final Observation<T> observe(Step step) {
        T known = fetched.get();
        if (known == null) {
            known = load();
            fetched.set(known);
        }
        return Observation.ready(known);
    }

    @Override
    public final Observation<T> create(Step step) {
        return observe(step);
    }

    /** Fetches them, failing as a resource does. */
    final T load() {
        try {
            return fetch();
        } catch (FileNotFoundException e) {
            throw failed(e, "Check the version and the source of the charts.");
        } catch (Fetcher.ChecksumException e) {
            throw failed(
                    e, "Do not use it. Try again; if it repeats, somebody or something changes what you download.");
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw failed(e, "The source does not hold " + whose + " as they were released.");
        } catch (Downloads.UnreachedException e) {
            if (e.trouble().lasting()) {
                throw failed(e, e.trouble().advice());
            }
            throw unavailable(e, e.trouble().advice());
        } catch (IOException e) {
            throw unavailable(e, "");
        }
    }

    private static CallFailure unavailable(IOException e, String advice) {
        return new CallFailure(
                CallFailure.Kind.UNAVAILABLE,
                new ApiError("charts", "Download", "", String.valueOf(e.getMessage()), ""),
                null,
                e,
                advice);
    }

    private ResourceFailedException failed(IOException e, String advice) {
        return new ResourceFailedException(Failure.of(whose + " cannot be had from " + where() + ".", advice)
                .at(id())
                .because(String.valueOf(e.getMessage()))
                .causedBy(e));
    }
}
