package io.meshprovisioner.istio.model.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One kind and the API versions under which each release serves and stores it.
 *
 * @param served each API version with the release from which it is served; none was ever taken away
 * @param stored each storage version with the release from which it is the one
 * @param message the message that its {@code spec} is
 */
public record KindFacts(
        String kind,
        String group,
        String plural,
        String singular,
        List<Since> shortNames,
        List<Since> served,
        List<Since> stored,
        List<Column> columns,
        String message) {

    /**
     * A name and the release from which it holds.
     */
    public record Since(String name, Release since) {}

    /**
     * A column that kubectl prints.
     *
     * @param jsonPath where its value stands
     * @param type {@code string} or {@code date}
     */
    public record Column(String name, String jsonPath, String type) {}

    /** The release that brought the kind. */
    public Release since() {
        return served.stream().map(Since::since).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** Whether {@code release} has the kind. */
    public boolean isKnownTo(Release release) {
        return release.has(since());
    }

    /** The API versions that {@code release} serves, oldest first, without the group. */
    public List<String> servedBy(Release release) {
        return served.stream()
                .filter(version -> release.has(version.since()))
                .map(Since::name)
                .toList();
    }

    /** The API version in which {@code release} stores the kind; empty if it does not know it. */
    public Optional<String> storedBy(Release release) {
        @Nullable String storage = null;
        for (Since version : stored) {
            if (release.has(version.since())) {
                storage = version.name();
            }
        }
        return Optional.ofNullable(storage);
    }

    /** The most stable API version that {@code release} serves, with the group; empty if it does not know the kind. */
    public Optional<String> preferredApiVersion(Release release) {
        List<String> versions = servedBy(release);
        return versions.isEmpty() ? Optional.empty() : Optional.of(apiVersion(versions.get(versions.size() - 1)));
    }

    /** {@code version} with the group before it. */
    public String apiVersion(String version) {
        return group + "/" + version;
    }
}
