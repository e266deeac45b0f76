package io.meshprovisioner.istio.install;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A Helm repository's {@code index.yaml}. */
final class RepositoryIndex {
    private final URI repository;
    private final Tree index;

    RepositoryIndex(URI repository, String yaml) throws IOException {
        this.repository = URI.create(repository.toString().replaceFirst("/*$", "/"));
        this.index = new Tree(Yaml.map(yaml));
    }

    /** Where a chart's index lies. */
    static URI address(URI repository) {
        return URI.create(repository.toString().replaceFirst("/*$", "/index.yaml"));
    }

    /** @throws FileNotFoundException when the repository has no such chart or not in this version */
    Entry entry(String chart, String version) throws IOException {
        for (Tree entry : index.items("entries", chart)) {
            if (entry.text("version").equals(version) && !entry.items("urls").isEmpty()) {
                String digest = entry.text("digest").replaceFirst("^sha256:", "");
                return new Entry(
                        repository.resolve(entry.items("urls").get(0).text()),
                        digest.isEmpty() ? Optional.empty() : Optional.of(digest));
            }
        }
        throw new FileNotFoundException(
                "The repository " + repository + " has no chart " + chart + " in version " + version + ".");
    }

    /**
     * A packed chart.
     *
     * @param sha256 in hexadecimal; empty where the index gives none
     */
    record Entry(URI url, Optional<String> sha256) {}
}
